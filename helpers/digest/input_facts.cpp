// SPDX-License-Identifier: MIT
// Questions as text, and asking them.
#include "digest/input_facts.h"

#include <sys/stat.h>

#include <algorithm>
#include <array>
#include <string_view>

#include "base/text.h"
#include "digest/hasher.h"
#include "digest/path_facts.h"

namespace lintcache {
namespace {

// By FactKind.
constexpr std::array<std::string_view, 12> k_names = {"absent", "content", "shape",   "size",  "status",   "dated",
                                                      "link",   "access",  "listing", "place", "writable", "no_directory"};

bool matches(const std::string& name, const std::string& leaf) {
  return name.starts_with(leaf) && (name.size() == leaf.size() || name[leaf.size()] == '.');
}

Digest listing(const std::vector<DirectoryEntry>& entries) {
  Hasher hasher;
  for (const DirectoryEntry& entry : entries) hasher.field("name", entry.name);
  return hasher.digest();
}

Digest lookup(const std::vector<DirectoryEntry>& entries, const std::string& leaf) {
  Hasher hasher;
  auto entry = std::lower_bound(entries.begin(), entries.end(), leaf,
                                [](const auto& a, const auto& b) { return a.name < b; });
  bool any = false;
  for (; entry != entries.end() && entry->name.starts_with(leaf); ++entry) {
    if (!matches(entry->name, leaf)) continue;
    any = true;
    hasher.field("name", entry->name);
    hasher.field("type", std::to_string(static_cast<int>(entry->type)));
  }
  return any ? hasher.digest() : Digest{};
}

// As a traced process was told of them.
Digest listing_for(const Fact& fact, const std::vector<DirectoryEntry>& entries) {
  std::vector<std::string> left_out = split(fact.detail, '/');
  std::sort(left_out.begin(), left_out.end());
  Hasher hasher;
  for (const DirectoryEntry& entry : entries)
    if (!std::binary_search(left_out.begin(), left_out.end(), entry.name))
      hasher.field(std::to_string(static_cast<int>(entry.type)), entry.name);
  return hasher.digest();
}

}  // namespace

Input input_of(const Fact& fact) {
  const bool is_plain = fact.kind == FactKind::content || (fact.kind == FactKind::absent && fact.detail.empty());
  if (is_plain) return {InputKind::content, fact.path, {}};
  std::string detail(k_names.at(static_cast<size_t>(fact.kind)));
  if (!fact.detail.empty()) detail += " " + fact.detail;
  return {InputKind::fact, fact.path, std::move(detail)};
}

std::optional<Fact> fact_of(const Input& input) {
  const size_t blank = std::min(input.detail.find(' '), input.detail.size());
  const auto name = std::find(k_names.begin(), k_names.end(), std::string_view(input.detail).substr(0, blank));
  if (name == k_names.end()) return {};
  return Fact{static_cast<FactKind>(name - k_names.begin()), input.path,
              input.detail.substr(std::min(blank + 1, input.detail.size())), "", false};
}

bool is_plain_fact(const Input& input) {
  if (input.kind != InputKind::fact) return false;
  const auto fact = fact_of(input);
  return !fact || fact->kind != FactKind::listing;
}

Digest state_in(const Input& input, const std::vector<DirectoryEntry>& entries) {
  if (input.kind == InputKind::fact) return listing_for(*fact_of(input), entries);
  return input.kind == InputKind::listing ? listing(entries) : lookup(entries, input.detail);
}

Digest state_of_fact(const Fact& fact) {
  const std::string state = PathFacts().state(fact);
  if (state == "-") return {};
  // A directory that is where its name says is so in each clone.
  if (fact.kind == FactKind::place && state == "@" + fact.path) return digest_of("@");
  return digest_of(state);
}

bool is_about_link(const Fact& fact) { return fact.kind == FactKind::link || fact.detail == "l"; }

bool may_change_unseen(const Fact& fact) {
  struct stat status {};
  return fact.kind >= FactKind::status && fact.kind <= FactKind::dated && fact.detail == "l" &&
         lstat(fact.path.c_str(), &status) == 0 && S_ISLNK(status.st_mode);
}

}  // namespace lintcache
