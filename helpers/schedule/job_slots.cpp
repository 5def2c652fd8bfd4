// SPDX-License-Identifier: MIT
// Counting slots.
#include "schedule/job_slots.h"

#include <algorithm>
#include <charconv>

namespace lintcache {
namespace {

// Of a server that does not say how many slots there are.
constexpr unsigned k_most = 256;

unsigned number_in(const std::string& text) {
  unsigned number = 0;
  const char* end = text.data() + text.size();
  const auto read = std::from_chars(text.data(), end, number);
  return read.ec == std::errc() && read.ptr == end ? number : 0;
}

}  // namespace

unsigned most_workers(unsigned jobs, const Width& width) {
  const unsigned asked = jobs > 0 ? jobs : UINT32_MAX;
  const unsigned flagged = width.flags.jobs.value_or(0);
  unsigned most = width.cpus;
  if (width.has_server) {
    most = flagged > 0 ? flagged : k_most;
  } else if (!width.flags.server.empty() || flagged == 1) {
    // A server that cannot be reached, or make -j1: what we have is the slot that we were started with.
    most = 1;
  } else if (const unsigned level = number_in(width.parallel_level); level > 0) {
    most = level;
  }
  return std::max(1u, std::min(asked, most));
}

std::string why_so_many(unsigned jobs, const Width& width) {
  const unsigned most = most_workers(jobs, width);
  if (most == jobs && most < most_workers(0, width)) return "JOBS";
  if (width.has_server) return "make's job server";
  if (!width.flags.server.empty()) return "make's job server cannot be reached";
  if (width.flags.jobs.value_or(0) == 1) return "make -j1";
  return number_in(width.parallel_level) > 0 ? "CMAKE_BUILD_PARALLEL_LEVEL" : "the processors that may be used";
}

JobSlots::JobSlots(unsigned width, JobServer* server) : server_(server), slots_(std::max(1u, width)) {}

JobSlots::~JobSlots() {
  for (const Slot& slot : slots_)
    if (slot.granted) server_->give(*slot.granted);
}

std::optional<unsigned> JobSlots::take() {
  if (taken_ == slots_.size()) return {};
  std::optional<int> granted;
  // All but one of those that are taken were granted.
  if (server_ != nullptr && taken_ > granted_) {
    granted = server_->take();
    if (!granted) return {};
    ++granted_;
  }
  const auto free = std::find_if(slots_.begin(), slots_.end(), [](const Slot& slot) { return !slot.is_taken; });
  *free = {true, granted};
  ++taken_;
  return static_cast<unsigned>(free - slots_.begin());
}

void JobSlots::give(unsigned number) {
  Slot& slot = slots_[number];
  if (slot.granted) {
    server_->give(*slot.granted);
    --granted_;
  }
  slot = {};
  --taken_;
}

int JobSlots::descriptor() const {
  return server_ != nullptr && taken_ > granted_ && taken_ < slots_.size() ? server_->descriptor() : -1;
}

}  // namespace lintcache
