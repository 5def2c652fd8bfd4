// SPDX-License-Identifier: MIT
// Groups in SQLite.
//
// Table `input_group`: `members` are ids of inputs, `below` ids of groups, all smaller than its own (see
// store/id_list.h); `digest` stands for both by content, `identity` for both by id and the description,
// `sum` for all.
#include "store/input_groups.h"

#include <algorithm>

#include "base/frame.h"
#include "digest/hasher.h"
#include "store/id_list.h"

namespace lintcache {
namespace {

// SQL: is the row whole, and the one that was recorded here?
const std::string k_is_whole = "sum = row_sum(id, identity, digest, members, below, description)";

// The fields of a description that are paths, packed or unpacked.
template <class Change>
std::string with_paths(std::string_view description, const Change& change) {
  auto fields = decode_fields(description);
  if (!fields) return std::string(description);
  for (std::string& field : *fields)
    if (field.starts_with('/') || field.starts_with('\1')) field = change(field);
  return encode_fields(*fields);
}

}  // namespace

std::string packed_description(std::string_view description, const Roots& roots) {
  return with_paths(description, [&](std::string_view path) { return roots.packed(path); });
}

std::string unpacked_description(std::string_view description, const Roots& roots) {
  return with_paths(description, [&](std::string_view path) { return roots.unpacked(path); });
}

void InputGroups::load() {
  if (loaded_) return;
  loaded_ = true;
  // Also those of damaged rows are taken.
  Statement last = database_.prepare("SELECT max(id) FROM input_group");
  if (last.step()) groups_.resize(static_cast<size_t>(std::max<int64_t>(last.integer(0), 0)) + 1);
  Statement rows = database_.prepare(
      ("SELECT id, members, below FROM input_group WHERE " + k_is_whole + " ORDER BY id").c_str());
  while (rows.step()) {
    const auto id = static_cast<size_t>(rows.integer(0));
    groups_.resize(std::max(groups_.size(), id + 1));
    groups_[id] = {true, std::string(rows.bytes(1)), std::string(rows.bytes(2))};
  }
}

size_t InputGroups::end() { return loaded_ ? std::max<size_t>(groups_.size(), 1) : static_cast<size_t>(rows_.last()) + 1; }

InputGroups::Known InputGroups::read_one(int64_t id) {
  if (!read_one_) read_one_ = database_.prepare(("SELECT members, below FROM input_group WHERE id = ?1 AND " + k_is_whole).c_str());
  read_one_->with(id);
  Known group;
  if (read_one_->step()) group = {true, std::string(read_one_->bytes(0)), std::string(read_one_->bytes(1))};
  read_one_->reset();
  return group;
}

InputGroups::Known* InputGroups::known(int64_t id) {
  if (!loaded_ && rows_.is_one_of_few()) {
    const auto [entry, is_new] = few_.try_emplace(id);
    if (is_new) entry->second = read_one(id);
    return entry->second.exists ? &entry->second : nullptr;
  }
  load();
  if (id <= 0 || static_cast<size_t>(id) >= groups_.size()) return nullptr;
  Known& group = groups_[static_cast<size_t>(id)];
  return group.exists ? &group : nullptr;
}

int64_t InputGroups::add(const std::vector<int64_t>& inputs, const std::vector<int64_t>& below,
                         const Digest& digest, std::string_view text) {
  const std::string description = packed_description(text, roots_);
  Known group{true, encode_ids(inputs), encode_ids(below)};
  const Digest identity = Hasher()
                              .field("inputs", group.members)
                              .field("below", group.below)
                              .field("description", description)
                              .digest();
  int64_t id = 0;
  if (!loaded_ && rows_.is_one_of_few()) {
    id = id_of(identity);
    if (id == 0) {
      id = rows_.next();
      insert(id, identity, digest, group, description);
      few_[id] = std::move(group);
    }
  } else {
    load();
    load_identities();
    const auto [entry, is_new] = ids_.try_emplace(identity, static_cast<int64_t>(end()));
    id = entry->second;
    if (is_new) {
      insert(id, identity, digest, group, description);
      groups_.resize(static_cast<size_t>(id) + 1);
      groups_.back() = std::move(group);
    }
  }
  return database_.failure().code == SQLITE_OK ? id : 0;
}

void InputGroups::load_identities() {
  if (knows_identities_) return;
  knows_identities_ = true;
  Statement rows = database_.prepare(("SELECT identity, id FROM input_group WHERE " + k_is_whole).c_str());
  while (rows.step()) ids_.emplace(Digest::from(rows.bytes(0)), rows.integer(1));
}

int64_t InputGroups::id_of(const Digest& identity) {
  if (!id_of_)
    id_of_ = database_.prepare(("SELECT id FROM input_group WHERE substr(identity, 1, 8) = ?1 AND identity = ?2 AND " + k_is_whole).c_str());
  id_of_->with(identity.view().substr(0, 8), identity.view());
  const int64_t id = id_of_->step() ? id_of_->integer(0) : 0;
  id_of_->reset();
  return id;
}

void InputGroups::insert(int64_t id, const Digest& identity, const Digest& digest, const Known& group, std::string_view description) {
  if (!insert_)
    insert_ = database_.prepare("INSERT INTO input_group VALUES (?1, ?2, ?3, ?4, ?5, ?6, row_sum(?1, ?2, ?3, ?4, ?5, ?6))");
  insert_->with(id, identity.view(), digest.view(), std::string_view(group.members), std::string_view(group.below), description)
      .run();
}

std::optional<InputGroup> InputGroups::find(int64_t id) {
  const Known* group = known(id);
  if (group == nullptr) return {};
  Statement row = database_.prepare(("SELECT digest, description FROM input_group WHERE id = ? AND " + k_is_whole).c_str());
  row.with(id);
  if (!row.step()) return {};
  InputGroup found{{}, Digest::from(row.bytes(0)), decode_ids(group->below),
                   unpacked_description(row.bytes(1), roots_)};
  each_id(group->members, [&](int64_t member) {
    if (const InputState* input = inputs_.find(member)) found.inputs.push_back(*input);
    return true;
  });
  return found;
}

// What can be said now: where the groups below must be judged first, they join those that wait.
InputGroups::Known::Holds InputGroups::judged(int64_t id, StatCache& disk, std::vector<int64_t>& waiting) {
  using Holds = Known::Holds;
  Known* group = known(id);
  if (group == nullptr) return Holds::no;
  if (group->holds == Holds::yes || group->holds == Holds::no) return group->holds;
  const bool is_new = group->holds == Holds::unknown;
  if (is_new && !each_id(group->members, [&](int64_t input) { return inputs_.holds(input, disk); }))
    return group->holds = Holds::no;
  const size_t before = waiting.size();
  const bool may_hold = each_id(group->below, [&](int64_t next) {
    // Only damage leads to a group that is not older; to follow it could lead in a circle.
    const Known* other = next < id ? known(next) : nullptr;
    if (other == nullptr || other->holds == Holds::no) return false;
    if (other->holds != Holds::yes) waiting.push_back(next);
    return true;
  });
  if (!may_hold) waiting.resize(before);
  if (!may_hold || waiting.size() == before) return group->holds = may_hold ? Holds::yes : Holds::no;
  return group->holds = Holds::opened;
}

bool InputGroups::holds(int64_t id, StatCache& disk) {
  using Holds = Known::Holds;
  std::vector<int64_t> waiting = {id};
  for (;;) {
    const int64_t next = waiting.back();
    const Holds holds = judged(next, disk, waiting);
    if (holds == Holds::opened) continue;
    waiting.pop_back();
    if (waiting.empty()) return holds == Holds::yes;
  }
}

void InputGroups::look_again() {
  for (Known& group : groups_) group.holds = Known::Holds::unknown;
  for (auto& [id, group] : few_) group.holds = Known::Holds::unknown;
}

void InputGroups::mark(std::vector<bool>& groups, std::vector<bool>& inputs) {
  load();
  for (size_t id = std::min(groups.size(), end()); id-- > 1;) {
    if (!groups[id] || !groups_[id].exists) continue;
    mark_ids(groups_[id].members, inputs);
    mark_ids(groups_[id].below, groups);
  }
}

void InputGroups::keep_only(const std::vector<bool>& used) {
  load();
  Statement drop = database_.prepare("DELETE FROM input_group WHERE id = ?");
  for (size_t id = 1; id < groups_.size(); ++id) {
    if ((id < used.size() && used[id]) || !groups_[id].exists) continue;
    drop.with(static_cast<int64_t>(id)).run();
    groups_[id] = {};
  }
  ids_.clear();
  knows_identities_ = false;
}

}  // namespace lintcache
