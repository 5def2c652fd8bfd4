// SPDX-License-Identifier: MIT
// Changes of the world, and openings, of which only their flags tell what they are.
#include "trace/path_walk.h"

#include <fcntl.h>

#include <utility>

#include "base/path.h"

namespace lintcache {

void PathWalk::open_failed(const Event& event) {
  const bool follow = (event.flags & O_NOFOLLOW) == 0;
  if (means_absent(event.error) && (event.flags & O_CREAT) == 0) return absent(event, follow, false);
  const std::string place = names_.resolved(event.path, follow);
  if (means_absent(event.error)) {
    const std::string above = parent_of(tidy(event.path));
    if (is_as_before(parent_of(place))) tell({FactKind::absent, above, "", "-", true}, parent_of(place), false);
    return;
  }
  if (!is_as_before(place)) return;
  if (event.error == EACCES || event.error == EPERM || event.error == EROFS) {
    const bool writes = (event.flags & O_ACCMODE) != O_RDONLY;
    const bool reads = (event.flags & O_ACCMODE) != O_WRONLY;
    ask(event, {FactKind::access, tidy(event.path), std::to_string((writes ? 2 : 0) + (reads ? 4 : 0)), "", false}, place, false);
    ask(event, {FactKind::shape, tidy(event.path), "l", "", false}, place, true);
  } else if (event.error == EEXIST || event.error == EISDIR || event.error == ELOOP || event.error == ENXIO) {
    ask(event, {FactKind::shape, tidy(event.path), follow ? "" : "l", "", false}, place, true);
  } else {
    reason("cannot open " + event.path + " (errno " + std::to_string(event.error) + ")");
  }
}

PathNode& PathWalk::change(const Event& event, const std::string& path, const std::string& place) {
  touch(place, event, true);
  PathNode& node = nodes_[place];
  if (!node.is_changed) {
    // What lies in a directory of ours was not there before.
    node.change.was_absent = node.was_absent || !is_as_before(place);
    node.is_changed = true;
    node.change.path = place;
    node.change.directory = parent_of(tidy(path));
    node.change.has_new_content = false;
  }
  return node;
}

void PathWalk::write(const Event& event, const std::string& place) {
  const bool is_new = is_as_before(place);
  const bool only_touched = event.kind == EventKind::open && only_touches(trace_.processes[event.process].executable);
  const bool was_changed = nodes_[place].is_changed;
  PathNode& node = change(event, event.path, place);
  const bool is_excluded = (event.flags & (O_CREAT | O_EXCL)) == (O_CREAT | O_EXCL);
  const bool is_emptied = event.kind == EventKind::open && (event.flags & O_TRUNC) != 0;
  node.change.has_new_content = node.change.has_new_content || !only_touched;
  if (event.kind == EventKind::open && (event.flags & O_CREAT) != 0 && !was_changed) node.change.asked_mode = event.mode;
  if (!is_new || was_changed) return;
  if (node.was_read && !rules_.is_output(place)) reason("reads " + place + " and then writes it");
  const std::string named = tidy(event.path);
  if (is_excluded) {
    node.was_absent = node.change.was_absent = true;
    tell({FactKind::absent, named, "l", "-", true}, place, false);
  } else if (only_touched || is_emptied || rules_.is_output(place)) {
    if (!node.was_absent) tell({FactKind::writable, named, "", "ok", true}, place, true);
    if (only_touched) node.change.has_times = true;
  } else {
    node.change.may_be_old = true;
    tell({FactKind::absent, named, "", "-", false}, place, false);
  }
}

void PathWalk::open(const Event& event) {
  if (event.error != 0) return open_failed(event);
  const bool follow = (event.flags & (O_NOFOLLOW | O_EXCL)) == 0;
  const std::string place = names_.resolved(event.path, follow);
  // Its flag holds that of a directory, which is what it names.
  if ((event.flags & O_TMPFILE) == O_TMPFILE) nameless_.insert(place);
  if ((event.flags & O_DIRECTORY) != 0) return look(event, FactKind::shape, follow);
  if ((event.flags & O_PATH) != 0) return look(event, FactKind::shape, follow);
  const bool writes = (event.flags & O_ACCMODE) != O_RDONLY || (event.flags & O_TRUNC) != 0;
  if (writes) return write(event, place);
  if (is_as_before(place)) nodes_[place].was_read = true;
  look(event, FactKind::content, true);
}

void PathWalk::make(const Event& event, bool is_directory) {
  const std::string& path = event.kind == EventKind::link ? event.other : event.path;
  const std::string place = names_.resolved(path, false);
  if (event.error == EEXIST) {
    if (is_as_before(place)) ask(event, {FactKind::shape, tidy(path), "l", "", false}, place, true);
    return touch(place, event, false);
  }
  if (means_absent(event.error)) {
    if (is_as_before(parent_of(place))) tell({FactKind::absent, parent_of(tidy(path)), "", "-", true}, parent_of(place), false);
    return;
  }
  if (event.error != 0) return reason("cannot make " + path + " (errno " + std::to_string(event.error) + ")");
  const bool is_new = is_as_before(place);
  PathNode& node = change(event, path, place);
  if (is_new) {
    node.was_absent = node.change.was_absent = true;
    tell({FactKind::absent, tidy(path), "l", "-", true}, place, false);
  }
  made(node, is_directory);
  node.change.has_new_content = true;
  node.change.asked_mode = event.mode;
  if (event.kind != EventKind::link) return;
  const std::string of = names_.resolved(event.path, false);
  nodes_[place].change.hard_link_of = of;
  touch(of, event, false);
  if (!is_as_before(of)) return;
  effects_.changed_inodes.insert(of);
  ask(event, {FactKind::content, tidy(event.path), "", "", false}, of, true);
}

void PathWalk::rename(const Event& event) {
  const std::string from = names_.resolved(event.path, false), to = names_.resolved(event.other, false);
  if (means_absent(event.error)) return absent(event, false, true);
  if (event.error != 0) return reason("cannot rename " + event.path + " (errno " + std::to_string(event.error) + ")");
  if (is_as_before(from)) return reason("moves " + from + ", which was there before");
  if (is_as_before(to)) {
    if (nodes_[to].was_read && !rules_.is_output(to)) reason("reads " + to + " and then writes it");
    if (!nodes_[to].was_absent) tell({FactKind::no_directory, tidy(event.other), "", "ok", false}, to, true);
  }
  PathNode& source = change(event, event.path, from);
  const Change old = source.change;
  const bool was_made = std::exchange(source.is_made, false);
  PathNode& target = change(event, event.other, to);
  made(target, was_made);
  const bool target_was_absent = target.change.was_absent;
  const std::string directory = target.change.directory;
  target.change = old;
  target.change.path = to;
  target.change.directory = directory;
  target.change.was_absent = target_was_absent;
  target.change.may_be_old = false;
  target.change.has_new_content = true;
  if (!was_made) return;
  // All that lies in a directory of ours moves with it.
  std::vector<std::pair<std::string, Change>> moved;
  for (const auto& [place, node] : nodes_)
    if (node.is_changed && is_below(place, from)) moved.emplace_back(place, node.change);
  for (auto& [place, one] : moved) {
    const std::string now = to + place.substr(from.size());
    PathNode& node = nodes_[now];
    node.is_changed = true;
    made(node, std::exchange(nodes_[place].is_made, false));
    one.path = now;
    one.directory = parent_of(now);
    node.change = one;
  }
}

void PathWalk::remove(const Event& event, bool is_directory) {
  if (means_absent(event.error)) return absent(event, false, true);
  const std::string place = names_.resolved(event.path, false);
  const bool is_new = is_as_before(place);
  if (event.error == ENOTEMPTY || event.error == EEXIST) {
    if (is_new) ask(event, {FactKind::listing, tidy(event.path), "", "", false}, place, true);
    return;
  }
  if (event.error == EISDIR || event.error == ENOTDIR || event.error == EPERM) {
    if (is_new) ask(event, {FactKind::shape, tidy(event.path), "l", "", false}, place, true);
    return;
  }
  if (event.error != 0) return reason("cannot remove " + event.path + " (errno " + std::to_string(event.error) + ")");
  PathNode& node = change(event, event.path, place);
  node.change.has_new_content = true;
  node.is_made = false;
  if (!is_new) return;
  if (node.was_read && !rules_.is_output(place)) reason("reads " + place + " and then removes it");
  if (node.asked.empty()) tell({FactKind::shape, tidy(event.path), "l", is_directory ? "d" : "f", false}, place, true);
}

void PathWalk::set_facts(const Event& event) {
  const std::string place = names_.resolved(event.path, (event.flags & AT_SYMLINK_NOFOLLOW) == 0);
  if (means_absent(event.error)) return absent(event, true, true);
  if (event.error != 0) return reason("cannot change " + event.path + " (errno " + std::to_string(event.error) + ")");
  const bool is_new = is_as_before(place);
  PathNode& node = change(event, event.path, place);
  (event.kind == EventKind::change_times ? node.change.has_times : node.change.has_mode) = true;
  if (is_new && node.asked.empty()) tell({FactKind::shape, tidy(event.path), "", "f", false}, place, true);
}

void PathWalk::follow_change(const Event& event) {
  switch (event.kind) {
    case EventKind::make_node:
    case EventKind::link:
    case EventKind::symbolic_link: return make(event, false);
    case EventKind::make_directory: return make(event, true);
    case EventKind::unlink: return remove(event, false);
    case EventKind::remove_directory: return remove(event, true);
    case EventKind::rename: return rename(event);
    case EventKind::truncate: return event.error == 0 ? write(event, names_.resolved(event.path, true)) : open_failed(event);
    default: return set_facts(event);
  }
}

}  // namespace lintcache
