// SPDX-License-Identifier: MIT
// Outcomes as payloads of input sets.
//
// Encoded fields (base/frame.h): verdict, exit status, nanoseconds, out, err, the number of notices, then six for each of
// these and for each finding: path, line, column, severity, text, rule. Texts are packed (base/roots.h), so that another clone reads its own paths.
#include "store/outcomes.h"

#include <charconv>

#include "base/frame.h"
#include "digest/hasher.h"

namespace lintcache {
namespace {

// Outcomes of one (file, tool) that are kept, whatever their keys, so that a reverted edit and a switched
// option hit again.
constexpr int64_t k_outcomes_kept = 16;

constexpr size_t k_fields_before_findings = 6;
constexpr size_t k_fields_per_finding = 6;

template <class Number>
Number number(const std::string& text) {
  Number value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

std::string subjects_of_file(const std::string& file) {
  return std::string("task").append(1, '\0').append(file).append(1, '\0');
}

std::string subjects_of_task(const Task& task) {
  return subjects_of_file(task.file).append(task.tool).append(1, '\0');
}

std::string subject_of(const Task& task) { return subjects_of_task(task).append(task.key.view()); }

Digest identity_of(const Task& task, const Digest& inputs) {
  return Hasher().field("key", task.key).field("inputs", inputs).digest();
}

}  // namespace

std::string bytes_of(const Outcome& outcome, const Roots& roots) {
  Fields fields = {std::to_string(static_cast<int>(outcome.verdict)), std::to_string(outcome.exit_status),
                   std::to_string(outcome.nanoseconds), roots.packed(outcome.out), roots.packed(outcome.err),
                   std::to_string(outcome.notices.size())};
  for (const auto* all : {&outcome.notices, &outcome.findings})
    for (const Finding& finding : *all)
      fields.insert(fields.end(), {roots.packed(finding.path), std::to_string(finding.line), std::to_string(finding.column),
                                   std::to_string(static_cast<int>(finding.severity)),
                                   roots.packed(finding.text), finding.rule});
  return encode_fields(fields);
}

std::optional<Outcome> outcome_from(std::string_view bytes, const Roots& roots) {
  auto decoded = decode_fields(bytes);
  if (!decoded || decoded->size() < k_fields_before_findings) return {};
  Fields& f = *decoded;
  Outcome outcome;
  outcome.verdict = static_cast<Verdict>(number<int>(f[0]));
  outcome.exit_status = number<int>(f[1]);
  outcome.nanoseconds = number<int64_t>(f[2]);
  outcome.out = roots.unpacked(f[3]);
  outcome.err = roots.unpacked(f[4]);
  const auto notices = number<size_t>(f[5]);
  for (size_t i = k_fields_before_findings; i + k_fields_per_finding <= f.size(); i += k_fields_per_finding) {
    auto& all = outcome.notices.size() < notices ? outcome.notices : outcome.findings;
    all.push_back({roots.unpacked(f[i]), number<unsigned>(f[i + 1]), number<unsigned>(f[i + 2]),
                   static_cast<Severity>(number<int>(f[i + 3])), roots.unpacked(f[i + 4]), std::move(f[i + 5])});
  }
  return outcome;
}

std::optional<KnownOutcome> Outcomes::find(const Task& task, StatCache& disk) {
  auto known = sets_.find(subject_of(task), disk);
  if (!known) return {};
  auto outcome = outcome_from(known->payload, roots_);
  if (!outcome) return {};
  return KnownOutcome{known->id, known->made, identity_of(task, known->digest), std::move(*outcome)};
}

std::optional<Outcome> Outcomes::of_set(int64_t set) { return outcome_from(sets_.payload(set), roots_); }

KnownOutcome Outcomes::put(const Task& task, const InputSet& inputs, Outcome outcome) {
  const KnownSet known = sets_.add(subject_of(task), inputs, bytes_of(outcome, roots_));
  sets_.trim(subjects_of_task(task), k_outcomes_kept);
  return {known.id, known.made, identity_of(task, inputs.digest), std::move(outcome)};
}

void Outcomes::forget_file(const std::string& file) { sets_.forget(subjects_of_file(file)); }

}  // namespace lintcache
