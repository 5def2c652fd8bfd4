// SPDX-License-Identifier: MIT
// Records who ran when while a run goes on, and leaves it as timeline.json beside the state.
#pragma once

#include <chrono>
#include <mutex>
#include <string>

#include "base/clock.h"
#include "report/timeline.h"
#include "run/session.h"

namespace lintcache {

class TimelineRecording {
 public:
  // What is told to `voice()` is told to `listener`, too.
  explicit TimelineRecording(const Voice& listener);
  TimelineRecording(const TimelineRecording&) = delete;

  [[nodiscard]] const Voice& voice() const { return voice_; }

  // Where nothing ran, the one before stays.
  Result<void> write(const std::string& state_dir, const std::string& name);

 private:
  [[nodiscard]] int64_t now() const { return std::chrono::nanoseconds(std::chrono::steady_clock::now() - start_).count(); }

  const int64_t began_ = wall_clock();
  const std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
  Voice voice_;
  std::mutex mutex_;
  TimelineRecorder recorder_;
};

// Of the last run on that tree that ran anything.
Result<Timeline> last_timeline(const std::string& state_dir);

}  // namespace lintcache
