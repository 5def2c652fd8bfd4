// SPDX-License-Identifier: MIT
// Differences, put into words.
#include "run/reasons.h"

#include <algorithm>
#include <map>
#include <unordered_set>

#include "base/path.h"
#include "base/text.h"
#include "digest/hasher.h"
#include "run/changes.h"

namespace lintcache {
namespace {

ReasonKind kind_of(PartKind kind) {
  switch (kind) {
    case PartKind::tool: return ReasonKind::tool;
    case PartKind::platform: return ReasonKind::platform;
    case PartKind::argument: return ReasonKind::argument;
    case PartKind::environment: return ReasonKind::environment;
    case PartKind::config: return ReasonKind::config;
    case PartKind::tree: return ReasonKind::tree;
    default: return ReasonKind::setting;
  }
}

ReasonKind kind_of(Origin origin) {
  switch (origin) {
    case Origin::itself: return ReasonKind::file;
    case Origin::config: return ReasonKind::config;
    case Origin::declared: return ReasonKind::input;
    case Origin::tool: return ReasonKind::tool;
    case Origin::tree: return ReasonKind::tree;
    case Origin::observed: return ReasonKind::observed;
    default: return ReasonKind::import_;
  }
}

std::string shown(const std::string& value) { return printable(shown_packed(value, k_root_names)); }

// What happened to one part; either may be missing.
std::string difference(const KeyPart* before, const KeyPart* now) {
  const KeyPart& part = now != nullptr ? *now : *before;
  const std::string name = shown(part.name);
  const auto value = [&](const KeyPart* one) { return one == nullptr ? std::string() : shown(one->value); };
  switch (part.kind) {
    case PartKind::config: {
      if (before == nullptr && now->value == "absent") return name + " is looked for now";
      if (now == nullptr && before->value == "absent") return name + " is not looked for any more";
      const auto is_there = [](const KeyPart* one) { return one != nullptr && one->value != "absent"; };
      return name + (!is_there(before) ? " appeared" : is_there(now) ? " changed" : " vanished");
    }
    case PartKind::environment:
      if (before == nullptr) return name + " is set to \"" + value(now) + "\"";
      if (now == nullptr) return name + " is not set any more (was \"" + value(before) + "\")";
      return name + " \"" + value(before) + "\" -> \"" + value(now) + "\"";
    case PartKind::argument:
      return before == nullptr ? "\"" + value(now) + "\" is new" : "\"" + value(before) + "\" is gone";
    default:
      if (before == nullptr) return name + " " + value(now) + " is new";
      if (now == nullptr) return name + " " + value(before) + " is gone";
      return name + " " + value(before) + " -> " + value(now);
  }
}

// What is another one of what a traced process was told.
std::string answer_of(const Input& input) {
  if (input.detail.starts_with("listing")) return ": other names are in it";
  if (input.detail.starts_with("link") || input.detail.starts_with("place")) return " leads elsewhere";
  if (input.detail.starts_with("access")) return " has other permissions";
  return " has another size, mode, owner or kind";
}

// What happened to an input since it was recorded.
std::string difference(const InputChange& change, const std::string& source_dir) {
  const Input& input = change.recorded.input;
  if (change.recorded.origin == Origin::itself)
    return change.recorded.state.is_absent() ? "appeared" : change.now.is_absent() ? "vanished" : "changed";
  std::string name = shown_path(input.path, source_dir);
  if (input.kind == InputKind::lookup) name = (name == "." ? "" : name + "/") + printable(input.detail);
  if (input.kind == InputKind::fact && !change.recorded.state.is_absent() && !change.now.is_absent())
    return name + answer_of(input);
  if (input.kind == InputKind::listing) return "the names in " + name + " changed";
  return name + (change.recorded.state.is_absent() ? " appeared" : change.now.is_absent() ? " vanished" : " changed");
}

// Values are compared by name; words of the command line have none, and are compared as a whole.
std::map<std::pair<PartKind, std::string>, const KeyPart*> by_name(const KeyParts& parts) {
  std::map<std::pair<PartKind, std::string>, const KeyPart*> named;
  for (const KeyPart& part : parts)
    named.emplace(std::pair(part.kind, part.name.empty() ? "\1" + part.value : part.name), &part);
  return named;
}

std::vector<std::string> arguments_of(const KeyParts& parts) {
  std::vector<std::string> words;
  for (const KeyPart& part : parts)
    if (part.kind == PartKind::argument) words.push_back(part.value);
  return words;
}

}  // namespace

std::vector<Reason> differences(const KeyParts& before, const KeyParts& now) {
  const auto old_parts = by_name(before), new_parts = by_name(now);
  std::vector<Reason> reasons;
  for (const auto& [name, part] : new_parts) {
    const auto old = old_parts.find(name);
    const KeyPart* was = old == old_parts.end() ? nullptr : old->second;
    if (was == nullptr || was->value != part->value)
      reasons.push_back({kind_of(part->kind), difference(was, part), {}});
  }
  for (const auto& [name, part] : old_parts)
    if (!new_parts.contains(name))
      reasons.push_back({kind_of(part->kind), difference(part, nullptr), {}});
  // The same words in another order.
  if (reasons.empty() && arguments_of(before) != arguments_of(now)) reasons.push_back({ReasonKind::argument, "the order changed", {}});
  return reasons;
}

void Reasons::add_parts(const Decision& last, const PreparedTool& tool, std::vector<Reason>& reasons) {
  if (last.base == tool.base) return;
  const Digest both = Hasher().field("before", last.base).field("now", tool.base).digest();
  const auto [known, is_new] = by_base_.try_emplace(both);
  if (is_new) {
    const auto before = session_.store.decisions().parts(last.base);
    known->second = before ? differences(*before, tool.parts)
                           : std::vector<Reason>{{ReasonKind::setting, "the last key is not recorded any more", {}}};
  }
  reasons.insert(reasons.end(), known->second.begin(), known->second.end());
}

void Reasons::add_inputs(const Decision& last, const Task& task, std::vector<Reason>& reasons) {
  const std::string& source_dir = session_.request.source_dir;
  for (const InputChange& change : changes_in(reader_, session_, last.set, task))
    reasons.push_back({kind_of(change.recorded.origin), difference(change, source_dir), change.via});
  const InputGroup* own = reader_.own(last.set);
  if (own == nullptr) return;
  // What a task depends on by declaration, or as one on the whole tree, it may have gained or lost.
  std::unordered_set<Input> before, now;
  const auto is_given = [](Origin origin) { return origin == Origin::declared || origin == Origin::tree; };
  for (const InputState& one : own->inputs)
    if (is_given(one.origin)) before.insert(one.input);
  for (const TracedInput& one : task.inputs) {
    now.insert(one.input);
    if (is_given(one.origin) && !before.contains(one.input))
      reasons.push_back({kind_of(one.origin), shown_path(one.input.path, source_dir) + " is new", {}});
  }
  for (const InputState& one : own->inputs)
    if (is_given(one.origin) && !now.contains(one.input) && session_.disk.state(one.input) == one.state)
      reasons.push_back({kind_of(one.origin), shown_path(one.input.path, source_dir) + " is left out", {}});
}

std::vector<Reason> Reasons::why(const Task& task, const PreparedTool& tool) {
  const auto last = session_.store.decisions().find(task.file, task.tool);
  if (!last) return {{ReasonKind::first, {}, {}}};
  std::vector<Reason> reasons;
  if (tool.adapter->always) reasons.push_back({ReasonKind::always, {}, {}});
  if (last->set == 0) reasons.push_back({ReasonKind::not_kept, last->unkept, {}});
  add_parts(*last, tool, reasons);
  if (last->set != 0) add_inputs(*last, task, reasons);
  if (reasons.empty()) reasons.push_back({ReasonKind::forgotten, "the outcome is not recorded any more", {}});
  std::stable_sort(reasons.begin(), reasons.end(), [](const Reason& a, const Reason& b) {
    return std::tie(a.kind, a.what) < std::tie(b.kind, b.what);
  });
  return reasons;
}

}  // namespace lintcache
