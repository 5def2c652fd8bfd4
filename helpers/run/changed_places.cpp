// SPDX-License-Identifier: MIT
// Which directories matter, and what their own times tell.
#include "run/changed_places.h"

#include "base/path.h"
#include "run/changes.h"

namespace lintcache {

bool Places::is_in_tree(const std::string& directory) const {
  const std::string& tree = session_.request.source_dir;
  return directory == tree || is_below(directory, tree);
}

void Places::add_ways(const std::string& path) {
  for (std::string way = parent_of(path); is_in_tree(way) && ways_.insert(way).second; way = parent_of(way)) {
  }
}

void Places::add(const TracedInput& one) {
  const std::string& path = one.input.path;
  switch (one.input.kind) {
    case InputKind::content:
      if (session_.disk.state(one.input).is_absent()) {
        if (is_in_tree(parent_of(path))) names_.insert(parent_of(path));
      } else {
        add_ways(path);
      }
      break;
    case InputKind::listing:
    case InputKind::lookup:
      if (one.origin == Origin::tool || is_in_tree(path)) names_.insert(path);
      break;
    // Of these the tracer tells itself.
    case InputKind::fact: break;
  }
}

std::string Places::changed_since(int64_t started, KeptPlaces& known) const {
  const std::string& tree = session_.request.source_dir;
  for (const std::string& directory : names_) {
    if (known.names.contains(directory)) continue;
    if (!session_.disk.kept_names(directory, started)) return "what is in " + shown_path(directory, tree);
    known.names.insert(directory);
  }
  for (const std::string& directory : ways_) {
    if (known.ways.contains(directory)) continue;
    if (!session_.disk.kept_place(directory, started)) return shown_path(directory, tree);
    known.ways.insert(directory);
  }
  return {};
}

}  // namespace lintcache
