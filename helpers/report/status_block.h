// SPDX-License-Identifier: MIT
// What is shown while a run goes on: a block of lines for a terminal, or a line now and then for a log.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "report/run_state.h"

namespace lintcache {

struct BlockShape {
  size_t columns = 80;  // of the terminal
  size_t rows = 24;
  bool colour = false;
};

// Lines without their ends, narrower than the terminal and fewer than its rows: how far it is, then what runs and for
// how long. No lines where there is nothing to tell.
std::vector<std::string> status_block(const RunState& state, const BlockShape& shape, Moment now);

// The same on one line, for a log: how far it is, and what takes long.
std::string progress_line(const RunState& state, const std::string& name, Moment now);

// "8s", "1:05", "2:00:00".
std::string time_text(std::chrono::seconds time);

// When the next line is due. Lines may be told at most so often; one that nobody asked for becomes rarer with time.
class Pace {
 public:
  using Seconds = std::chrono::duration<double>;
  // `growth`: a line comes at the earliest when the time since the start has grown by that share.
  Pace(Moment start, Seconds first, Seconds every, double growth) : start_(start), next_(start + cast(first)), every_(every), growth_(growth) {}

  [[nodiscard]] bool is_due(Moment now) const { return now >= next_; }
  void told(Moment now) { next_ = now + cast(std::max(every_, Seconds(now - start_) * growth_)); }

 private:
  static Moment::duration cast(Seconds seconds) { return std::chrono::duration_cast<Moment::duration>(seconds); }
  Moment start_, next_;
  Seconds every_;
  double growth_;
};

}  // namespace lintcache
