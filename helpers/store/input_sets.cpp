// SPDX-License-Identifier: MIT
// Input sets in SQLite.
//
// Table `input_set`: `members` are ids of inputs, `below` ids of groups (see store/id_list.h); `digest` stands
// for both, `sum` for all but the time.
#include "store/input_sets.h"

#include <algorithm>

#include "base/clock.h"
#include "store/id_list.h"

namespace lintcache {
namespace {

// A file that flips between a few states (branches) keeps them all; more are forgotten, oldest first.
constexpr int64_t k_sets_kept = 8;

// So many are looked for one by one.
constexpr size_t k_few = 1000;

}  // namespace

InputSets::InputSets(Database& database, const Roots& roots)
    : database_(database), roots_(roots), table_(database, roots), groups_(database, table_, roots) {}

Statement& InputSets::prepared(std::optional<Statement>& statement, const char* sql) {
  if (!statement) statement = database_.prepare(sql);
  return *statement;
}

std::optional<KnownSet> InputSets::find(std::string_view subject, StatCache& disk) {
  Statement& rows = prepared(find_,
                             "SELECT id, digest, payload, members, below, made FROM input_set WHERE subject = ? "
                             "AND sum = row_sum(id, subject, digest, payload, members, below) ORDER BY id DESC");
  rows.with(subject);
  std::optional<KnownSet> found;
  while (!found && rows.step())
    if (each_id(rows.bytes(3), [&](int64_t id) { return table_.holds(id, disk); }) &&
        each_id(rows.bytes(4), [&](int64_t id) { return groups_.holds(id, disk); }))
      found = {rows.integer(0), Digest::from(rows.bytes(1)), std::string(rows.bytes(2)), rows.integer(5)};
  rows.reset();
  // Where not all could be read, ids may mean something else by now.
  if (database_.is_unreadable()) return {};
  if (found && shared_ && shared_->offers_known()) shared_->publish(subject, *set(found->id), found->payload);
  if (found || !shared_) return found;
  if (const auto other = shared_->find(subject, disk)) return record(subject, other->set, other->payload);
  return {};
}

KnownSet InputSets::add(std::string_view subject, const InputSet& set, std::string_view payload) {
  KnownSet known = record(subject, set, payload);
  if (shared_ && known.id != 0) shared_->publish(subject, set, payload);
  return known;
}

KnownSet InputSets::record(std::string_view subject, const InputSet& set, std::string_view payload) {
  const int64_t made = wall_clock();
  std::vector<int64_t> ids;
  for (const InputState& input : set.inputs) ids.push_back(table_.add(input));
  // Ids are never used again: a decision may still name one that was forgotten.
  Statement& last = prepared(last_, "SELECT seq FROM sqlite_sequence WHERE name = 'input_set'");
  last.with();
  const int64_t next = (last.step() ? last.integer(0) : 0) + 1;
  last.reset();
  prepared(insert_, "INSERT INTO input_set (id, subject, digest, payload, members, below, made, sum) "
           "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, row_sum(?1, ?2, ?3, ?4, ?5, ?6))")
      .with(next, subject, set.digest.view(), payload, std::string_view(encode_ids(std::move(ids))),
            std::string_view(encode_ids(set.below)), made)
      .run();
  const int64_t id = database_.failure().code == SQLITE_OK ? next : 0;
  prepared(trim_,
           "DELETE FROM input_set WHERE subject = ?1 AND id NOT IN "
           "(SELECT id FROM input_set WHERE subject = ?1 ORDER BY id DESC LIMIT ?2)")
      .with(subject, k_sets_kept)
      .run();
  forgotten_ = forgotten_ || database_.changed_rows() > 0;
  return {id, set.digest, std::string(payload), made};
}

int64_t InputSets::made(int64_t id) {
  Statement row = database_.prepare("SELECT made FROM input_set WHERE id = ?");
  row.with(id);
  return row.step() ? row.integer(0) : 0;
}

std::string InputSets::payload(int64_t id) {
  Statement row = database_.prepare("SELECT payload FROM input_set WHERE id = ? AND sum = row_sum(id, subject, digest, payload, members, below)");
  row.with(id);
  return row.step() ? std::string(row.bytes(0)) : std::string();
}

std::optional<InputSet> InputSets::set(int64_t id) {
  Statement row = database_.prepare("SELECT digest, members, below FROM input_set WHERE id = ? AND sum = row_sum(id, subject, digest, payload, members, below)");
  row.with(id);
  if (!row.step()) return {};
  InputSet set{{}, Digest::from(row.bytes(0)), decode_ids(row.bytes(2))};
  each_id(row.bytes(1), [&](int64_t member) {
    if (const InputState* input = table_.find(member)) set.inputs.push_back(*input);
    return true;
  });
  return set;
}

std::vector<InputState> InputSets::inputs(int64_t set) {
  std::vector<InputState> list;
  std::vector<bool> seen(table_.end());
  const auto add = [&](std::string_view members) {
    each_id(members, [&](int64_t id) {
      const InputState* input = table_.find(id);
      if (input != nullptr && !seen[static_cast<size_t>(id)]) list.push_back(*input);
      if (input != nullptr) seen[static_cast<size_t>(id)] = true;
      return true;
    });
  };
  Statement row = database_.prepare("SELECT members, below FROM input_set WHERE id = ? AND sum = row_sum(id, subject, digest, payload, members, below)");
  row.with(set);
  if (!row.step()) return list;
  add(row.bytes(0));
  groups_.each_below(decode_ids(row.bytes(1)), add);
  return list;
}

DependentsByPath InputSets::dependents(const std::unordered_map<int64_t, int64_t>& owner_of_set, size_t most) {
  std::vector<Dependents> of_input(table_.end()), of_group(groups_.end());
  const auto give = [&](std::string_view ids, const Dependents& some, std::vector<Dependents>& all) {
    each_id(ids, [&](int64_t id) {
      if (static_cast<size_t>(id) < all.size()) add_dependents(some, most, all[static_cast<size_t>(id)]);
      return true;
    });
  };
  const auto give_set = [&](const Statement& row, int64_t owner) {
    give(row.bytes(1), {false, {owner}}, of_input);
    give(row.bytes(2), {false, {owner}}, of_group);
  };
  if (owner_of_set.size() < k_few) {
    Statement row = database_.prepare("SELECT id, members, below FROM input_set WHERE id = ?");
    for (const auto& [set, owner] : owner_of_set)
      if (row.with(set).step()) give_set(row, owner);
  } else {
    Statement rows = database_.prepare("SELECT id, members, below FROM input_set");
    while (rows.step())
      if (const auto owner = owner_of_set.find(rows.integer(0)); owner != owner_of_set.end()) give_set(rows, owner->second);
  }
  // A group leads only to older ones.
  for (size_t id = of_group.size(); id-- > 1;)
    if (of_group[id].are_known())
      groups_.each_part(static_cast<int64_t>(id), [&](std::string_view members, std::string_view below) {
        give(members, of_group[id], of_input);
        give(below, of_group[id], of_group);
      });
  DependentsByPath all;
  for (size_t id = 1; id < of_input.size(); ++id) {
    if (!of_input[id].are_known()) continue;
    const InputState* input = table_.find(static_cast<int64_t>(id));
    if (input == nullptr) continue;
    const bool is_fact = input->input.kind == InputKind::fact;
    all.know_more = all.know_more || is_fact;
    if (is_fact || input->input.kind == InputKind::content) add_dependents(of_input[id], most, all.by_path[input->input.path]);
  }
  return all;
}

void InputSets::forget(std::string_view prefix) {
  trim(prefix, 0);
}

void InputSets::trim(std::string_view prefix, int64_t keep) {
  // The first subject behind all that begin so.
  std::string end(prefix);
  ++end.back();
  prepared(trim_all_,
           "DELETE FROM input_set WHERE subject >= ?1 AND subject < ?2 AND id NOT IN "
           "(SELECT id FROM input_set WHERE subject >= ?1 AND subject < ?2 ORDER BY id DESC LIMIT ?3)")
      .with(prefix, std::string_view(end), keep)
      .run();
  forgotten_ = forgotten_ || database_.changed_rows() > 0;
}

void InputSets::drop(int64_t id) {
  if (shared_) {
    Statement row = database_.prepare("SELECT subject FROM input_set WHERE id = ?");
    row.with(id);
    if (row.step()) shared_->forget(row.bytes(0));
  }
  database_.prepare("DELETE FROM input_set WHERE id = ?").with(id).run();
  forgotten_ = forgotten_ || database_.changed_rows() > 0;
}

void InputSets::look_again() {
  table_.look_again();
  groups_.look_again();
  if (shared_) shared_->look_again();
}

void InputSets::sweep() {
  if (!forgotten_) return;
  forgotten_ = false;
  std::vector<bool> used_groups(groups_.end()), used_inputs(table_.end());
  Statement rows = database_.prepare("SELECT members, below FROM input_set");
  while (rows.step()) {
    mark_ids(rows.bytes(0), used_inputs);
    mark_ids(rows.bytes(1), used_groups);
  }
  groups_.mark(used_groups, used_inputs);
  groups_.keep_only(used_groups);
  table_.keep_only(used_inputs);
}

}  // namespace lintcache
