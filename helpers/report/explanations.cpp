// SPDX-License-Identifier: MIT
// Words for decisions.
#include "report/explanations.h"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <ctime>
#include <nlohmann/json.hpp>

#include "base/path.h"
#include "base/roots.h"
#include "base/text.h"
#include "report/formats.h"

namespace lintcache {
namespace {

constexpr const char* k_part_names[] = {"tool", "platform", "argument", "environment", "setting", "config", "tree"};
const std::vector<std::string> k_roots = {"{source_dir}", "{binary_dir}"};

std::string local_time(int64_t nanoseconds) {
  const std::time_t seconds = nanoseconds / 1'000'000'000;
  std::tm parts{};
  localtime_r(&seconds, &parts);
  return fmt::format("{:%Y-%m-%d %H:%M:%S}", parts);
}

std::string utc(int64_t nanoseconds) {
  if (nanoseconds == 0) return {};
  const std::time_t seconds = nanoseconds / 1'000'000'000;
  std::tm parts{};
  gmtime_r(&seconds, &parts);
  return fmt::format("{:%Y-%m-%dT%H:%M:%S}.{:09}Z", parts, nanoseconds % 1'000'000'000);
}

std::string name_of(const KeyPart& part) { return k_part_names[static_cast<size_t>(part.kind)]; }

std::string shown(const std::string& packed) { return printable(shown_packed(packed, k_roots)); }

std::string place_of(const Input& input) {
  return input.kind == InputKind::lookup ? joined(input.path, input.detail) : input.path;
}

// What the recorded state of an input says.
std::string state_of(const InputState& one) {
  if (one.state.is_absent()) return "absent";
  constexpr const char* k_kinds[] = {"sha256", "names", "names", "answer"};
  return fmt::format("{} {}", k_kinds[static_cast<size_t>(one.input.kind)], one.state.hex());
}

std::string key_text(const Explanation& one, const std::string& source_dir) {
  std::string text = "  static key:\n";
  for (const KeyPart& part : one.parts)
    text += fmt::format("    {} {}{}{}\n", name_of(part), shown(part.name), part.name.empty() || part.value.empty() ? "" : " ",
                        shown(part.value));
  text += fmt::format("    file {}\n  inputs:\n", one.file.empty() ? "(all files)" : printable(one.file));
  for (const InputState& input : one.inputs)
    text += fmt::format("    {} {} {}\n", name_of(input.origin), printable(relative_to(place_of(input.input), source_dir)),
                        state_of(input));
  return text;
}

std::string indented(const std::string& text) {
  std::string lines;
  for (const std::string& line : split(trim(text), '\n')) lines += "      " + printable(line) + "\n";
  return lines;
}

std::string outcome_text(const Outcome& outcome) {
  constexpr const char* k_verdicts[] = {"clean", "findings", "unusable input", "tool failure"};
  std::string text = fmt::format("{}, exit status {}, {} findings\n", k_verdicts[static_cast<size_t>(outcome.verdict)],
                                 outcome.exit_status, outcome.findings.size());
  const std::string said = outcome.failure.empty() ? tool_output(outcome) : outcome.failure;
  return text + (trim(said).empty() ? "" : indented(said));
}

}  // namespace

std::string explanation_text(const Explanation& one, const std::string& source_dir, bool with_key) {
  std::string text = fmt::format("{} [{}]: ", one.file.empty() ? "(tree)" : printable(one.file), one.tool);
  if (!one.decision) return text + "never decided about\n";
  const Decision& decision = *one.decision;
  if (decision.reused) {
    text += fmt::format("hit, decided {}: nothing changed of what the outcome of {} depends on (input set {})\n",
                        local_time(decision.decided), one.set_made == 0 ? "then" : local_time(one.set_made), decision.set);
  } else {
    text += fmt::format("run, decided {}\n", local_time(decision.decided));
  }
  if (decision.ran != 0) {
    text += decision.reused ? fmt::format("  it last ran {} because\n", local_time(decision.ran)) : "  because\n";
    for (const Reason& reason : decision.reasons) text += "    " + printable(text_of(reason)) + "\n";
    if (decision.more > 0) text += fmt::format("    and {} more\n", decision.more);
  }
  if (!decision.unkept.empty()) text += "  the outcome is not kept: " + printable(decision.unkept) + "\n";
  return with_key ? text + key_text(one, source_dir) : text;
}

std::string explanation_json(const Explanation& one, bool with_key) {
  nlohmann::ordered_json json = {{"file", printable(one.file)}, {"tool", one.tool}, {"decision", "none"}};
  if (!one.decision) return json.dump();
  const Decision& decision = *one.decision;
  json["decision"] = decision.reused ? "hit" : "run";
  json["decided"] = utc(decision.decided);
  json["set"] = decision.set;
  json["set_made"] = utc(one.set_made);
  json["ran"] = utc(decision.ran);
  json["reasons"] = nlohmann::ordered_json::array();
  for (const Reason& reason : decision.reasons)
    json["reasons"].push_back({{"kind", name_of(reason.kind)}, {"what", printable(reason.what)}, {"via", printable(reason.via)}});
  json["more"] = decision.more;
  json["unkept"] = printable(decision.unkept);
  if (!with_key) return json.dump();
  for (const KeyPart& part : one.parts)
    json["key"].push_back({{"kind", name_of(part)}, {"name", shown(part.name)}, {"value", shown(part.value)}});
  for (const InputState& input : one.inputs)
    json["inputs"].push_back({{"origin", name_of(input.origin)}, {"path", printable(place_of(input.input))}, {"state", state_of(input)}});
  return json.dump();
}

std::string difference_text(const std::string& file, const std::string& tool, const Outcome& remembered,
                            const Outcome& fresh) {
  return fmt::format("{} [{}] is remembered wrongly:\n    remembered: {}    fresh: {}", file.empty() ? "(tree)" : printable(file),
                     tool, outcome_text(remembered), outcome_text(fresh));
}

}  // namespace lintcache
