// SPDX-License-Identifier: MIT
// One thread looks ten times a second whether there is something else to show.
#include "cli/status_line.h"

#include <fcntl.h>
#include <unistd.h>

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cerrno>
#include <cstring>

#include "base/stop.h"
#include "report/progress_json.h"
#include "tools/environment.h"

namespace lintcache {
namespace {

constexpr auto k_redraw_interval = std::chrono::milliseconds(100);
// Lines that were asked for: at most one a second. Others: the first where it takes long, then rarer and rarer.
constexpr Pace::Seconds k_asked_every{1}, k_first{10}, k_every{10};
constexpr double k_growth = 0.5;

void write_to(int descriptor, std::string_view text) {
  while (!text.empty()) {
    const ssize_t written = write(descriptor, text.data(), text.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return;  // whoever read it is gone
    text.remove_prefix(static_cast<size_t>(written));
  }
}

// What a signal handler has to write so that nothing is left of the block when it ends the process; its length is 0 where
// nothing is to be seen.
std::array<char, 24> last_words{};
std::atomic<size_t> last_words_length = 0;
std::atomic<bool> is_torn_down = false;

void remember_last_words(size_t lines) {
  last_words_length = 0;
  if (lines == 0) return;
  const auto end = lines == 1 ? fmt::format_to_n(last_words.begin(), last_words.size(), "\r\033[J")
                              : fmt::format_to_n(last_words.begin(), last_words.size(), "\r\033[{}A\033[J", lines - 1);
  last_words_length = std::min(end.size, last_words.size());
}

void erase_at_quick_end() {
  is_torn_down = true;
  write_to(STDERR_FILENO, {last_words.data(), last_words_length});
}

// A shell has put us there, and something else is on the screen.
bool is_in_background(int descriptor) {
  const pid_t group = tcgetpgrp(descriptor);
  return group > 0 && group != getpgrp();
}

}  // namespace

StatusLine::StatusLine(const Options& options, const std::vector<std::string>& environment)
    : name_(options.request.name), colour_(wants_colour(is_terminal(STDERR_FILENO), environment)) {
  const bool draws = can_draw(is_terminal(STDERR_FILENO), environment);
  choice_.style = draws ? ProgressStyle::block : ProgressStyle::none;
  if (!options.progress.empty()) {
    const auto choice = progress_choice(options.progress, draws);
    if (!choice) {
      trouble_ = asked_wrongly("progress is none of auto, block, lines, json, json:FILE, none", options.progress);
      return;
    }
    choice_ = *choice;
  }
  if (choice_.style == ProgressStyle::block) before_quick_end(erase_at_quick_end);
  if (choice_.style == ProgressStyle::lines)
    pace_ = choice_.is_asked ? Pace(start_, Pace::Seconds(0), k_asked_every, 0) : Pace(start_, k_first, k_every, k_growth);
  if (choice_.style != ProgressStyle::json) return;
  if (!choice_.file.empty()) {
    file_ = Descriptor(open(choice_.file.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0666));
    if (file_.get() < 0) {
      trouble_ = asked_wrongly(std::string("cannot write progress: ") + std::strerror(errno), choice_.file);
      choice_.style = ProgressStyle::none;
      return;
    }
  }
  tell_json(begin_json(options.verb_name, name_));
}

double StatusLine::elapsed() const {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start_).count();
}

void StatusLine::note(const Happening& one) {
  if (choice_.style == ProgressStyle::none) return;
  const std::lock_guard lock(mutex_);
  if (is_over_) return;
  if (choice_.style == ProgressStyle::json) return tell_json(happening_json(one, elapsed()));
  const Moment now = std::chrono::steady_clock::now();
  state_.note(one, now);
  if (pace_ && pace_->is_due(now)) tell_line(now);
  if (!ticker_.joinable()) ticker_ = std::thread([this] { run(); });
}

void StatusLine::run() {
  std::unique_lock lock(mutex_);
  while (!ending_.wait_for(lock, k_redraw_interval, [&] { return is_over_; })) {
    const Moment now = std::chrono::steady_clock::now();
    if (choice_.style == ProgressStyle::block) {
      lock.unlock();
      draw(now);
      lock.lock();
    } else if (pace_->is_due(now)) {
      tell_line(now);
    }
  }
}

void StatusLine::draw(Moment now) {
  if (is_in_background(STDERR_FILENO)) return;
  const TerminalSize size = terminal_size(STDERR_FILENO);
  const std::lock_guard output(output_);
  std::vector<std::string> lines;
  {
    const std::lock_guard lock(mutex_);
    if (is_over_) return;
    lines = status_block(state_, {size.columns, size.rows, colour_}, now);
  }
  const std::string text = drawn_.draw(lines, size.columns);
  if (is_torn_down) return;
  remember_last_words(lines.size());
  write_to(STDERR_FILENO, text);
}

void StatusLine::erase() {
  write_to(STDERR_FILENO, drawn_.erase(terminal_size(STDERR_FILENO).columns));
  remember_last_words(0);
}

void StatusLine::tell_line(Moment now) {
  const std::string line = progress_line(state_, name_, now);
  if (line == told_) return;
  told_ = line;
  pace_->told(now);
  write_to(STDERR_FILENO, line + "\n");
}

void StatusLine::tell_json(const std::string& object) {
  write_to(choice_.file.empty() ? STDERR_FILENO : file_.get(), object + "\n");
}

void StatusLine::print(FILE* stream, const std::string& text) {
  const std::lock_guard output(output_);
  erase();
  fwrite(text.data(), 1, text.size(), stream);
  if (choice_.style == ProgressStyle::block) fflush(stream);
}

void StatusLine::clear() {
  {
    const std::lock_guard output(output_);
    const std::lock_guard lock(mutex_);
    if (is_over_) return;
    is_over_ = true;
    erase();
    // Whoever saw the first one wants to see the end, too.
    if (choice_.style == ProgressStyle::lines && (choice_.is_asked || !told_.empty()) && state_.is_begun())
      tell_line(std::chrono::steady_clock::now());
  }
  ending_.notify_all();
  if (ticker_.joinable()) ticker_.join();
}

void StatusLine::end(const Summary& summary, int exit_status) {
  if (choice_.style == ProgressStyle::json) tell_json(end_json(summary, exit_status, elapsed()));
}

}  // namespace lintcache
