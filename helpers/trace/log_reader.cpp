// SPDX-License-Identifier: MIT
// Reading records, whose writers may be broken.
#include "trace/log_reader.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <cstring>

#include "trace/event.h"

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
    if (i != notes_ && segments_[i].used != 0) return true;
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

void LogReader::note(std::string_view path) {
  const size_t size = (sizeof(LogRecord) + path.size() + 8) & ~size_t{7};
  if (owners_ == nullptr || size > k_most_of_record) return;
  if (notes_ == k_segments) {
    // The last one: programs take the first that is free.
    uint32_t nobody = 0;
    if (!__atomic_compare_exchange_n(&owners_->threads[k_segments - 1], &nobody, static_cast<uint32_t>(getpid()), false,
                                     __ATOMIC_ACQ_REL, __ATOMIC_RELAXED))
      return;
    notes_ = k_segments - 1;
  }
  LogSegment& segment = segments_[notes_];
  if (segment.used + size > sizeof segment.records) __atomic_store_n(&segment.used, 0, __ATOMIC_RELEASE);
  LogRecord record{};
  record.size = static_cast<uint32_t>(size);
  record.kind = static_cast<uint32_t>(EventKind::open);
  std::memcpy(segment.records + segment.used, &record, sizeof record);
  std::memcpy(segment.records + segment.used + sizeof record, path.data(), path.size());
  segment.records[segment.used + sizeof record + path.size()] = 0;
  __atomic_store_n(&segment.used, segment.used + record.size, __ATOMIC_RELEASE);
}

void LogReader::Peek::look(const LogReader& log, const std::function<void(std::string path)>& seen) {
  if (log.owners_ == nullptr) return;
  done_.resize(k_segments);
  const uint32_t highest = std::min(__atomic_load_n(&log.owners_->highest, __ATOMIC_ACQUIRE), k_segments - 1);
  std::vector<char> copy;
  for (uint32_t i = 0; i < k_segments; ++i) {
    if (i >= highest && i != k_segments - 1) continue;
    const LogSegment& segment = log.segments_[i];
    const uint32_t used = __atomic_load_n(&segment.used, __ATOMIC_ACQUIRE);
    if (used < done_[i]) done_[i] = 0;
    if (used > sizeof segment.records || used == done_[i]) continue;
    copy.assign(segment.records + done_[i], segment.records + used);
    done_[i] = used;
    for (size_t at = 0; copy.size() - at > sizeof(LogRecord);) {
      LogRecord record;
      std::memcpy(&record, copy.data() + at, sizeof record);
      if (record.size <= sizeof record || record.size > copy.size() - at) break;
      const bool reads = record.kind == static_cast<uint32_t>(EventKind::open) && record.error == 0 &&
                         (record.flags & (O_ACCMODE | O_DIRECTORY | O_PATH | O_TRUNC)) == O_RDONLY;
      const char* path = copy.data() + at + sizeof record;
      if (reads) seen(std::string(path, strnlen(path, record.size - sizeof record)));
      at += record.size;
    }
  }
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
