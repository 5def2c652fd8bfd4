// SPDX-License-Identifier: MIT
// Inputs in SQLite.
//
// Table `input`: id, kind, path (packed, see base/roots.h), detail, state, origin, sum.
#include "store/input_table.h"

#include <algorithm>

namespace lintcache {
namespace {

std::string spelled(const InputState& input) {
  std::string text(1, static_cast<char>(input.input.kind));
  text += static_cast<char>(input.origin);
  return text.append(input.state.view()).append(input.input.detail).append(1, '\0').append(
      input.input.path);
}

}  // namespace

void InputTable::load() {
  if (loaded_) return;
  loaded_ = true;
  // Also those of damaged rows are taken.
  Statement last = database_.prepare("SELECT max(id) FROM input");
  if (last.step()) inputs_.resize(static_cast<size_t>(std::max<int64_t>(last.integer(0), 0)) + 1);
  Statement rows = database_.prepare(
      "SELECT id, kind, path, detail, state, origin FROM input "
      "WHERE sum = row_sum(id, kind, path, detail, state, origin) ORDER BY id");
  while (rows.step()) {
    const auto id = static_cast<size_t>(rows.integer(0));
    inputs_.resize(std::max(inputs_.size(), id + 1));
    inputs_[id].recorded = from_row(rows);
  }
}

InputTable::Known* InputTable::known(int64_t id) {
  if (!loaded_ && rows_.is_one_of_few()) {
    const auto [entry, is_new] = few_.try_emplace(id);
    if (is_new) entry->second = {read_one(id)};
    return entry->second.recorded.input.path.empty() ? nullptr : &entry->second;
  }
  load();
  if (id <= 0 || static_cast<size_t>(id) >= inputs_.size()) return nullptr;
  Known& input = inputs_[static_cast<size_t>(id)];
  return input.recorded.input.path.empty() ? nullptr : &input;
}

InputState InputTable::read_one(int64_t id) {
  if (!read_one_)
    read_one_ = database_.prepare("SELECT id, kind, path, detail, state, origin FROM input "
                                  "WHERE id = ?1 AND sum = row_sum(id, kind, path, detail, state, origin)");
  read_one_->with(id);
  InputState input;
  if (read_one_->step()) input = from_row(*read_one_);
  read_one_->reset();
  return input;
}

InputState InputTable::from_row(const Statement& row) const {
  return {{static_cast<InputKind>(row.integer(1)), roots_.unpacked(row.bytes(2)), std::string(row.bytes(3))},
          Digest::from(row.bytes(4)),
          static_cast<Origin>(std::clamp<int64_t>(row.integer(5), 0, k_last_origin))};
}

const InputState* InputTable::find(int64_t id) {
  const Known* input = known(id);
  return input == nullptr ? nullptr : &input->recorded;
}

bool InputTable::holds(int64_t id, StatCache& disk) {
  Known* input = known(id);
  if (input == nullptr) return false;
  using Holds = Known::Holds;
  if (input->holds == Holds::unknown)
    input->holds = disk.state(input->recorded.input) == input->recorded.state ? Holds::yes : Holds::no;
  return input->holds == Holds::yes;
}

int64_t InputTable::id_of(const InputState& input) {
  if (!id_of_)
    id_of_ = database_.prepare("SELECT id FROM input WHERE path = ?1 AND kind = ?2 AND detail = ?3 AND state = ?4 AND origin = ?5 "
                               "AND sum = row_sum(id, kind, path, detail, state, origin)");
  id_of_->with(std::string_view(roots_.packed(input.input.path)), static_cast<int64_t>(input.input.kind),
               std::string_view(input.input.detail), input.state.view(), static_cast<int64_t>(input.origin));
  const int64_t id = id_of_->step() ? id_of_->integer(0) : 0;
  id_of_->reset();
  return id;
}

int64_t InputTable::add(const InputState& input) {
  if (!loaded_ && rows_.is_one_of_few()) {
    if (const int64_t id = id_of(input); id != 0) return id;
    const int64_t id = rows_.next();
    few_[id] = {input};
    insert(id, input);
    return id;
  }
  load();
  if (ids_.empty())
    for (size_t id = 1; id < inputs_.size(); ++id)
      ids_.emplace(spelled(inputs_[id].recorded), static_cast<int64_t>(id));
  const auto [known, is_new] =
      ids_.emplace(spelled(input), static_cast<int64_t>(std::max<size_t>(inputs_.size(), 1)));
  if (!is_new) return known->second;
  inputs_.resize(static_cast<size_t>(known->second) + 1);
  inputs_.back().recorded = input;
  insert(known->second, input);
  return known->second;
}

void InputTable::insert(int64_t id, const InputState& input) {
  if (!insert_)
    insert_ = database_.prepare(
        "INSERT INTO input VALUES (?1, ?2, ?3, ?4, ?5, ?6, row_sum(?1, ?2, ?3, ?4, ?5, ?6))");
  insert_->with(id, static_cast<int64_t>(input.input.kind), std::string_view(roots_.packed(input.input.path)),
                std::string_view(input.input.detail), input.state.view(), static_cast<int64_t>(input.origin))
      .run();
}

void InputTable::keep_only(const std::vector<bool>& used) {
  load();
  Statement drop = database_.prepare("DELETE FROM input WHERE id = ?");
  for (size_t id = 1; id < inputs_.size(); ++id) {
    if ((id < used.size() && used[id]) || inputs_[id].recorded.input.path.empty()) continue;
    drop.with(static_cast<int64_t>(id)).run();
    ids_.erase(spelled(inputs_[id].recorded));
    inputs_[id] = {};
  }
}

void InputTable::look_again() {
  for (Known& known : inputs_) known.holds = Known::Holds::unknown;
  for (auto& [id, known] : few_) known.holds = Known::Holds::unknown;
}

size_t InputTable::end() {
  return loaded_ ? std::max<size_t>(inputs_.size(), 1) : static_cast<size_t>(rows_.last()) + 1;
}

}  // namespace lintcache
