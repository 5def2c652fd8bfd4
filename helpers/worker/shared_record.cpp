// SPDX-License-Identifier: MIT
// The record shared between the worker and one child: writing it, and making sense of it.
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

// Entries average some 100 bytes: room for more than a million, and a report stays below a
// frame's limit. Reserved is not used.
constexpr size_t k_reserved = 192u << 20;
constexpr size_t k_header_room = 4096;
constexpr size_t k_entry_head = 1 + 4 + 4 + 4;
constexpr size_t k_type_room = 256;
constexpr size_t k_text_room = 16384;  // 2000 characters of up to 10 bytes escaped: cut, seldom

// Kinds of entries beyond SeenKind.
enum Note : uint8_t {
  k_module = 16,       // path: its name
  k_import = 17,       // path: 4 bytes, the number of what it asked for
  k_order = 18,
  k_file_begins = 19,
  k_avoided = 20,      // the module is what was avoided
  k_file_ended = 21,   // path: 1 byte, the outcome; detail: the exception's type
  k_said = 22,         // detail: the exception's text
  k_file_over = 23,    // path: 8 bytes, nanoseconds
  k_compiled = 24,     // path: a source
  k_no_import = 25,    // path: as of k_import, and takes one of those back
};

uint32_t number_at(const char* bytes) {
  uint32_t number = 0;
  std::memcpy(&number, bytes, sizeof number);
  return number;
}

void put_number(char* bytes, size_t number) {
  const auto value = static_cast<uint32_t>(number);
  std::memcpy(bytes, &value, sizeof value);
}

}  // namespace

struct SharedRecord::Header {
  std::atomic<uint64_t> used;
  std::atomic<pid_t> owner;
  std::atomic<uint32_t> doubtful;
  std::atomic<uint32_t> wants_main;
  std::atomic<uint32_t> at;
  std::atomic<uint32_t> files_ended;
  std::atomic<uint32_t> processes;
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

void SharedRecord::append(uint8_t kind, uint32_t module, std::string_view path, std::string_view detail) {
  if (!owned()) return;
  const size_t used = header_->used;
  const size_t size = k_entry_head + path.size() + detail.size();
  if (size > k_reserved - k_header_room - used) return doubt();
  char* at = entry_bytes() + used;
  at[0] = static_cast<char>(kind);
  put_number(at + 1, module);
  put_number(at + 5, path.size());
  put_number(at + 9, detail.size());
  std::copy(path.begin(), path.end(), at + k_entry_head);
  std::copy(detail.begin(), detail.end(), at + k_entry_head + path.size());
  header_->used = used + size;
}

void SharedRecord::add_module(uint32_t number, std::string_view name) { append(k_module, number, name, {}); }

void SharedRecord::add_import(uint32_t from, uint32_t to) {
  append(k_import, from, {reinterpret_cast<const char*>(&to), sizeof to}, {});
}

void SharedRecord::drop_import(uint32_t from, uint32_t to) {
  append(k_no_import, from, {reinterpret_cast<const char*>(&to), sizeof to}, {});
}

void SharedRecord::add_seen(uint32_t module, SeenKind kind, std::string_view path, std::string_view detail) {
  append(static_cast<uint8_t>(kind), module, path, detail);
}

void SharedRecord::order_dependent(uint32_t module) { append(k_order, module, {}, {}); }

void SharedRecord::enter(uint32_t module) {
  if (owned()) header_->at = module;
}

void SharedRecord::begin_file(uint32_t module) {
  append(k_file_begins, module, {}, {});
  if (owned()) header_->processes = 0;
}

void SharedRecord::avoid(uint32_t module) { append(k_avoided, module, {}, {}); }

void SharedRecord::end_file(ImportOutcome outcome, std::string_view type) {
  const char value = static_cast<char>(outcome);
  append(k_file_ended, 0, {&value, 1}, type.substr(0, k_type_room));
}

void SharedRecord::say(std::string_view text) { append(k_said, 0, {}, text.substr(0, k_text_room)); }

void SharedRecord::add_compiled(std::string_view path) { append(k_compiled, 0, path, {}); }

void SharedRecord::end_of_file(uint64_t nanoseconds) {
  append(k_file_over, 0, {reinterpret_cast<const char*>(&nanoseconds), sizeof nanoseconds}, {});
  if (owned()) ++header_->files_ended;
}

void SharedRecord::doubt() {
  if (owned()) header_->doubtful = 1;
}

void SharedRecord::want_main() {
  if (owned()) header_->wants_main = 1;
}

unsigned SharedRecord::count_process() { return ++header_->processes; }

void SharedRecord::clear() {
  const size_t used = std::min<size_t>(header_->used, k_reserved - k_header_room);
  // Gives the pages back after an import that saw much; after a usual one it is not worth a call.
  if (used > (1u << 20)) madvise(header_, k_reserved, MADV_REMOVE);
  new (header_) Header();
}

unsigned SharedRecord::files_ended() const { return header_->files_ended; }

bool SharedRecord::doubtful() const { return header_->doubtful != 0; }

bool SharedRecord::wants_main() const { return header_->wants_main != 0; }

namespace {

// Puts entries together; what makes no sense is left out.
class Reader {
 public:
  void take(uint8_t kind, uint32_t module, std::string path, std::string detail) {
    if (kind == k_module && module == recorded_.modules.size())
      return static_cast<void>(recorded_.modules.emplace_back().name = std::move(path));
    if (kind == k_compiled) return recorded_.compiled.push_back(std::move(path));
    if (kind >= k_avoided && kind <= k_file_over)
      return take_of_file(kind, module, path, std::move(detail));
    if (module >= recorded_.modules.size()) return;
    ImportedModule& its = recorded_.modules[module];
    if (kind <= static_cast<uint8_t>(SeenKind::lookup)) {
      its.seen.push_back({static_cast<SeenKind>(kind), std::move(path), std::move(detail)});
    } else if (kind == k_import && path.size() == sizeof(uint32_t)) {
      its.imports.push_back(number_at(path.data()));
    } else if (kind == k_no_import && path.size() == sizeof(uint32_t)) {
      const auto one = std::find(its.imports.begin(), its.imports.end(), number_at(path.data()));
      if (one != its.imports.end()) its.imports.erase(one);
    } else if (kind == k_order) {
      its.order_dependent = true;
    } else if (kind == k_file_begins) {
      recorded_.files.emplace_back().module = module;
    }
  }

  Recorded finish(uint32_t at) {
    const size_t count = recorded_.modules.size();
    for (ImportedModule& module : recorded_.modules) {
      auto& imports = module.imports;
      std::sort(imports.begin(), imports.end());
      imports.erase(std::unique(imports.begin(), imports.end()), imports.end());
      std::erase_if(imports, [&](uint32_t other) { return other >= count; });
    }
    recorded_.at = at < count ? at : 0;
    return std::move(recorded_);
  }

 private:
  void take_of_file(uint8_t kind, uint32_t module, const std::string& path, std::string detail) {
    if (recorded_.files.empty()) return;
    RecordedFile& file = recorded_.files.back();
    if (kind == k_avoided && module < recorded_.modules.size()) file.avoided = module;
    if (kind == k_file_ended && !file.outcome && path.size() == 1 &&
        static_cast<uint8_t>(path[0]) <= static_cast<uint8_t>(ImportOutcome::exited)) {
      file.outcome = static_cast<ImportOutcome>(path[0]);
      file.type = std::move(detail);
    } else if (kind == k_said) {
      file.text = std::move(detail);
    } else if (kind == k_file_over && path.size() == sizeof file.nanoseconds) {
      std::memcpy(&file.nanoseconds, path.data(), sizeof file.nanoseconds);
    }
  }

  Recorded recorded_;
};

}  // namespace

Recorded SharedRecord::read() const {
  Reader reader;
  const size_t used = std::min<size_t>(header_->used, k_reserved - k_header_room);
  const char* at = entry_bytes();
  const char* const end = at + used;
  while (static_cast<size_t>(end - at) >= k_entry_head) {
    const auto kind = static_cast<uint8_t>(at[0]);
    const uint32_t module = number_at(at + 1);
    const size_t path = number_at(at + 5);
    const size_t detail = number_at(at + 9);
    at += k_entry_head;
    if (path + detail > static_cast<size_t>(end - at)) break;
    reader.take(kind, module, {at, path}, {at + path, detail});
    at += path + detail;
  }
  return reader.finish(header_->at);
}

}  // namespace lintcache
