// SPDX-License-Identifier: MIT
// Putting the lines together, as wide as there is room.
#include "report/status_block.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/columns.h"
#include "base/text.h"

namespace lintcache {
namespace {

constexpr size_t k_most_jobs = 8;
// Narrower than this, tools do not stand below each other, so that more of the names is seen.
constexpr size_t k_narrow = 40;
constexpr auto k_long = std::chrono::seconds(10);

constexpr std::string_view k_bold = "\033[1m";
constexpr std::string_view k_dim = "\033[2m";
constexpr std::string_view k_magenta = "\033[35m";
constexpr std::string_view k_red = "\033[31m";
constexpr std::string_view k_plain = "\033[0m";

struct Piece {
  std::string text;
  std::string_view style = {};
  int rank = 0;  // where there is no room for all, the highest go first
};

std::string counted(size_t count, const char* one, const char* many) {
  return fmt::format("{} {}", count, count == 1 ? one : many);
}

std::string phase_text(const RunState& state) {
  switch (state.phase()) {
    case Phase::discover: return "looking for files";
    case Phase::digest: return "looking at files";
    case Phase::infer: return "importing";
    case Phase::verify: return "verifying";
    case Phase::repair: return "repairing";
    case Phase::tools: break;
  }
  return {};
}

// First in order, and what can be spared has a high rank.
std::vector<Piece> heading(const RunState& state, Moment now) {
  std::vector<Piece> pieces;
  const auto& count = state.counted();
  if (state.total() > 0) pieces.push_back({fmt::format("[{}/{}]", state.done(), state.total()), k_bold, 0});
  std::string phase = phase_text(state);
  if (count) phase += fmt::format(" {}/{}", count->done, count->total);
  else if (state.files_importing() > 0) phase += " " + counted(state.files_importing(), "file", "files");
  if (!phase.empty()) pieces.push_back({phase, {}, 1});
  if (state.failures() > 0) pieces.push_back({counted(state.failures(), "tool broke", "tools broke"), k_red, 3});
  if (state.findings() > 0) pieces.push_back({counted(state.findings(), "finding", "findings"), k_magenta, 2});
  if (const auto remaining = state.remaining(now))
    pieces.push_back({fmt::format("{} {} left", remaining->is_least ? "over" : "about", time_text(remaining->time)), {}, 4});
  return pieces;
}

// In front of that piece.
const char* separator(size_t place) { return place == 0 ? "" : place == 1 ? " " : ", "; }

size_t width_of(const std::vector<Piece>& pieces) {
  size_t columns = 0;
  for (size_t i = 0; i < pieces.size(); ++i) columns += columns_of(separator(i)) + columns_of(pieces[i].text);
  return columns;
}

std::string in_style(const std::string& text, std::string_view style, bool colour) {
  if (!colour || style.empty()) return text;
  return std::string(style) + text + std::string(k_plain);
}

std::string line_of(std::vector<Piece> pieces, size_t columns, bool colour) {
  while (pieces.size() > 1 && width_of(pieces) > columns)
    pieces.erase(std::max_element(pieces.begin(), pieces.end(), [](const Piece& a, const Piece& b) { return a.rank < b.rank; }));
  std::string line;
  for (size_t i = 0; i < pieces.size(); ++i)
    line += separator(i) + in_style(cut_at_end(pieces[i].text, columns), pieces[i].style, colour);
  return line;
}

std::string name_of(const RunningJob& job) {
  if (job.tasks > 1) return counted(job.tasks, "file", "files");
  return job.file.empty() ? "the tree" : printable(job.file);
}

std::string age_text(const RunningJob& job, Moment now) {
  return time_text(std::chrono::duration_cast<std::chrono::seconds>(now - job.began));
}

std::vector<std::string> job_lines(const std::vector<RunningJob>& jobs, size_t count, const BlockShape& shape, Moment now) {
  const size_t columns = shape.columns - 1;
  size_t tool_columns = 0;
  for (size_t i = 0; i < count; ++i) tool_columns = std::max(tool_columns, columns_of(printable(jobs[i].tool)));
  tool_columns = shape.columns < k_narrow ? 0 : std::min<size_t>(tool_columns, 16);
  std::vector<std::string> lines;
  for (size_t i = 0; i < count; ++i) {
    const std::string age = fmt::format("{:>7}", age_text(jobs[i], now)).substr(shape.columns < k_narrow ? 2 : 0);
    std::string tool = cut_at_end(printable(jobs[i].tool), shape.columns < k_narrow ? columns / 3 : 16);
    tool.append(tool_columns - std::min(tool_columns, columns_of(tool)), ' ');
    const std::string begin = age + "  " + tool + "  ";
    const size_t used = columns_of(begin);
    if (used >= columns) {
      lines.push_back(cut_at_end(begin, columns));
    } else {
      lines.push_back(in_style(age, k_dim, shape.colour) + "  " + tool + "  " + cut_in_front(name_of(jobs[i]), columns - used));
    }
  }
  return lines;
}

}  // namespace

std::string time_text(std::chrono::seconds time) {
  const int64_t seconds = std::max<int64_t>(0, time.count());
  if (seconds < 60) return fmt::format("{}s", seconds);
  if (seconds < 3600) return fmt::format("{}:{:02}", seconds / 60, seconds % 60);
  return fmt::format("{}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60);
}

std::vector<std::string> status_block(const RunState& state, const BlockShape& shape, Moment now) {
  if (!state.is_begun() || shape.columns < 2 || shape.rows < 2) return {};
  const size_t columns = shape.columns - 1;  // in the last one, terminals differ in where the cursor is
  std::vector<std::string> lines = {line_of(heading(state, now), columns, shape.colour)};
  if (lines.front().empty()) lines.front() = "starting";
  const auto jobs = state.running();
  const size_t room = std::min(k_most_jobs, shape.rows - 2);
  const size_t shown = jobs.size() > room ? room - std::min<size_t>(room, 1) : jobs.size();
  for (std::string& line : job_lines(jobs, shown, shape, now)) lines.push_back(std::move(line));
  if (jobs.size() > shown && room > 0)
    lines.push_back(cut_at_end(fmt::format("{:>7}  more", jobs.size() - shown), columns));
  if (const auto& count = state.counted(); jobs.empty() && count && !count->what.empty() && room > 0)
    lines.push_back("  " + cut_in_front(printable(count->what), columns - std::min<size_t>(columns, 2)));
  return lines;
}

std::string progress_line(const RunState& state, const std::string& name, Moment now) {
  std::string text = "lintcache " + printable(name) + ": ";
  const auto pieces = heading(state, now);
  for (size_t i = 0; i < pieces.size(); ++i) text += separator(i) + pieces[i].text;
  const auto jobs = state.running();
  if (!jobs.empty() && now - jobs.front().began >= k_long)
    text += fmt::format(", {} on {} for {}", printable(jobs.front().tool), name_of(jobs.front()), age_text(jobs.front(), now));
  return text;
}

}  // namespace lintcache
