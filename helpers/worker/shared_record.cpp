// SPDX-License-Identifier: MIT
// The record shared between the worker and one child.
#include "worker/shared_record.h"

#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <cstdint>
#include <cstring>
#include <new>

namespace lintcache {
namespace {

// Entries average some 100 bytes: room for more than a million, and a report stays below a frame's limit.
constexpr size_t k_reserved = 192u << 20;
constexpr size_t k_header_room = 32u << 10;
constexpr size_t k_entry_head = 1 + 4 + 4;
constexpr size_t k_type_room = 256;
constexpr size_t k_text_room = 16384;  // 2000 characters of up to 10 bytes escaped: cut, seldom

uint32_t length_at(const char* bytes) {
  uint32_t length = 0;
  std::memcpy(&length, bytes, sizeof length);
  return length;
}

void put_length(char* bytes, size_t length) {
  const auto value = static_cast<uint32_t>(length);
  std::memcpy(bytes, &value, sizeof value);
}

}  // namespace

struct SharedRecord::Header {
  std::atomic<uint64_t> used;
  std::atomic<pid_t> owner;
  std::atomic<uint32_t> doubtful;
  std::atomic<uint32_t> wants_main;
  std::atomic<uint32_t> ended;  // 0: not yet; else the outcome + 1
  std::atomic<uint32_t> type_length;
  std::atomic<uint32_t> text_length;
  char type[k_type_room];
  char text[k_text_room];
};

Result<SharedRecord> SharedRecord::create() {
  static_assert(sizeof(Header) <= k_header_room);
  static_assert(std::atomic<uint64_t>::is_always_lock_free);
  void* memory = mmap(nullptr, k_reserved, PROT_READ | PROT_WRITE,
                      MAP_SHARED | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (memory == MAP_FAILED) return system_error(errno, "cannot reserve memory for what imports see");
  return SharedRecord(new (memory) Header());
}

SharedRecord::SharedRecord(SharedRecord&& other) noexcept
    : header_(std::exchange(other.header_, nullptr)) {}

SharedRecord::~SharedRecord() {
  if (header_ != nullptr) munmap(header_, k_reserved);
}

char* SharedRecord::entry_bytes() const { return reinterpret_cast<char*>(header_) + k_header_room; }

void SharedRecord::own() { header_->owner = getpid(); }

bool SharedRecord::owned() const { return header_->owner == getpid(); }

void SharedRecord::append(SeenKind kind, std::string_view path, std::string_view detail) {
  if (!owned()) return;
  const size_t used = header_->used;
  const size_t size = k_entry_head + path.size() + detail.size();
  if (size > k_reserved - k_header_room - used) return doubt();
  char* at = entry_bytes() + used;
  at[0] = static_cast<char>(kind);
  put_length(at + 1, path.size());
  put_length(at + 5, detail.size());
  std::copy(path.begin(), path.end(), at + k_entry_head);
  std::copy(detail.begin(), detail.end(), at + k_entry_head + path.size());
  header_->used = used + size;
}

void SharedRecord::doubt() {
  if (owned()) header_->doubtful = 1;
}

void SharedRecord::want_main() {
  if (owned()) header_->wants_main = 1;
}

void SharedRecord::end(ImportOutcome outcome, std::string_view type) {
  if (!owned() || header_->ended != 0) return;
  const size_t length = std::min(type.size(), k_type_room);
  std::copy_n(type.begin(), length, header_->type);
  header_->type_length = static_cast<uint32_t>(length);
  header_->ended = static_cast<uint32_t>(outcome) + 1;
}

void SharedRecord::say(std::string_view text) {
  if (!owned()) return;
  const size_t length = std::min(text.size(), k_text_room);
  std::copy_n(text.begin(), length, header_->text);
  header_->text_length = static_cast<uint32_t>(length);
}

void SharedRecord::clear() {
  const size_t used = std::min<size_t>(header_->used, k_reserved - k_header_room);
  // Gives the pages back after an import that saw much; after a usual one it is not worth a call.
  if (used > (1u << 20)) madvise(header_, k_reserved, MADV_REMOVE);
  new (header_) Header();
}

bool SharedRecord::doubtful() const { return header_->doubtful != 0; }

bool SharedRecord::wants_main() const { return header_->wants_main != 0; }

std::optional<ImportOutcome> SharedRecord::outcome() const {
  const uint32_t ended = header_->ended;
  if (ended == 0 || ended - 1 > static_cast<uint32_t>(ImportOutcome::exited)) return {};
  return static_cast<ImportOutcome>(ended - 1);
}

std::string SharedRecord::type() const {
  return {header_->type, std::min<size_t>(header_->type_length, k_type_room)};
}

std::string SharedRecord::text() const {
  return {header_->text, std::min<size_t>(header_->text_length, k_text_room)};
}

std::vector<Seen> SharedRecord::entries() const {
  std::vector<Seen> seen;
  const size_t used = std::min<size_t>(header_->used, k_reserved - k_header_room);
  const char* at = entry_bytes();
  const char* const end = at + used;
  while (static_cast<size_t>(end - at) >= k_entry_head) {
    const auto kind = static_cast<unsigned char>(at[0]);
    const size_t path = length_at(at + 1);
    const size_t detail = length_at(at + 5);
    at += k_entry_head;
    if (kind > static_cast<unsigned char>(SeenKind::lookup)) break;
    if (path + detail > static_cast<size_t>(end - at)) break;
    seen.push_back({static_cast<SeenKind>(kind), {at, path}, {at + path, detail}});
    at += path + detail;
  }
  return seen;
}

}  // namespace lintcache
