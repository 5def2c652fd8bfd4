// SPDX-License-Identifier: MIT
// Reading an allowlist.
#include "discovery/allowlist.h"

#include <algorithm>
#include <bit>
#include <functional>

namespace lintcache {
namespace {

constexpr std::string_view k_byte_order_mark = "\xEF\xBB\xBF";

bool can_name_a_file(std::string_view name) {
  while (true) {
    const size_t end = name.find('/');
    const std::string_view part = name.substr(0, end);
    if (part.empty() || part == "." || part == "..") return false;
    if (end == std::string_view::npos) return true;
    name.remove_prefix(end + 1);
  }
}

}  // namespace

// The slot that holds the name, else the free one where it would be.
size_t Allowlist::slot_of(std::string_view name, size_t hash) const {
  const size_t last = slots_.size() - 1;
  for (size_t place = hash & last;; place = (place + 1) & last) {
    const Slot& slot = slots_[place];
    if (slot.length == 0) return place;
    if (slot.hash == hash && std::string_view(text_).substr(slot.start, slot.length) == name) return place;
  }
}

bool Allowlist::contains(std::string_view file) const {
  return !slots_.empty() && slots_[slot_of(file, std::hash<std::string_view>()(file))].length != 0;
}

Result<Allowlist> Allowlist::read(const std::string& file, Disk& disk) {
  auto read = disk.read(file);
  if (!read) return asked_wrongly(read.error().what, file, "ALLOWLIST (--allowlist) takes a file of names");
  auto& bytes = *read;
  if (!bytes)
    return asked_wrongly("there is no such allowlist", file, "write the file, or leave out ALLOWLIST (--allowlist)");
  Allowlist list;
  list.text_ = std::move(bytes->bytes);
  std::string_view rest = list.text_;
  if (rest.starts_with(k_byte_order_mark)) rest.remove_prefix(k_byte_order_mark.size());
  list.slots_.resize(std::bit_ceil(2 * (static_cast<size_t>(std::count(rest.begin(), rest.end(), '\n')) + 1)));
  for (size_t number = 1; !rest.empty(); ++number) {
    std::string_view name = rest.substr(0, rest.find('\n'));
    rest.remove_prefix(std::min(rest.size(), name.size() + 1));
    if (name.ends_with('\r')) name.remove_suffix(1);
    if (name.find_first_not_of(" \t") == std::string_view::npos || name.starts_with('#')) continue;
    if (name.starts_with("./")) name.remove_prefix(2);
    if (!can_name_a_file(name))
      return asked_wrongly("a line of the allowlist is no name of a file relative to the source tree: '" +
                               std::string(name) + "'",
                           file + ":" + std::to_string(number), "for directories and patterns there is EXCLUDE");
    const size_t hash = std::hash<std::string_view>()(name);
    list.slots_[list.slot_of(name, hash)] = {hash, static_cast<size_t>(name.data() - list.text_.data()), name.size()};
  }
  return list;
}

}  // namespace lintcache
