// SPDX-License-Identifier: MIT
// Batches and their reports as frame fields.
//
// Batch: for each file path, name, root, mode. Report: the numbers of modules and of files; for each module
// its name, "1" if it is order-dependent or "0", its imports (4 bytes each, little-endian) and what it saw
// (encoded fields: kind, path, detail); for each file outcome, exception, way, output, nanoseconds, module,
// "1" if it was first or "0". Numbers are decimal text.
#include "model/import_batch.h"

#include <charconv>
#include <cstring>
#include <optional>
#include <string_view>

namespace lintcache {
namespace {

constexpr size_t k_fields_per_request = 4;
constexpr size_t k_report_head = 2;
constexpr size_t k_fields_per_module = 4;
constexpr size_t k_fields_per_seen = 3;
constexpr size_t k_fields_per_file = 7;

template <class Enum>
std::string number(Enum value) {
  return std::to_string(static_cast<int>(value));
}

std::optional<uint64_t> number_in(std::string_view text) {
  uint64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) return {};
  return value;
}

// A value of `Enum`, whose values are 0 to `last`.
template <class Enum>
std::optional<Enum> value_in(std::string_view text, Enum last) {
  const auto value = number_in(text);
  if (!value || *value > static_cast<uint64_t>(last)) return {};
  return static_cast<Enum>(*value);
}

std::string flag(bool value) { return value ? "1" : "0"; }

std::optional<bool> flag_in(std::string_view text) {
  if (text != "0" && text != "1") return {};
  return text == "1";
}

std::string bytes_of(const std::vector<uint32_t>& numbers) {
  std::string bytes;
  bytes.reserve(4 * numbers.size());
  for (uint32_t one : numbers)
    for (int i = 0; i < 4; ++i, one >>= 8) bytes += static_cast<char>(one & 0xFF);
  return bytes;
}

std::optional<std::vector<uint32_t>> numbers_in(std::string_view bytes, size_t below) {
  if (bytes.size() % 4 != 0) return {};
  std::vector<uint32_t> numbers;
  numbers.reserve(bytes.size() / 4);
  for (size_t at = 0; at < bytes.size(); at += 4) {
    uint32_t one = 0;
    for (size_t i = 4; i-- > 0;) one = one << 8 | static_cast<unsigned char>(bytes[at + i]);
    if (one >= below) return {};
    numbers.push_back(one);
  }
  return numbers;
}

std::string encode_seen(const std::vector<Seen>& all) {
  Fields fields;
  fields.reserve(all.size() * k_fields_per_seen);
  for (const Seen& seen : all) {
    fields.push_back(number(seen.kind));
    fields.push_back(seen.path);
    fields.push_back(seen.detail);
  }
  return encode_fields(fields);
}

Result<std::vector<Seen>> decode_seen(std::string_view bytes) {
  LINTCACHE_TRY_ASSIGN(Fields fields, decode_fields(bytes));
  if (fields.size() % k_fields_per_seen != 0) return our_fault("a report lists half a thing that was seen");
  std::vector<Seen> all;
  all.reserve(fields.size() / k_fields_per_seen);
  for (size_t at = 0; at < fields.size(); at += k_fields_per_seen) {
    const auto kind = value_in(fields[at], SeenKind::lookup);
    if (!kind) return our_fault("a report names an unknown kind", fields[at + 1]);
    all.push_back({*kind, std::move(fields[at + 1]), std::move(fields[at + 2])});
  }
  return all;
}

Result<ImportedModule> module_from(Fields& fields, size_t at, size_t modules) {
  auto imports = numbers_in(fields[at + 2], modules);
  if (!imports) return our_fault("a report's module imports one that is not there", fields[at]);
  const auto order_dependent = flag_in(fields[at + 1]);
  if (!order_dependent) return our_fault("a report tells of a module what cannot be", fields[at]);
  LINTCACHE_TRY_ASSIGN(auto seen, decode_seen(fields[at + 3]));
  return ImportedModule{std::move(fields[at]), std::move(seen), std::move(*imports), *order_dependent};
}

Result<ImportedFile> file_from(Fields& fields, size_t at, size_t modules) {
  const auto outcome = value_in(fields[at], ImportOutcome::timed_out);
  const auto nanoseconds = number_in(fields[at + 4]);
  const auto module = number_in(fields[at + 5]);
  const auto first = flag_in(fields[at + 6]);
  if (!outcome || !nanoseconds || !module || *module >= modules || !first)
    return our_fault("a report tells of a file what cannot be");
  return ImportedFile{*outcome,
                      std::move(fields[at + 1]),
                      std::move(fields[at + 2]),
                      std::move(fields[at + 3]),
                      *nanoseconds,
                      static_cast<uint32_t>(*module),
                      *first};
}

}  // namespace

Fields to_fields(const ImportBatch& batch) {
  Fields fields;
  for (const ImportRequest& request : batch)
    fields.insert(fields.end(), {request.path, request.name, request.root, number(request.mode)});
  return fields;
}

Result<ImportBatch> import_batch(const Fields& fields) {
  if (fields.size() % k_fields_per_request != 0)
    return our_fault("an import batch has the wrong number of fields");
  ImportBatch batch;
  for (size_t at = 0; at < fields.size(); at += k_fields_per_request) {
    const auto mode = value_in(fields[at + 3], ImportMode::statements);
    if (!mode) return our_fault("an import request has an unknown mode", fields[at]);
    batch.push_back({fields[at], fields[at + 1], fields[at + 2], *mode});
    if (batch.back().root != batch.front().root)
      return our_fault("the files of a batch have different import roots", fields[at]);
  }
  return batch;
}

Fields to_fields(const BatchReport& report) {
  Fields fields = {std::to_string(report.modules.size()), std::to_string(report.files.size())};
  fields.reserve(k_report_head + k_fields_per_module * report.modules.size() +
                 k_fields_per_file * report.files.size());
  for (const ImportedModule& module : report.modules) {
    fields.push_back(module.name);
    fields.push_back(flag(module.order_dependent));
    fields.push_back(bytes_of(module.imports));
    fields.push_back(encode_seen(module.seen));
  }
  for (const ImportedFile& file : report.files)
    fields.insert(fields.end(), {number(file.outcome), file.exception, file.way, file.output,
                                 std::to_string(file.nanoseconds), std::to_string(file.module), flag(file.first)});
  return fields;
}

Result<BatchReport> batch_report(const Fields& frame) {
  Fields fields = frame;
  const bool has_head = fields.size() >= k_report_head;
  const auto modules = has_head ? number_in(fields[0]) : std::nullopt;
  const auto files = has_head ? number_in(fields[1]) : std::nullopt;
  // Neither number is believed before it is known to be small, so that the sum cannot wrap around.
  if (!modules || !files || *modules > fields.size() || *files > fields.size() ||
      k_report_head + *modules * k_fields_per_module + *files * k_fields_per_file != fields.size())
    return our_fault("a batch report has the wrong number of fields");
  BatchReport report;
  report.modules.reserve(*modules);
  report.files.reserve(*files);
  size_t at = k_report_head;
  for (; report.modules.size() < *modules; at += k_fields_per_module) {
    LINTCACHE_TRY_ASSIGN(auto module, module_from(fields, at, *modules));
    report.modules.push_back(std::move(module));
  }
  for (; report.files.size() < *files; at += k_fields_per_file) {
    LINTCACHE_TRY_ASSIGN(auto file, file_from(fields, at, *modules));
    report.files.push_back(std::move(file));
  }
  return report;
}

}  // namespace lintcache
