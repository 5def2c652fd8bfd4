// SPDX-License-Identifier: MIT
// Lists of dependents as parts of replays.
//
// Part 1 + N of a replay has the lists of the paths from N * k_block on, as encoded fields (base/frame.h), one for each path: empty,
// a zero byte for many, or numbers of files plus 1 (store/id_list.h). Fields at the end may be left out.
#include "store/dependents.h"

#include <algorithm>

#include "store/id_list.h"

namespace lintcache {
namespace {

constexpr size_t k_block = 1024;  // paths

// No list begins so.
const std::string k_many(1, '\0');

Dependents decoded(const std::string& field) {
  if (field == k_many) return {true, {}};
  Dependents found{false, decode_ids(field)};
  for (int64_t& file : found.files) --file;
  return found;
}

std::string encoded(const Dependents& dependents) {
  if (dependents.are_many) return k_many;
  std::vector<int64_t> ids = dependents.files;
  for (int64_t& id : ids) ++id;
  return encode_ids(std::move(ids));
}

}  // namespace

void add_dependents(const Dependents& more, size_t most, Dependents& to) {
  to.are_many = to.are_many || more.are_many;
  if (!to.are_many) to.files.insert(to.files.end(), more.files.begin(), more.files.end());
  // Not at each step: most lists stay short.
  if (!to.are_many && to.files.size() > 2 * most) {
    std::sort(to.files.begin(), to.files.end());
    to.files.erase(std::unique(to.files.begin(), to.files.end()), to.files.end());
    to.are_many = to.files.size() > most;
  }
  if (to.are_many) to.files = {};
}

Fields* DependentIndex::block_of(size_t path) {
  const size_t number = path / k_block;
  const auto [entry, is_new] = blocks_.try_emplace(number);
  if (is_new) {
    if (const auto bytes = replays_.part(key_, static_cast<int64_t>(1 + number)))
      if (auto fields = decode_fields(*bytes)) entry->second = std::move(*fields);
  }
  return entry->second ? &*entry->second : nullptr;
}

std::optional<Dependents> DependentIndex::of(size_t path) {
  const Fields* block = block_of(path);
  if (block == nullptr) return {};
  const size_t place = path % k_block;
  return place < block->size() ? decoded((*block)[place]) : Dependents();
}

void DependentIndex::add(size_t path, const Dependents& more, size_t most) {
  Fields* block = block_of(path);
  if (block == nullptr) block = &blocks_[path / k_block].emplace();
  const size_t place = path % k_block;
  if (block->size() <= place) block->resize(place + 1);
  std::string& field = (*block)[place];
  Dependents all = decoded(field);
  add_dependents(more, most, all);
  if (std::string now = encoded(all); now != field) {
    field = std::move(now);
    changed_.insert(path / k_block);
  }
}

void DependentIndex::save() {
  for (const size_t block : changed_) replays_.put_part(key_, static_cast<int64_t>(1 + block), encode_fields(*blocks_[block]));
  changed_.clear();
}

}  // namespace lintcache
