// SPDX-License-Identifier: MIT
// Sets and groups to blobs and back.
#include "store/shared_results.h"

#include <algorithm>
#include <charconv>

#include "base/frame.h"
#include "digest/hasher.h"

namespace lintcache {
namespace {

// Deeper than any graph of modules; only a blob that somebody forged leads further.
constexpr int k_deepest = 5000;

// What names no place of a machine.
bool may_be_shared(std::string_view subject) {
  for (const std::string_view kind : {"task", "import", "statements", "widened"})
    if (subject.size() > kind.size() && subject.starts_with(kind) && subject[kind.size()] == '\0') return true;
  return false;
}

Digest action_of(std::string_view subject) { return Hasher().field("LintCache action 1", subject).digest(); }

void add_inputs(const std::vector<InputState>& inputs, const Roots& roots, Fields& fields) {
  fields.push_back(std::to_string(inputs.size()));
  for (const InputState& one : inputs) {
    const std::string kinds = {static_cast<char>(one.input.kind), static_cast<char>(one.origin)};
    fields.insert(fields.end(), {kinds, roots.packed(one.input.path), one.input.detail, std::string(one.state.view())});
  }
}

// What stands behind the head of a set or a group; nothing where it makes no sense.
struct Tail {
  std::vector<InputState> inputs;
  std::vector<Digest> below;
};

std::optional<Tail> tail_from(const Fields& fields, size_t at, const Roots& roots) {
  size_t count = 0;
  if (at >= fields.size()) return {};
  std::from_chars(fields[at].data(), fields[at].data() + fields[at].size(), count);
  ++at;
  if (count > (fields.size() - at) / 4) return {};
  Tail tail;
  for (; count-- > 0; at += 4) {
    const std::string& kinds = fields[at];
    if (kinds.size() != 2 || kinds[0] < 0 || kinds[0] > static_cast<char>(InputKind::fact) || kinds[1] < 0 ||
        kinds[1] > k_last_origin || fields[at + 1].empty() || fields[at + 3].size() != sizeof Digest::bytes)
      return {};
    tail.inputs.push_back({{static_cast<InputKind>(kinds[0]), roots.unpacked(fields[at + 1]), fields[at + 2]},
                           Digest::from(fields[at + 3]), static_cast<Origin>(kinds[1])});
  }
  for (; at < fields.size(); ++at) {
    if (fields[at].size() != sizeof Digest::bytes) return {};
    tail.below.push_back(Digest::from(fields[at]));
  }
  return tail;
}

}  // namespace

SharedResults::Group* SharedResults::group(const Digest& name) {
  const auto [known, is_new] = known_.try_emplace(name);
  if (!is_new) return known->second ? &*known->second : nullptr;
  const auto bytes = store_.blob(name);
  auto fields = bytes ? decode_fields(*bytes) : Result<Fields>(Fields());
  if (!fields || fields->size() < 4 || (*fields)[0] != "group") return nullptr;
  auto tail = tail_from(*fields, 3, roots_);
  if (!tail) return nullptr;
  Group& group = known->second.emplace();
  group.group = {std::move(tail->inputs), Digest::from((*fields)[2]), {}, unpacked_description((*fields)[1], roots_)};
  group.below = std::move(tail->below);
  return &group;
}

bool SharedResults::holds(const std::vector<InputState>& inputs, StatCache& disk) {
  return std::all_of(inputs.begin(), inputs.end(), [&](const InputState& one) { return disk.state(one.input) == one.state; });
}

bool SharedResults::holds(const Digest& name, StatCache& disk, int depth) {
  Group* one = depth < k_deepest ? group(name) : nullptr;
  if (one == nullptr) return false;
  if (!one->holds) {
    const bool below = std::all_of(one->below.begin(), one->below.end(),
                                   [&](const Digest& next) { return holds(next, disk, depth + 1); });
    one->holds = below && holds(one->group.inputs, disk);
  }
  return *one->holds;
}

// Of a group that holds.
int64_t SharedResults::recorded(const Digest& name) {
  Group& one = *group(name);
  if (one.id != 0) return one.id;
  std::vector<int64_t> inputs, below;
  for (const Digest& next : one.below) below.push_back(recorded(next));
  for (const InputState& input : one.group.inputs) inputs.push_back(inputs_.add(input));
  return one.id = groups_.add(inputs, below, one.group.digest, one.group.description);
}

std::optional<SharedResults::Found> SharedResults::find(std::string_view subject, StatCache& disk) {
  if (!may_be_shared(subject)) return {};
  for (const std::string& bytes : store_.results(action_of(subject))) {
    auto fields = decode_fields(bytes);
    // An entry under another one's key is none.
    if (!fields || fields->size() < 5 || (*fields)[0] != "set" || (*fields)[1] != subject) continue;
    auto tail = tail_from(*fields, 4, roots_);
    if (!tail || !holds(tail->inputs, disk) ||
        !std::all_of(tail->below.begin(), tail->below.end(), [&](const Digest& name) { return holds(name, disk, 0); }))
      continue;
    Found found{{std::move(tail->inputs), Digest::from((*fields)[3]), {}}, std::move((*fields)[2])};
    for (const Digest& name : tail->below) found.set.below.push_back(recorded(name));
    store_.count_hit();
    return found;
  }
  store_.count_miss();
  return {};
}

std::optional<Digest> SharedResults::published(int64_t id, int depth) {
  if (const auto known = names_.find(id); known != names_.end()) return known->second;
  const auto one = depth < k_deepest ? groups_.find(id) : std::nullopt;
  if (!one) return {};
  Fields fields = {"group", packed_description(one->description, roots_), std::string(one->digest.view())};
  add_inputs(one->inputs, roots_, fields);
  for (const int64_t next : one->below) {
    const auto name = published(next, depth + 1);
    if (!name) return {};
    fields.emplace_back(name->view());
  }
  return names_[id] = store_.put_blob(encode_fields(fields));
}

void SharedResults::look_again() {
  for (auto& [name, group] : known_)
    if (group) group->holds.reset();
}

void SharedResults::forget(std::string_view subject) {
  if (may_be_shared(subject)) store_.forget(action_of(subject));
}

void SharedResults::publish(std::string_view subject, const InputSet& set, std::string_view payload) {
  if (!may_be_shared(subject)) return;
  Fields fields = {"set", std::string(subject), std::string(payload), std::string(set.digest.view())};
  add_inputs(set.inputs, roots_, fields);
  for (const int64_t id : set.below) {
    const auto name = published(id, 0);
    if (!name) return;
    fields.emplace_back(name->view());
  }
  store_.put_result(action_of(subject), store_.put_blob(encode_fields(fields)));
}

}  // namespace lintcache
