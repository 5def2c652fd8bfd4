// SPDX-License-Identifier: MIT
// Sections by tool and file name, in JSON.
#include "tools/config_question.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/path.h"
#include "tools/adapter.h"
#include "tools/python_source.h"

namespace lintcache {
namespace {

// Linux takes no longer word than 128 KiB.
constexpr size_t k_longest_content = 100'000;

}  // namespace

bool reads_sections(const ToolFacts& tool, std::string_view path) {
  const auto& known = tool.config.sections;
  return std::any_of(known.begin(), known.end(), [&](const ConfigSections& one) { return one.file == file_name(path); });
}

bool can_be_asked_about(std::string_view content) {
  return content.size() <= k_longest_content && content.find('\0') == std::string_view::npos;
}

std::vector<std::string> config_question(const std::vector<Adapter>& adapters, const std::vector<ConfigFile>& files) {
  nlohmann::json wanted = nlohmann::json::object();
  for (const Adapter& adapter : adapters)
    for (const ConfigSections& one : adapter.config.sections) wanted[one.file][adapter.name] = one.sections;
  std::vector<std::string> words = {k_config_question_source, wanted.dump()};
  for (const ConfigFile& file : files) {
    words.emplace_back(file_name(file.path));
    words.push_back(file.content);
  }
  return words;
}

std::vector<std::string> config_answers(const std::string& output, size_t count) {
  const auto json = nlohmann::json::parse(output, nullptr, false);
  if (!json.is_array() || json.size() != count) return {};
  std::vector<std::string> answers;
  for (const auto& one : json) answers.push_back(one.dump());
  return answers;
}

std::optional<std::string> sections_read(const std::string& answer, const std::string& tool) {
  const auto json = nlohmann::json::parse(answer, nullptr, false);
  if (!json.is_object()) return {};
  const auto text = json.find(tool);
  if (text == json.end() || !text->is_string()) return {};
  return text->get<std::string>();
}

}  // namespace lintcache
