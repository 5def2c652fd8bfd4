// SPDX-License-Identifier: MIT
// Findings in the words of SARIF.
#include "report/sarif.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <string_view>

namespace lintcache {
namespace {

using Json = nlohmann::ordered_json;

constexpr const char* k_base = "SRCROOT";

// RFC 3986: what is no unreserved character, and no slash, is written as its byte's number.
std::string uri_of(const std::string& path) {
  std::string uri;
  for (const char letter : path) {
    const bool is_plain = (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') || (letter >= '0' && letter <= '9') ||
                          std::string_view("-._~/").find(letter) != std::string_view::npos;
    uri += is_plain ? std::string(1, letter) : fmt::format("%{:02X}", static_cast<unsigned char>(letter));
  }
  return uri;
}

Json file_at(const std::string& path) { return {{"uri", uri_of(path)}, {"uriBaseId", k_base}}; }

Json result_of(const Finding& finding) {
  Json result = {{"ruleId", finding.rule},
                 {"level", finding.severity == Severity::error ? "error" : "warning"},
                 {"message", {{"text", finding.text}}}};
  if (finding.path.empty()) return result;  // the tree itself is no place
  const Json region = {{"startLine", finding.line}, {"startColumn", finding.column}};
  result["locations"] = Json::array({{{"physicalLocation", {{"artifactLocation", file_at(finding.path)}, {"region", region}}}}});
  return result;
}

Json notification(const std::string& level, const std::string& text, const std::string& file) {
  Json told = {{"level", level}, {"message", {{"text", text}}}};
  if (!file.empty()) told["locations"] = Json::array({{{"physicalLocation", {{"artifactLocation", file_at(file)}}}}});
  return told;
}

Json run_of(const std::string& tool, const std::vector<const RecordedTask*>& tasks, const std::string& source_dir, const std::string& version) {
  Json results = Json::array(), told = Json::array(), settings = Json::array(), rules = Json::array();
  std::set<std::string> ids;
  std::set<Finding> notices;
  for (const RecordedTask* task : tasks) {
    if (!task->outcome) {
      told.push_back(notification("error", "its outcome was not kept: " + task->unkept + "\n" + task->output, task->file));
      continue;
    }
    notices.insert(task->outcome->notices.begin(), task->outcome->notices.end());
    for (const Finding& finding : task->outcome->findings) {
      ids.insert(finding.rule);
      results.push_back(result_of(finding));
    }
  }
  for (const std::string& id : ids) rules.push_back({{"id", id}});
  for (const Finding& notice : notices) settings.push_back(notification("warning", notice.path + ": " + notice.text, ""));
  const Json invocation = {{"executionSuccessful", told.empty()}, {"toolExecutionNotifications", told}, {"toolConfigurationNotifications", settings}};
  return {{"tool", {{"driver", {{"name", tool}, {"rules", rules}}}}},
          {"conversion", {{"tool", {{"driver", {{"name", "LintCache"}, {"version", version}}}}}}},
          {"columnKind", "unicodeCodePoints"},
          {"originalUriBaseIds", {{k_base, {{"uri", "file://" + uri_of(source_dir) + (source_dir.ends_with('/') ? "" : "/")}}}}},
          {"invocations", Json::array({invocation})},
          {"results", results}};
}

}  // namespace

std::string sarif(const std::vector<RecordedTask>& tasks, const std::string& source_dir, const std::string& version) {
  std::map<std::string, std::vector<const RecordedTask*>> by_tool;
  for (const RecordedTask& task : tasks) by_tool[task.tool].push_back(&task);
  Json runs = Json::array();
  for (auto& [tool, some] : by_tool) {
    std::sort(some.begin(), some.end(), [](const RecordedTask* a, const RecordedTask* b) { return a->file < b->file; });
    runs.push_back(run_of(tool, some, source_dir, version));
  }
  const Json log = {{"version", "2.1.0"}, {"runs", runs}};
  return log.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace lintcache
