// SPDX-License-Identifier: MIT
// Settings as text, compared.
#include "run/latch.h"

#include <algorithm>
#include <map>

#include "base/text.h"
#include "discovery/settings.h"
#include "tools/environment.h"

namespace lintcache {
namespace {

// They say how to go about the work, not what comes out.
constexpr std::string_view k_unlatched[] = {"jobs", "fail_fast", "warn_only", "merged_log", "worker", "environment",
                                         "backend", "inference", "linter_time_limit", "linter_output_limit"};

std::string text_of(const std::string& value) { return value; }
std::string text_of(const std::vector<std::string>& values) { return join(values, " "); }
std::string text_of(bool value) { return value ? "on" : "off"; }
std::string text_of(unsigned value) { return std::to_string(value); }
std::string text_of(double value) {
  std::string text = std::to_string(value);
  text.erase(text.find_last_not_of('0') + 1);
  if (text.ends_with('.')) text.pop_back();
  return text;
}

std::string text_of(const std::vector<ToolDeclaration>& tools) {
  std::vector<std::string> names;
  for (const ToolDeclaration& tool : tools) names.push_back(tool.name);
  return join(names, " ");
}

std::map<std::string, std::string> settings_of(const Session& session) {
  const Request& request = session.request;
  std::map<std::string, std::string> all;
  for (const Setting& setting : settings())
    if (std::find(std::begin(k_unlatched), std::end(k_unlatched), setting.key) == std::end(k_unlatched))
      all[std::string(setting.key)] = std::visit([&](auto member) { return text_of(request.*member); }, setting.member);
  all["skip"] = text_of(request.skip);
  all["lint_tools"] = text_of(request.lint_tools);
  // What passes from outside belongs to it as well as what the tree sets.
  all["environment"] = text_of(environment_for(request, nullptr, session.outer_environment).keyed);
  return all;
}

}  // namespace

std::vector<std::string> latch_settings(const Session& session) {
  const auto before = session.store.latched();
  std::vector<std::string> lines;
  for (const auto& [name, value] : settings_of(session)) {
    const auto old = before.find(name);
    if (old != before.end() && old->second == value) continue;
    if (old != before.end())
      lines.push_back(name + " changed: \"" + printable(old->second) + "\" -> \"" + printable(value) + "\"");
    session.store.latch(name, value);
    session.store.replays().forget();
  }
  return lines;
}

}  // namespace lintcache
