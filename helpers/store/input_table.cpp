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
    inputs_[id].recorded = {{static_cast<InputKind>(rows.integer(1)), roots_.unpacked(rows.bytes(2)),
                             std::string(rows.bytes(3))},
                            Digest::from(rows.bytes(4)),
                            static_cast<Origin>(std::clamp<int64_t>(rows.integer(5), 0, k_last_origin))};
  }
}

const InputState* InputTable::find(int64_t id) {
  load();
  if (id <= 0 || static_cast<size_t>(id) >= inputs_.size()) return nullptr;
  const InputState& input = inputs_[static_cast<size_t>(id)].recorded;
  return input.input.path.empty() ? nullptr : &input;
}

bool InputTable::holds(int64_t id, StatCache& disk) {
  const InputState* recorded = find(id);
  if (recorded == nullptr) return false;
  Known& known = inputs_[static_cast<size_t>(id)];
  using Holds = Known::Holds;
  if (known.holds == Holds::unknown)
    known.holds = disk.state(recorded->input) == recorded->state ? Holds::yes : Holds::no;
  return known.holds == Holds::yes;
}

int64_t InputTable::add(const InputState& input) {
  load();
  if (ids_.empty())
    for (size_t id = 1; id < inputs_.size(); ++id)
      ids_.emplace(spelled(inputs_[id].recorded), static_cast<int64_t>(id));
  const auto [known, is_new] =
      ids_.emplace(spelled(input), static_cast<int64_t>(std::max<size_t>(inputs_.size(), 1)));
  if (!is_new) return known->second;
  inputs_.resize(static_cast<size_t>(known->second) + 1);
  inputs_.back().recorded = input;
  if (!insert_)
    insert_ = database_.prepare(
        "INSERT INTO input VALUES (?1, ?2, ?3, ?4, ?5, ?6, row_sum(?1, ?2, ?3, ?4, ?5, ?6))");
  insert_->with(known->second, static_cast<int64_t>(input.input.kind), std::string_view(roots_.packed(input.input.path)),
                std::string_view(input.input.detail), input.state.view(), static_cast<int64_t>(input.origin))
      .run();
  return known->second;
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
}

size_t InputTable::end() {
  load();
  return std::max<size_t>(inputs_.size(), 1);
}

}  // namespace lintcache
