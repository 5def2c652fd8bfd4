// SPDX-License-Identifier: MIT
// Input sets in SQLite.
//
// Table `input`: one row for each distinct input in one state. Table `input_set`: `members` is the sorted
// list of input ids, each as its distance from the one before, as LEB128 numbers; `digest` is that of
// the whole list with states.
#include "store/input_sets.h"

#include <algorithm>

namespace lintcache {
namespace {

// A file that flips between a few states (branches) keeps them all; more are forgotten, oldest first.
constexpr int64_t k_sets_kept = 8;

std::string encode(std::vector<int64_t> ids) {
  std::sort(ids.begin(), ids.end());
  ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
  std::string bytes;
  int64_t last = 0;
  for (const int64_t id : ids) {
    auto distance = static_cast<uint64_t>(id - last);
    for (; distance >= 0x80; distance >>= 7) bytes += static_cast<char>(distance | 0x80);
    bytes += static_cast<char>(distance);
    last = id;
  }
  return bytes;
}

// Calls `visit` with each id until it says no; false where it did.
template <class Visit>
bool each_id(std::string_view bytes, const Visit& visit) {
  int64_t id = 0;
  uint64_t distance = 0;
  int shift = 0;
  for (const char byte : bytes) {
    distance |= static_cast<uint64_t>(byte & 0x7F) << shift;
    shift = (shift + 7) & 63;
    if ((byte & 0x80) != 0) continue;
    id += static_cast<int64_t>(distance);
    if (!visit(id)) return false;
    distance = 0;
    shift = 0;
  }
  return true;
}

std::string spelled(const InputState& input) {
  std::string text(1, static_cast<char>(input.input.kind));
  return text.append(input.state.view()).append(input.input.detail).append(1, '\0').append(
      input.input.path);
}

}  // namespace

InputSets::InputSets(Database& database) : database_(database) {}

void InputSets::load() {
  if (loaded_) return;
  loaded_ = true;
  Statement rows = database_.prepare("SELECT id, kind, path, detail, state FROM input ORDER BY id");
  while (rows.step()) {
    const auto id = static_cast<size_t>(rows.integer(0));
    inputs_.resize(std::max(inputs_.size(), id + 1));
    inputs_[id].recorded = {{static_cast<InputKind>(rows.integer(1)), std::string(rows.bytes(2)),
                             std::string(rows.bytes(3))},
                            Digest::from(rows.bytes(4))};
  }
}

bool InputSets::holds(int64_t input, StatCache& disk) {
  if (input <= 0 || static_cast<size_t>(input) >= inputs_.size()) return false;
  KnownInput& known = inputs_[static_cast<size_t>(input)];
  // A row that is missing: nothing is known about it.
  if (known.recorded.input.path.empty()) return false;
  using Holds = KnownInput::Holds;
  if (known.holds == Holds::unknown)
    known.holds = disk.state(known.recorded.input) == known.recorded.state ? Holds::yes : Holds::no;
  return known.holds == Holds::yes;
}

std::optional<KnownSet> InputSets::find(std::string_view subject, StatCache& disk) {
  load();
  Statement rows = database_.prepare(
      "SELECT id, digest, payload, members FROM input_set WHERE subject = ? ORDER BY id DESC");
  rows.with(subject);
  while (rows.step())
    if (each_id(rows.bytes(3), [&](int64_t id) { return holds(id, disk); }))
      return KnownSet{rows.integer(0), Digest::from(rows.bytes(1)), std::string(rows.bytes(2))};
  return {};
}

int64_t InputSets::intern(const InputState& input) {
  if (ids_.empty())
    for (size_t id = 1; id < inputs_.size(); ++id)
      ids_.emplace(spelled(inputs_[id].recorded), static_cast<int64_t>(id));
  const auto [known, is_new] =
      ids_.emplace(spelled(input), static_cast<int64_t>(std::max<size_t>(inputs_.size(), 1)));
  if (!is_new) return known->second;
  inputs_.resize(static_cast<size_t>(known->second) + 1);
  inputs_.back().recorded = input;
  database_.prepare("INSERT INTO input (id, kind, path, detail, state) VALUES (?, ?, ?, ?, ?)")
      .with(known->second, static_cast<int64_t>(input.input.kind), std::string_view(input.input.path),
            std::string_view(input.input.detail), input.state.view())
      .run();
  return known->second;
}

KnownSet InputSets::add(std::string_view subject, const InputSet& set, std::string_view payload) {
  load();
  std::vector<int64_t> ids;
  for (const InputState& input : set.inputs) ids.push_back(intern(input));
  database_
      .prepare("INSERT INTO input_set (subject, digest, payload, members) VALUES (?, ?, ?, ?)")
      .with(subject, set.digest.view(), payload, std::string_view(encode(std::move(ids))))
      .run();
  Statement last = database_.prepare("SELECT last_insert_rowid()");
  const bool is_recorded = last.step() && database_.failure().code == SQLITE_OK;
  const int64_t id = is_recorded ? last.integer(0) : 0;
  database_
      .prepare("DELETE FROM input_set WHERE subject = ?1 AND id NOT IN "
               "(SELECT id FROM input_set WHERE subject = ?1 ORDER BY id DESC LIMIT ?2)")
      .with(subject, k_sets_kept)
      .run();
  forgotten_ = forgotten_ || database_.changed_rows() > 0;
  return {id, set.digest, std::string(payload)};
}

std::vector<Input> InputSets::inputs(int64_t set) {
  load();
  std::vector<Input> list;
  Statement row = database_.prepare("SELECT members FROM input_set WHERE id = ?");
  row.with(set);
  if (row.step())
    each_id(row.bytes(0), [&](int64_t id) {
      if (id > 0 && static_cast<size_t>(id) < inputs_.size())
        list.push_back(inputs_[static_cast<size_t>(id)].recorded.input);
      return true;
    });
  return list;
}

void InputSets::forget(std::string_view prefix) {
  database_.prepare("DELETE FROM input_set WHERE substr(subject, 1, length(?1)) = ?1")
      .with(prefix)
      .run();
  forgotten_ = forgotten_ || database_.changed_rows() > 0;
}

void InputSets::sweep() {
  if (!forgotten_) return;
  forgotten_ = false;
  load();
  std::vector<bool> used(inputs_.size());
  Statement rows = database_.prepare("SELECT members FROM input_set");
  while (rows.step())
    each_id(rows.bytes(0), [&](int64_t id) {
      if (static_cast<size_t>(id) < used.size()) used[static_cast<size_t>(id)] = true;
      return true;
    });
  Statement drop = database_.prepare("DELETE FROM input WHERE id = ?");
  for (size_t id = 1; id < used.size(); ++id) {
    if (used[id] || inputs_[id].recorded.input.path.empty()) continue;
    drop.with(static_cast<int64_t>(id)).run();
    ids_.erase(spelled(inputs_[id].recorded));
    inputs_[id] = {};
  }
}

}  // namespace lintcache
