// SPDX-License-Identifier: MIT
// Two clocks, looked at sparingly.
#include "digest/file_clock.h"

#include <algorithm>

namespace lintcache {
namespace {

constexpr int64_t k_between_touches = 100'000'000;

}  // namespace

int64_t FileClock::tick() {
  const int64_t machine = disk_.now();
  went_back_ = went_back_ || machine < machine_;
  return machine_ = machine;
}

void FileClock::touch(int64_t machine) {
  if (probe_.empty()) return;
  if (touched_ != 0 && machine >= touched_ && machine < touched_ + k_between_touches) return;
  const auto status = disk_.stamp(probe_);
  if (!status) {
    probe_.clear();
    state_ = 0;
    return;
  }
  const int64_t state = status->tuple.changed_nanoseconds;
  went_back_ = went_back_ || state < state_;
  state_ = state;
  touched_ = machine;
  device_ = status->device;
}

int64_t FileClock::state() {
  touch(tick());
  return state_;
}

int64_t FileClock::now(uint64_t device) {
  const int64_t machine = tick();
  touch(machine);
  return state_ != 0 && device == device_ ? state_ : machine;
}

bool is_behind(FileClock& clock, const JudgedTimes& judged) {
  const int64_t state = clock.state();
  return clock.machine() < judged.machine || (state != 0 && state < judged.state);
}

int64_t FileClock::earliest(int64_t machine_time) const {
  return machine_time + std::min<int64_t>(0, state_ == 0 ? 0 : state_ - touched_);
}

}  // namespace lintcache
