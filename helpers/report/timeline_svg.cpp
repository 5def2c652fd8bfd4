// SPDX-License-Identifier: MIT
// Drawing the picture from top to bottom: heading, legend, axis, phases, slots, the longest tasks.
#include "report/timeline_svg.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <ctime>
#include <map>
#include <set>

#include "base/columns.h"
#include "base/path.h"
#include "base/text.h"

namespace lintcache {
namespace {

// Light enough for dark text, and told apart by most people with a colour vision deficiency as well as by others.
constexpr std::array<std::string_view, 10> k_colours = {"#8ecae6", "#ffb703", "#95d5b2", "#cdb4db", "#f4978e",
                                                        "#d4a373", "#a3b18a", "#b8c0ff", "#e0e080", "#c9c9c9"};
constexpr double k_left = 84, k_right = 60, k_margin = 16;
constexpr double k_narrowest = 1200, k_widest = 6000, k_room_for_a_job = 5;
constexpr double k_row = 26, k_bar = 20, k_mark = 4;
constexpr double k_letter = 6.3;  // the width of one at the size of labels
constexpr double k_room_for_label = 6 + 5 * k_letter;
constexpr double k_least_bar = 0.5;
constexpr double k_tick = 90;
constexpr size_t k_longest = 5;

std::string escaped(std::string_view text) {
  std::string safe;
  for (const char letter : printable(text)) {
    switch (letter) {
      case '&': safe += "&amp;"; break;
      case '<': safe += "&lt;"; break;
      case '>': safe += "&gt;"; break;
      case '"': safe += "&quot;"; break;
      default: safe += letter;
    }
  }
  return safe;
}

// Without the two characters that XML has no place for.
std::string without_nonsense(std::string text) {
  for (const std::string_view nonsense : {"\xEF\xBF\xBE", "\xEF\xBF\xBF"})
    for (size_t at; (at = text.find(nonsense)) != std::string::npos;) text.replace(at, nonsense.size(), "?");
  return text;
}

std::string duration(int64_t nanoseconds) {
  const double seconds = static_cast<double>(nanoseconds) / 1e9;
  if (seconds < 1) return fmt::format("{:.0f} ms", seconds * 1e3);
  if (seconds < 60) return fmt::format("{:.1f} s", seconds);
  const auto whole = static_cast<int64_t>(seconds + 0.5);
  return fmt::format("{}:{:02} min", whole / 60, whole % 60);
}

std::string counted(size_t count, const char* one, const char* many) { return fmt::format("{} {}", count, count == 1 ? one : many); }

std::string name_of(const TimelineTask& task) { return task.file.empty() ? "the whole tree" : task.file; }

std::string ending(const TimelineTask& task) {
  if (task.end == TaskStep::put_back) return "not clear, so it ran again";
  if (task.end != TaskStep::finished) return "stopped";
  if (task.verdict == Verdict::findings) return counted(task.findings, "finding", "findings");
  return std::string(name_of(task.verdict));
}

struct Tool {
  size_t tasks = 0;
  int64_t time = 0;
  size_t colour = 0;
};

class Picture {
 public:
  explicit Picture(const Timeline& timeline) : timeline_(timeline) {
    std::map<unsigned, size_t> jobs;
    for (const TimelineJob& job : timeline.jobs) {
      Tool& tool = tools_[job.tool];
      tool.tasks += job.tasks.size();
      tool.time += job.end - job.begin;
      most_ = std::max(most_, ++jobs[job.slot]);
      slots_.insert(job.slot);
      busy_ += job.end - job.begin;
    }
    for (const TimelineImport& one : timeline.imports) importers_.insert(one.slot);
    for (auto& [name, tool] : tools_) by_time_.push_back(name);
    std::stable_sort(by_time_.begin(), by_time_.end(), [&](const auto& a, const auto& b) { return tools_[a].time > tools_[b].time; });
    for (size_t i = 0; i < by_time_.size(); ++i) tools_[by_time_[i]].colour = i % k_colours.size();
    width_ = std::clamp(static_cast<double>(most_) * k_room_for_a_job, k_narrowest, k_widest);
  }

  std::string draw() {
    heading();
    legend();
    y_ += 22;
    const double top = y_;
    phases();
    for (const unsigned slot : importers_) import_row(slot);
    for (const unsigned slot : slots_) slot_row(slot);
    axis(top);
    longest();
    return document();
  }

 private:
  [[nodiscard]] double x(int64_t at) const {
    const double share = timeline_.end > 0 ? static_cast<double>(at) / static_cast<double>(timeline_.end) : 0;
    return k_left + share * (width_ - k_left - k_right);
  }

  void text(double at, double height, std::string_view style, const std::string& words) {
    body_ += fmt::format("<text x=\"{:.1f}\" y=\"{:.1f}\" class=\"{}\">{}</text>\n", at, height, style, escaped(words));
  }

  void heading() {
    const auto began = static_cast<time_t>(timeline_.began / 1'000'000'000);
    tm parts{};
    std::array<char, 64> date{};
    if (gmtime_r(&began, &parts) != nullptr) strftime(date.data(), date.size(), "%Y-%m-%d %H:%M UTC", &parts);
    text(k_margin, 28, "title", fmt::format("lintcache {}: {} on {}", timeline_.name, duration(timeline_.end), counted(slots_.size(), "slot", "slots")));
    size_t tasks = timeline_.left_out;
    for (const auto& [name, tool] : tools_) tasks += tool.tasks;
    std::string about = fmt::format("{} in {}, {} remembered", counted(tasks, "task", "tasks"),
                                    counted(timeline_.jobs.size(), "process", "processes"), timeline_.reused);
    if (!slots_.empty() && timeline_.end > 0)
      about += fmt::format("; slots busy {:.0f} % of the time",
                           100.0 * static_cast<double>(busy_) / static_cast<double>(timeline_.end) / static_cast<double>(slots_.size()));
    if (timeline_.left_out > 0) about += fmt::format("; {} short ones are not shown", timeline_.left_out);
    text(k_margin, 48, "quiet", about + fmt::format("; {}", date.data()));
    y_ = 72;
  }

  void legend() {
    double at = k_margin;
    const auto entry = [&](std::string_view swatch, const std::string& words) {
      const double room = 24 + static_cast<double>(columns_of(words)) * k_letter + 14;
      if (at + room > std::min(width_, k_narrowest) && at > k_margin) {
        at = k_margin;
        y_ += 20;
      }
      const double height = swatch == "mark" ? k_mark : 12;
      body_ += fmt::format("<rect x=\"{:.1f}\" y=\"{:.1f}\" width=\"14\" height=\"{:.0f}\" class=\"{}\"/>\n", at, y_ + 2 - height, height, swatch);
      text(at + 20, y_, "label", words);
      at += room;
    };
    for (const std::string& name : by_time_) {
      const Tool& tool = tools_[name];
      entry(fmt::format("t{}", tool.colour), fmt::format("{}: {}, {}", name, counted(tool.tasks, "task", "tasks"), duration(tool.time)));
    }
    if (!importers_.empty()) entry("import", "import");
    bool found = false, broke = false, again = false;
    for (const TimelineJob& job : timeline_.jobs)
      for (const TimelineTask& task : job.tasks) {
        again = again || task.end != TaskStep::finished;
        broke = broke || task.verdict == Verdict::tool_failure;
        found = found || task.verdict == Verdict::findings || task.verdict == Verdict::unusable_input;
      }
    if (found) entry("mark", "found something");
    if (broke) entry("broke", "broke");
    if (again) entry("again", "ran again, or stopped");
    entry("lane", "idle");
    y_ += 14;
  }

  void phases() {
    for (const TimelinePhase& phase : timeline_.phases) {
      const double begin = x(phase.begin), room = x(phase.end) - begin;
      const std::string name(lintcache::name_of(phase.phase));
      body_ += fmt::format("<g><title>{} {}</title><rect x=\"{:.2f}\" y=\"{:.1f}\" width=\"{:.2f}\" height=\"14\" class=\"phase p{}\"/>", name,
                           duration(phase.end - phase.begin), begin, y_, std::max(k_least_bar, room), static_cast<int>(phase.phase) % 2);
      if (room > static_cast<double>(name.size()) * 6 + 4)
        body_ += fmt::format("<text x=\"{:.1f}\" y=\"{:.1f}\" class=\"small\">{}</text>", begin + 3, y_ + 11, name);
      body_ += "</g>\n";
    }
    text(k_margin, y_ + 11, "small", "phase");
    y_ += 20;
  }

  // The row of a slot, idle as far as nothing is drawn over it.
  void lane(const std::string& name, int64_t busy) {
    body_ += fmt::format("<rect x=\"{:.1f}\" y=\"{:.1f}\" width=\"{:.1f}\" height=\"{:.1f}\" class=\"lane\"/>\n", k_left, y_, width_ - k_left - k_right, k_bar);
    text(k_margin, y_ + 14, "label", name);
    if (timeline_.end > 0)
      text(width_ - k_right + 8, y_ + 14, "small", fmt::format("{:.0f} %", 100.0 * static_cast<double>(busy) / static_cast<double>(timeline_.end)));
  }

  void bar(double begin, double end, const std::string& style, const std::string& title, const std::string& label, bool is_marked) {
    const double room = std::max(k_least_bar, end - begin);
    body_ += fmt::format("<g><title>{}</title><rect x=\"{:.2f}\" y=\"{:.1f}\" width=\"{:.2f}\" height=\"{:.0f}\" class=\"{}\"/>", escaped(title), begin, y_,
                         room, k_bar, style);
    if (is_marked)
      body_ += fmt::format("<rect x=\"{:.2f}\" y=\"{:.1f}\" width=\"{:.2f}\" height=\"{:.0f}\" class=\"mark\"/>", begin, y_ + k_bar - k_mark, room, k_mark);
    if (const double letters = (room - 6) / k_letter; room >= k_room_for_label)
      body_ += fmt::format("<text x=\"{:.1f}\" y=\"{:.1f}\" class=\"label\">{}</text>", begin + 3, y_ + 13.5, escaped(cut_at_end(label, static_cast<size_t>(letters))));
    body_ += "</g>\n";
  }

  void import_row(unsigned slot) {
    int64_t busy = 0;
    for (const TimelineImport& one : timeline_.imports)
      if (one.slot == slot) busy += one.end - one.begin;
    lane(fmt::format("import {}", slot + 1), busy);
    for (const TimelineImport& one : timeline_.imports) {
      if (one.slot != slot) continue;
      const std::string files = counted(one.files, "file", "files");
      bar(x(one.begin), x(one.end), "import", fmt::format("import of {}: {}", files, duration(one.end - one.begin)), files, false);
    }
    y_ += k_row;
  }

  void slot_row(unsigned slot) {
    int64_t busy = 0;
    for (const TimelineJob& job : timeline_.jobs)
      if (job.slot == slot) busy += job.end - job.begin;
    lane(fmt::format("slot {}", slot + 1), busy);
    for (const TimelineJob& job : timeline_.jobs)
      if (job.slot == slot) draw_job(job);
    y_ += k_row;
  }

  // Tasks of one process share its time; nobody knows how much of it each one took.
  void draw_job(const TimelineJob& job) {
    const double begin = x(job.begin), part = (x(job.end) - begin) / static_cast<double>(std::max<size_t>(1, job.tasks.size()));
    for (size_t i = 0; i < job.tasks.size(); ++i) {
      const TimelineTask& task = job.tasks[i];
      std::string title = fmt::format("{} {}: {}, {}", job.tool, name_of(task), ending(task), duration(job.end - job.begin));
      if (job.tasks.size() > 1) title += fmt::format(" together with {}", counted(job.tasks.size() - 1, "other", "others"));
      const bool is_over = task.end == TaskStep::finished;
      const std::string style = !is_over ? "again" : task.verdict == Verdict::tool_failure ? "broke" : fmt::format("t{}", tools_[job.tool].colour);
      const std::string label = task.file.empty() ? job.tool : task.file.substr(task.file.rfind('/') + 1);
      const double at = begin + part * static_cast<double>(i);
      bar(at, at + part, style, title, label, is_over && task.verdict != Verdict::clean);
    }
    const double room = x(job.end) - begin;
    const std::string files = counted(job.tasks.size(), "file", "files");
    if (part < k_room_for_label && room > static_cast<double>(files.size() + 1) * k_letter)
      text(begin + 3, y_ + 13.5, "label", files);
    // A frame, so that processes are told apart.
    if (room > 3)
      body_ += fmt::format("<rect x=\"{:.2f}\" y=\"{:.1f}\" width=\"{:.2f}\" height=\"{:.0f}\" class=\"frame\"/>\n", begin, y_, room, k_bar);
  }

  void axis(double top) {
    const double seconds = static_cast<double>(timeline_.end) / 1e9;
    if (seconds <= 0) return;
    const double wanted = seconds * k_tick / (width_ - k_left - k_right);
    double step = std::pow(10, std::floor(std::log10(wanted)));
    for (const double factor : {1.0, 2.0, 5.0, 10.0})
      if (step * factor >= wanted) {
        step *= factor;
        break;
      }
    std::string lines;
    for (int i = 0; step * i <= seconds; ++i) {
      const double at = k_left + step * i / seconds * (width_ - k_left - k_right);
      lines += fmt::format("<line x1=\"{0:.1f}\" y1=\"{1:.1f}\" x2=\"{0:.1f}\" y2=\"{2:.1f}\" class=\"grid\"/>\n", at, top - 4, y_);
      lines += fmt::format("<text x=\"{:.1f}\" y=\"{:.1f}\" class=\"small middle\">{:.6g} s</text>\n", at, top - 8, step * i);
    }
    body_ += lines;
  }

  void longest() {
    std::vector<const TimelineJob*> jobs;
    for (const TimelineJob& job : timeline_.jobs) jobs.push_back(&job);
    const auto count = static_cast<ptrdiff_t>(std::min(k_longest, jobs.size()));
    std::partial_sort(jobs.begin(), jobs.begin() + count, jobs.end(),
                      [](const TimelineJob* a, const TimelineJob* b) { return a->end - a->begin > b->end - b->begin; });
    y_ += 24;
    if (count > 0) text(k_margin, y_, "label", "The longest:");
    for (ptrdiff_t i = 0; i < count; ++i) {
      const TimelineJob& job = *jobs[static_cast<size_t>(i)];
      y_ += 18;
      body_ += fmt::format("<text x=\"{:.1f}\" y=\"{:.1f}\" class=\"label end\">{}</text>\n", k_margin + 70, y_, duration(job.end - job.begin));
      body_ += fmt::format("<rect x=\"{:.1f}\" y=\"{:.1f}\" width=\"14\" height=\"12\" class=\"t{}\"/>\n", k_margin + 80, y_ - 10, tools_[job.tool].colour);
      text(k_margin + 100, y_, "label",
           job.tool + " on " + (job.tasks.size() == 1 ? name_of(job.tasks[0]) : counted(job.tasks.size(), "file", "files")));
    }
  }

  [[nodiscard]] std::string document() const {
    std::string colours;
    for (size_t i = 0; i < k_colours.size(); ++i) colours += fmt::format(".t{}{{fill:{}}}", i, k_colours[i]);
    return without_nonsense(fmt::format(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{0:.0f}\" height=\"{1:.0f}\" viewBox=\"0 0 {0:.0f} {1:.0f}\">\n"
        "<style>text{{font-family:'DejaVu Sans',Verdana,sans-serif;font-size:11px;fill:#1b1b1b}}.title{{font-size:17px;font-weight:bold}}"
        ".quiet{{font-size:12px;fill:#555}}.small{{font-size:10px;fill:#555}}.middle{{text-anchor:middle}}.end{{text-anchor:end}}"
        ".lane{{fill:#e6e8ea}}.import{{fill:#bdb2ff}}.p0{{fill:#d8dde2}}.p1{{fill:#c3cbd3}}.mark{{fill:#c1121f}}.broke{{fill:#c1121f}}"
        ".again{{fill:#fff;stroke:#888;stroke-width:0.6}}.frame{{fill:none;stroke:#1b1b1b;stroke-width:0.5;stroke-opacity:0.55;pointer-events:none}}"
        ".grid{{stroke:#1b1b1b;stroke-opacity:0.12;pointer-events:none}}text{{pointer-events:none}}{2}</style>\n"
        "<rect width=\"100%\" height=\"100%\" fill=\"#fff\"/>\n{3}</svg>\n",
        width_, y_ + 20, colours, body_));
  }

  const Timeline& timeline_;
  std::map<std::string, Tool> tools_;
  std::vector<std::string> by_time_;  // names of tools, the one that took most time first
  std::set<unsigned> slots_, importers_;
  size_t most_ = 0;  // processes on one slot
  int64_t busy_ = 0;
  double width_ = k_narrowest;
  double y_ = 0;  // where the next thing is drawn
  std::string body_;
};

}  // namespace

std::string timeline_svg(const Timeline& timeline) { return Picture(timeline).draw(); }

}  // namespace lintcache
