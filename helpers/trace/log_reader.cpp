// SPDX-License-Identifier: MIT
// Reading records, whose writers may be broken.
#include "trace/log_reader.h"

#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <cstring>

namespace lintcache {
namespace {

// A segment is emptied before its thread has to stop for each call.
constexpr uint32_t k_much = (sizeof LogSegment::records) / 2;

bool take_all(const LogSegment& segment, const LogReader::Take& take) {
  const uint32_t used = __atomic_load_n(&segment.used, __ATOMIC_ACQUIRE);
  if (used > sizeof segment.records) return false;
  for (uint32_t at = 0; at < used;) {
    LogRecord record;
    if (used - at < sizeof record) return false;
    std::memcpy(&record, segment.records + at, sizeof record);
    if (record.size <= sizeof record || record.size > used - at) return false;
    const char* path = segment.records + at + sizeof record;
    take(record, {path, strnlen(path, record.size - sizeof record)});
    at += record.size;
  }
  return true;
}

}  // namespace

LogReader::~LogReader() {
  if (owners_ != nullptr) munmap(owners_, k_log_size);
}

bool LogReader::open() {
  file_ = Descriptor(memfd_create("lintcache-trace", MFD_CLOEXEC));
  if (!file_ || ftruncate(file_.get(), k_log_size) != 0) return false;
  void* log = mmap(nullptr, k_log_size, PROT_READ | PROT_WRITE, MAP_SHARED, file_.get(), 0);
  if (log == MAP_FAILED) return false;
  owners_ = static_cast<LogOwners*>(log);
  segments_ = reinterpret_cast<LogSegment*>(static_cast<char*>(log) + k_owners_size);
  return true;
}

std::string LogReader::path(pid_t holder) const {
  return "/proc/" + std::to_string(holder) + "/fd/" + std::to_string(file_.get());
}

bool LogReader::has_rest() const {
  for (uint32_t i = 0; owners_ != nullptr && i < std::min(owners_->highest, k_segments); ++i)
    if (segments_[i].used != 0) return true;
  return false;
}

uint32_t* LogReader::owner_of(pid_t thread) const {
  if (owners_ == nullptr) return nullptr;
  uint32_t* const end = owners_->threads + std::min(__atomic_load_n(&owners_->highest, __ATOMIC_ACQUIRE), k_segments);
  uint32_t* const owner = std::find(owners_->threads, end, static_cast<uint32_t>(thread));
  return owner == end ? nullptr : owner;
}

bool LogReader::look(pid_t thread, const Take& see) const {
  const uint32_t* const owner = owner_of(thread);
  return owner == nullptr || take_all(segments_[owner - owners_->threads], see);
}

bool LogReader::take(pid_t thread, bool is_over, const Take& take) {
  uint32_t* const owner = owner_of(thread);
  if (owner == nullptr) return true;
  LogSegment& segment = segments_[owner - owners_->threads];
  if (!is_over && (segment.busy != 0 || segment.used < k_much)) return true;
  const bool is_whole = take_all(segment, take);
  segment.used = 0;
  if (is_over) {
    segment.busy = 0;
    __atomic_store_n(owner, 0, __ATOMIC_RELEASE);
  }
  return is_whole;
}

}  // namespace lintcache
