// SPDX-License-Identifier: MIT
// Import requests and reports as frame fields.
//
// Request: path, name, root, mode. Report: outcome, exception, way, output, nanoseconds, then for each
// thing seen its kind, path and detail. Numbers are decimal text.
#include "model/import_report.h"

#include <charconv>
#include <optional>
#include <string_view>

namespace lintcache {
namespace {

constexpr size_t k_report_head = 5;
constexpr size_t k_fields_per_seen = 3;

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

}  // namespace

Fields to_fields(const ImportRequest& request) {
  return {request.path, request.name, request.root, number(request.mode)};
}

Fields to_fields(const ImportReport& report) {
  Fields fields{number(report.outcome), report.exception, report.way, report.output,
                std::to_string(report.nanoseconds)};
  fields.reserve(k_report_head + k_fields_per_seen * report.seen.size());
  for (const Seen& seen : report.seen) {
    fields.push_back(number(seen.kind));
    fields.push_back(seen.path);
    fields.push_back(seen.detail);
  }
  return fields;
}

Result<ImportRequest> import_request(const Fields& fields) {
  if (fields.size() != 4) return our_fault("an import request has the wrong number of fields");
  const auto mode = value_in(fields[3], ImportMode::statements);
  if (!mode) return our_fault("an import request has an unknown mode", fields[0]);
  return ImportRequest{fields[0], fields[1], fields[2], *mode};
}

Result<ImportReport> import_report(const Fields& fields) {
  if (fields.size() < k_report_head || (fields.size() - k_report_head) % k_fields_per_seen != 0)
    return our_fault("an import report has the wrong number of fields");
  const auto outcome = value_in(fields[0], ImportOutcome::timed_out);
  const auto nanoseconds = number_in(fields[4]);
  if (!outcome || !nanoseconds) return our_fault("an import report does not begin as one");
  ImportReport report{*outcome, fields[1], fields[2], fields[3], *nanoseconds, {}};
  for (size_t at = k_report_head; at < fields.size(); at += k_fields_per_seen) {
    const auto kind = value_in(fields[at], SeenKind::lookup);
    if (!kind) return our_fault("an import report names an unknown kind", fields[at + 1]);
    report.seen.push_back({*kind, fields[at + 1], fields[at + 2]});
  }
  return report;
}

}  // namespace lintcache
