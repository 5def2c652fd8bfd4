// SPDX-License-Identifier: MIT
// How coarse time stamps are.
#include "digest/trust.h"

#include <algorithm>
#include <charconv>

#include <fmt/format.h>

#include "base/clock.h"

namespace lintcache {
namespace {

// Linux stamps files from a clock that ticks every 1 to 10 ms. A file system that keeps whole seconds may round to two
// of them (FAT).
constexpr int64_t k_fine_slack = 10'000'000;
constexpr int64_t k_coarse_slack = 2 * k_second;

int64_t slack(bool whole_seconds) { return whole_seconds ? k_coarse_slack : k_fine_slack; }

}  // namespace

bool is_ambiguous(const StatTuple& tuple, int64_t looked_at, int64_t max_drift) {
  // A file that shows a fraction of a second lies where fractions are kept. One that happens to show none is doubted
  // longer than it need be.
  const bool whole_seconds =
      tuple.modified_nanoseconds % k_second == 0 && tuple.changed_nanoseconds % k_second == 0;
  const int64_t newest = std::max(tuple.modified_nanoseconds, tuple.changed_nanoseconds);
  return newest >= looked_at - std::max(slack(whole_seconds), max_drift);
}

bool changed_since(const StatTuple& tuple, int64_t time) {
  return tuple.changed_nanoseconds >= time - slack(tuple.changed_nanoseconds % k_second == 0);
}

std::string text_of(const JudgedTimes& judged) {
  return fmt::format("{} {} {}", judged.machine, judged.state, judged.max_drift);
}

JudgedTimes judged_from(std::string_view text) {
  JudgedTimes judged;
  const char* at = text.data();
  const char* const end = at + text.size();
  for (int64_t* value : {&judged.machine, &judged.state, &judged.max_drift}) {
    const auto [after, error] = std::from_chars(at, end, *value);
    if (error != std::errc() || (after != end && *after != ' ')) return {};
    at = after == end ? end : after + 1;
  }
  return judged;
}

}  // namespace lintcache
