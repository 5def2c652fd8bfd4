// SPDX-License-Identifier: MIT
// Packing, and unpacking with care.
#include "trace/packed_trace.h"

#include <unordered_map>
#include <utility>

namespace lintcache {
namespace {

constexpr std::string_view k_magic{"LCTR\x01", 5};

class Packer {
 public:
  void number(uint64_t value) {
    for (; value >= 0x80; value >>= 7) bytes_ += static_cast<char>(value | 0x80);
    bytes_ += static_cast<char>(value);
  }
  void signed_number(int64_t value) { number((static_cast<uint64_t>(value) << 1) ^ static_cast<uint64_t>(value >> 63)); }
  void text(const std::string& text) {
    const auto [known, is_new] = numbers_.try_emplace(text, numbers_.size());
    if (is_new) texts_.push_back(&known->first);
    number(known->second);
  }

  std::string finish() {
    const std::string body = std::move(bytes_);
    bytes_ = k_magic;
    number(texts_.size());
    for (const std::string* text : texts_) {
      number(text->size());
      bytes_ += *text;
    }
    return bytes_ + body;
  }

 private:
  std::string bytes_;
  std::unordered_map<std::string, uint64_t> numbers_;
  std::vector<const std::string*> texts_;
};

class Unpacker {
 public:
  explicit Unpacker(std::string_view bytes) : rest_(bytes) {}

  uint64_t number() {
    uint64_t value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      if (rest_.empty()) break;
      const auto byte = static_cast<uint8_t>(rest_.front());
      rest_.remove_prefix(1);
      value |= uint64_t{byte & 0x7fu} << shift;
      if (byte < 0x80) return value;
    }
    is_good_ = false;
    return 0;
  }
  int64_t signed_number() {
    const uint64_t value = number();
    return static_cast<int64_t>(value >> 1) ^ -static_cast<int64_t>(value & 1);
  }
  // Of things that take a byte each at least.
  size_t count() {
    const uint64_t value = number();
    if (value > rest_.size()) is_good_ = false;
    return is_good_ ? static_cast<size_t>(value) : 0;
  }
  void table() {
    texts_.resize(count());
    for (std::string& text : texts_) {
      const size_t size = count();
      text = rest_.substr(0, size);
      rest_.remove_prefix(size);
    }
  }
  std::string text() {
    const uint64_t at = number();
    if (at >= texts_.size()) is_good_ = false;
    return is_good_ ? texts_[at] : std::string();
  }
  [[nodiscard]] bool is_good() const { return is_good_; }
  [[nodiscard]] bool is_at_end() const { return is_good_ && rest_.empty(); }

 private:
  std::string_view rest_;
  std::vector<std::string> texts_;
  bool is_good_ = true;
};

void pack(Packer& into, const TracedProcess& process) {
  into.signed_number(process.pid);
  into.number(process.parent);
  into.number(process.arguments.size());
  for (const std::string& argument : process.arguments) into.text(argument);
  into.text(process.executable);
  into.text(process.directory);
  into.number(process.is_exec ? 1 : 0);
  into.signed_number(process.begin);
  into.signed_number(process.end);
  into.signed_number(process.status);
}

TracedProcess unpack_process(Unpacker& from) {
  TracedProcess process;
  process.pid = from.signed_number();
  process.parent = static_cast<uint32_t>(from.number());
  process.arguments.resize(from.count());
  for (std::string& argument : process.arguments) argument = from.text();
  process.executable = from.text();
  process.directory = from.text();
  process.is_exec = from.number() != 0;
  process.begin = from.signed_number();
  process.end = from.signed_number();
  process.status = static_cast<int>(from.signed_number());
  return process;
}

}  // namespace

std::string pack_trace(const Trace& trace) {
  Packer into;
  into.number(trace.processes.size());
  for (const TracedProcess& process : trace.processes) pack(into, process);
  into.number(trace.events.size());
  int64_t before = 0;
  for (const Event& event : trace.events) {
    into.number(static_cast<uint64_t>(event.kind));
    into.number(event.process);
    into.text(event.path);
    into.text(event.other);
    into.signed_number(event.error);
    into.signed_number(event.flags);
    into.number(event.mode);
    into.signed_number(event.begin - std::exchange(before, event.begin));
  }
  return into.finish();
}

std::optional<Trace> unpack_trace(std::string_view bytes) {
  if (!bytes.starts_with(k_magic)) return {};
  Unpacker from(bytes.substr(k_magic.size()));
  from.table();
  Trace trace;
  trace.processes.resize(from.count());
  for (TracedProcess& process : trace.processes) {
    process = unpack_process(from);
    if (process.parent >= trace.processes.size()) return {};
  }
  trace.events.resize(from.count());
  int64_t before = 0;
  for (Event& event : trace.events) {
    const uint64_t kind = from.number();
    event.process = static_cast<uint32_t>(from.number());
    event.path = from.text();
    event.other = from.text();
    event.error = static_cast<int>(from.signed_number());
    event.flags = static_cast<int>(from.signed_number());
    event.mode = static_cast<uint32_t>(from.number());
    event.begin = before += from.signed_number();
    if (!from.is_good() || kind > static_cast<uint64_t>(k_last_event_kind) || event.process >= trace.processes.size()) return {};
    event.kind = static_cast<EventKind>(kind);
  }
  if (!from.is_at_end()) return {};
  return trace;
}

}  // namespace lintcache
