// SPDX-License-Identifier: MIT
// Writing records, and reading them with care.
#include "store/memo_format.h"

#include <charconv>
#include <cstring>

#include "base/frame.h"

namespace lintcache {
namespace {

constexpr const char* k_memo_version = "1";

template <class Number>
std::string text(Number number) {
  return std::to_string(number);
}

// Takes fields in their order; once one is missing or wrong, all that follow are.
class Reader {
 public:
  explicit Reader(Fields fields) : fields_(std::move(fields)) {}

  std::string take() {
    if (at_ < fields_.size()) return std::move(fields_[at_++]);
    is_good_ = false;
    return {};
  }

  int64_t number() {
    const std::string field = take();
    int64_t value = 0;
    const auto [end, error] = std::from_chars(field.data(), field.data() + field.size(), value);
    if (error != std::errc() || end != field.data() + field.size()) is_good_ = false;
    return value;
  }

  // How many of so many fields each may follow.
  size_t count(size_t fields) {
    const int64_t value = number();
    const size_t left = fields_.size() - std::min(at_, fields_.size());
    if (value < 0 || static_cast<uint64_t>(value) > left / fields) is_good_ = false;
    return is_good_ ? static_cast<size_t>(value) : 0;
  }

  template <class Kind>
  Kind kind(Kind last) {
    const int64_t value = number();
    if (value < 0 || value > static_cast<int64_t>(last)) is_good_ = false;
    return is_good_ ? static_cast<Kind>(value) : last;
  }

  void expect(const char* wanted) { is_good_ = take() == wanted && is_good_; }
  [[nodiscard]] bool is_good() const { return is_good_; }
  [[nodiscard]] bool is_at_end() const { return is_good_ && at_ == fields_.size(); }
  [[nodiscard]] bool has_more() const { return is_good_ && at_ < fields_.size(); }

 private:
  Fields fields_;
  size_t at_ = 0;
  bool is_good_ = true;
};

std::optional<Reader> reader(std::string_view bytes, const char* what) {
  auto fields = decode_fields(bytes);
  if (!fields) return {};
  Reader one(std::move(*fields));
  one.expect(what);
  one.expect(k_memo_version);
  if (!one.is_good()) return {};
  return one;
}

void add(Fields& fields, const std::vector<MemoOutput>& outputs) {
  fields.push_back(text(outputs.size()));
  for (const MemoOutput& output : outputs) {
    fields.push_back(text(static_cast<int>(output.kind)));
    fields.push_back(output.path);
    fields.push_back(text(output.mode));
    fields.emplace_back(output.content.view());
    fields.push_back(output.text);
    fields.push_back(text(output.modified));
  }
}

std::vector<MemoOutput> take_outputs(Reader& from) {
  std::vector<MemoOutput> outputs(from.count(6));
  for (MemoOutput& output : outputs) {
    output.kind = from.kind(OutputKind::touched);
    output.path = from.take();
    output.mode = static_cast<uint32_t>(from.number());
    output.content = Digest::from(from.take());
    output.text = from.take();
    output.modified = from.number();
  }
  return outputs;
}

std::string tuple_bytes(const StatTuple& tuple) {
  const uint64_t numbers[] = {static_cast<uint64_t>(tuple.size), static_cast<uint64_t>(tuple.modified_nanoseconds),
                              static_cast<uint64_t>(tuple.changed_nanoseconds), tuple.inode};
  std::string bytes;
  for (const uint64_t number : numbers)
    for (int shift = 0; shift < 64; shift += 8) bytes += static_cast<char>(number >> shift);
  return bytes;
}

StatTuple tuple_from(std::string_view bytes) {
  uint64_t numbers[4] = {};
  for (size_t i = 0; i < bytes.size() && i < 32; ++i)
    numbers[i / 8] |= uint64_t{static_cast<uint8_t>(bytes[i])} << (i % 8 * 8);
  return {static_cast<int64_t>(numbers[0]), static_cast<int64_t>(numbers[1]), static_cast<int64_t>(numbers[2]), numbers[3]};
}

}  // namespace

std::string encode_outputs(const std::vector<MemoOutput>& outputs) {
  Fields fields{"outputs", k_memo_version};
  add(fields, outputs);
  return encode_fields(fields);
}

std::optional<std::vector<MemoOutput>> decode_outputs(std::string_view bytes) {
  auto from = reader(bytes, "outputs");
  if (!from) return {};
  auto outputs = take_outputs(*from);
  if (!from->is_at_end()) return {};
  return outputs;
}

std::string encode_record(const MemoRecord& record) {
  Fields fields{"memo", k_memo_version, text(record.status), text(record.nanoseconds), text(record.facts.size())};
  for (const Fact& fact : record.facts) {
    fields.push_back(text(static_cast<int>(fact.kind)));
    fields.push_back(fact.path);
    fields.push_back(fact.detail);
    fields.push_back(fact.state);
    fields.emplace_back(fact.is_lenient ? "?" : "");
  }
  add(fields, record.outputs);
  fields.push_back(text(record.chunks.size()));
  for (const OutputChunk& chunk : record.chunks) {
    fields.push_back(text(static_cast<int>(chunk.stream)));
    fields.push_back(chunk.bytes);
  }
  return encode_fields(fields);
}

std::optional<MemoRecord> decode_record(std::string_view bytes) {
  auto from = reader(bytes, "memo");
  if (!from) return {};
  MemoRecord record;
  record.status = static_cast<int>(from->number());
  record.nanoseconds = from->number();
  record.facts.resize(from->count(5));
  for (Fact& fact : record.facts) {
    fact.kind = from->kind(FactKind::environment);
    fact.path = from->take();
    fact.detail = from->take();
    fact.state = from->take();
    fact.is_lenient = from->take() == "?";
  }
  record.outputs = take_outputs(*from);
  record.chunks.resize(from->count(2));
  for (OutputChunk& chunk : record.chunks) {
    chunk.stream = static_cast<uint8_t>(from->number());
    chunk.bytes = from->take();
  }
  if (!from->is_at_end()) return {};
  return record;
}

std::string encode_memory(const FactMemory& memory, int64_t now) {
  Fields fields{"seen", k_memo_version, text(now)};
  for (const auto& [key, one] : memory) {
    fields.push_back(key);
    fields.push_back(tuple_bytes(one.tuple));
    fields.emplace_back(one.digest.view());
  }
  return encode_fields(fields);
}

std::optional<FactMemory> decode_memory(std::string_view bytes, int64_t now) {
  auto from = reader(bytes, "seen");
  if (!from || from->number() > now) return {};
  FactMemory memory;
  while (from->has_more()) {
    std::string key = from->take();
    const StatTuple tuple = tuple_from(from->take());
    memory[std::move(key)] = {tuple, Digest::from(from->take())};
  }
  if (!from->is_good()) return {};
  return memory;
}

std::string encode_command(const MemoCommand& command) {
  Fields fields{"command", k_memo_version, command.directory, command.executable, text(command.mask), command.input.empty() ? "" : "<"};
  fields.insert(fields.end(), command.arguments.begin(), command.arguments.end());
  return encode_fields(fields);
}

std::optional<MemoCommand> decode_command(std::string_view bytes) {
  auto from = reader(bytes, "command");
  if (!from) return {};
  MemoCommand command;
  command.directory = from->take();
  command.executable = from->take();
  command.mask = static_cast<uint32_t>(from->number());
  command.input = from->take();
  while (from->has_more()) command.arguments.push_back(from->take());
  if (!from->is_good()) return {};
  return command;
}

}  // namespace lintcache
