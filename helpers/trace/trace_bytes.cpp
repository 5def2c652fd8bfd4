// SPDX-License-Identifier: MIT
// Numbers as they are in memory, texts after their lengths.
#include "trace/trace_bytes.h"

#include <cstring>
#include <type_traits>

namespace lintcache {
namespace {

class Writer {
 public:
  template <class T>
  void put(const T& value) {
    static_assert(std::is_trivially_copyable_v<T>);
    bytes.append(reinterpret_cast<const char*>(&value), sizeof value);
  }
  void put(const std::string& text) {
    put(text.size());
    bytes += text;
  }
  void put(const std::vector<std::string>& texts) {
    put(texts.size());
    for (const std::string& text : texts) put(text);
  }
  std::string bytes;
};

class Reader {
 public:
  explicit Reader(std::string_view bytes) : rest_(bytes) {}

  template <class T>
  void get(T& value) {
    is_whole = is_whole && rest_.size() >= sizeof value;
    if (!is_whole) return;
    std::memcpy(&value, rest_.data(), sizeof value);
    rest_.remove_prefix(sizeof value);
  }
  void get(std::string& text) {
    const size_t size = count();
    text = rest_.substr(0, size);
    rest_.remove_prefix(size);
  }
  void get(std::vector<std::string>& texts) {
    texts.resize(count());
    for (std::string& text : texts) get(text);
  }
  // Of things that take a byte at least.
  size_t count() {
    size_t count = 0;
    get(count);
    is_whole = is_whole && count <= rest_.size();
    return is_whole ? count : 0;
  }

  bool is_whole = true;

 private:
  std::string_view rest_;
};

}  // namespace

std::string encode_trace(const Trace& trace) {
  Writer out;
  out.put(trace.processes.size());
  for (const TracedProcess& process : trace.processes) {
    out.put(process.pid), out.put(process.parent), out.put(process.arguments), out.put(process.executable);
    out.put(process.directory), out.put(process.is_exec), out.put(process.begin), out.put(process.end);
    out.put(process.status);
  }
  out.put(trace.events.size());
  for (const Event& event : trace.events) {
    out.put(event.kind), out.put(event.process), out.put(event.path), out.put(event.other), out.put(event.error);
    out.put(event.flags), out.put(event.mode), out.put(event.begin);
  }
  return std::move(out.bytes);
}

Result<Trace> decode_trace(std::string_view bytes) {
  Reader in(bytes);
  Trace trace;
  trace.processes.resize(in.count());
  for (TracedProcess& process : trace.processes) {
    in.get(process.pid), in.get(process.parent), in.get(process.arguments), in.get(process.executable);
    in.get(process.directory), in.get(process.is_exec), in.get(process.begin), in.get(process.end);
    in.get(process.status);
  }
  trace.events.resize(in.count());
  for (Event& event : trace.events) {
    in.get(event.kind), in.get(event.process), in.get(event.path), in.get(event.other), in.get(event.error);
    in.get(event.flags), in.get(event.mode), in.get(event.begin);
  }
  if (!in.is_whole) return our_fault("the trace of the command is not whole");
  return trace;
}

}  // namespace lintcache
