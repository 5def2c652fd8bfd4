// SPDX-License-Identifier: MIT
// Walks through groups, without recursion: chains of imports can be long.
#include "run/footprint_reader.h"

#include <algorithm>
#include <unordered_set>

namespace lintcache {
namespace {

bool has_file(const InputGroup& group, const std::string& path) {
  return std::any_of(group.inputs.begin(), group.inputs.end(), [&](const InputState& one) {
    return one.input.kind == InputKind::content && one.input.path == path;
  });
}

}  // namespace

const InputGroup* FootprintReader::group(int64_t id) {
  auto known = groups_.find(id);
  if (known == groups_.end()) known = groups_.emplace(id, sets_.groups().find(id)).first;
  return known->second ? &*known->second : nullptr;
}

const InputGroup* FootprintReader::own(int64_t set) {
  const auto known = own_.find(set);
  if (known != own_.end()) return &known->second;
  auto recorded = sets_.set(set);
  if (!recorded) return nullptr;
  return &own_.emplace(set, InputGroup{std::move(recorded->inputs), recorded->digest, std::move(recorded->below), {}})
              .first->second;
}

std::vector<const InputGroup*> FootprintReader::groups(int64_t set) {
  const InputGroup* top = own(set);
  if (top == nullptr) return {};
  std::vector<const InputGroup*> all = {top};
  std::vector<int64_t> open = top->below;
  std::unordered_set<int64_t> seen(open.begin(), open.end());
  while (!open.empty()) {
    const InputGroup* one = group(open.back());
    open.pop_back();
    if (one == nullptr) continue;
    all.push_back(one);
    for (const int64_t next : one->below)
      if (seen.insert(next).second) open.push_back(next);
  }
  return all;
}

std::vector<DescribedModule> FootprintReader::modules(const std::vector<const InputGroup*>& groups) {
  std::vector<DescribedModule> all;
  for (const InputGroup* group : groups)
    for (DescribedModule& module : described_modules(group->description)) all.push_back(std::move(module));
  return all;
}

bool FootprintReader::holds_file(int64_t set, const std::string& path) {
  if (path != wanted_) holds_.clear();
  wanted_ = path;
  const auto recorded = sets_.set(set);
  if (!recorded) return false;
  if (has_file({recorded->inputs, {}, {}, {}}, path)) return true;
  // A group is judged when those below it are: it stays on the pile until then.
  std::vector<int64_t> open = recorded->below;
  while (!open.empty()) {
    const int64_t id = open.back();
    const InputGroup* one = holds_.contains(id) ? nullptr : group(id);
    bool holds = one != nullptr && has_file(*one, path);
    bool waits = false;
    for (const int64_t next : one == nullptr || holds ? std::vector<int64_t>() : one->below) {
      const auto judged = holds_.find(next);
      if (judged == holds_.end()) open.push_back(next);
      waits = waits || judged == holds_.end();
      holds = holds || (judged != holds_.end() && judged->second);
    }
    if (waits) continue;
    holds_.try_emplace(id, holds);
    open.pop_back();
  }
  return std::any_of(recorded->below.begin(), recorded->below.end(),
                     [&](int64_t id) { return holds_.at(id); });
}

}  // namespace lintcache
