// SPDX-License-Identifier: MIT
// Parts of a tool put together from what the interpreter said of itself.
#include "tools/identity.h"

#include <algorithm>
#include <cctype>

#include "tools/adapter.h"
#include "tools/platform.h"

namespace lintcache {
namespace {

constexpr std::string_view k_entry_points = "entry points of ";

const KeyParts* parts_of(const Toolchain& toolchain, const ToolFacts& adapter) {
  const auto known = toolchain.tools.find(adapter.name);
  return known == toolchain.tools.end() ? nullptr : &known->second;
}

bool contains(const std::vector<std::string>& words, std::string_view word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

// $NAME or ${NAME}, which pylint replaces in some options. A `$` that ends a regular expression is none.
bool names_variables(std::string_view text) {
  for (size_t i = 0; i + 1 < text.size(); ++i) {
    const char next = text[i + 1];
    const bool begins_name = next == '{' || next == '_' || std::isalpha(static_cast<unsigned char>(next)) != 0;
    if (text[i] == '$' && begins_name) return true;
  }
  return false;
}

}  // namespace

KeyParts identity_of(const Toolchain& toolchain, const ToolFacts& adapter) {
  KeyParts parts = platform_parts();
  const KeyParts* own = parts_of(toolchain, adapter);
  // A program of its own does not know our interpreter, unless it is to depend on what that would import.
  const bool is_stranger = adapter.module.empty() && (own == nullptr || own->empty());
  if (is_stranger && adapter.scope != Scope::closure) return parts;
  parts.insert(parts.end(), toolchain.platform.begin(), toolchain.platform.end());
  parts.insert(parts.end(), toolchain.start.begin(), toolchain.start.end());
  if (own != nullptr) parts.insert(parts.end(), own->begin(), own->end());
  return parts;
}

std::map<std::string, std::string> tool_versions(const Toolchain& toolchain, const std::vector<Adapter>& adapters) {
  std::map<std::string, std::string> versions;
  for (const Adapter& adapter : adapters) {
    if (!toolchain.launchers.contains(adapter.name)) continue;
    std::string& version = versions[adapter.name];
    if (const KeyParts* parts = parts_of(toolchain, adapter); parts != nullptr)
      for (const KeyPart& part : *parts)
        if (part.name == adapter.distribution) version = part.value;
  }
  return versions;
}

bool reads_known_variables(const Toolchain& toolchain, const ToolFacts& adapter,
                           const std::vector<std::string>& configuration) {
  if (adapter.module.empty()) return false;
  if (const KeyParts* parts = parts_of(toolchain, adapter); parts != nullptr)
    for (const KeyPart& part : *parts)
      if (part.name.starts_with(k_entry_points) &&
          !contains(adapter.companions, std::string_view(part.name).substr(k_entry_points.size())))
        return false;
  return std::none_of(configuration.begin(), configuration.end(), [&](std::string text) {
    if (names_variables(text)) return true;
    std::replace(text.begin(), text.end(), '_', '-');
    return std::any_of(adapter.code_in_config.begin(), adapter.code_in_config.end(),
                       [&](const std::string& word) { return text.find(word) != std::string::npos; });
  });
}

}  // namespace lintcache
