// SPDX-License-Identifier: MIT
// Follows each path through a trace, for trace/effects.cpp; what looks and what is settled at the end stands there, what
// changes stands in trace/path_walk.cpp.
#pragma once

#include <cerrno>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "trace/effects.h"
#include "trace/known_names.h"
#include "trace/races.h"
#include "trace/resolved_names.h"

namespace lintcache {

inline bool means_absent(int error) { return error == ENOENT || error == ENOTDIR; }

// What is known of the file at a place.
struct PathNode {
  bool is_changed = false;
  bool is_made = false;       // a directory that the command made
  bool was_absent = false;    // before the command came
  bool was_read = false;      // its bytes, as they were before
  std::vector<size_t> asked;  // questions about how it was before
  std::vector<Touch> touches;
  Change change;
};

// Each event in its turn; `effects` may be called once. See trace/effects.h.
class PathWalk {
 public:
  PathWalk(const Trace& trace, const EffectRules& rules) : trace_(trace), rules_(rules) {
    for (const TracedProcess& process : trace.processes) {
      cares_.push_back(care_of(process.executable));
      compilers_.push_back(holds_times_of_sources(process.executable));
    }
  }

  Effects effects();

 private:
  void follow(const Event& event);
  void follow_look(const Event& event);
  void follow_change(const Event& event);
  void open(const Event& event);
  void open_failed(const Event& event);
  void write(const Event& event, const std::string& place);
  void look(const Event& event, FactKind kind, bool follow);
  void execute(const Event& event);
  void make(const Event& event, bool is_directory);
  void rename(const Event& event);
  void remove(const Event& event, bool is_directory);
  void set_facts(const Event& event);

  // Before anything of it is changed; false where the command itself has put it there.
  bool is_as_before(const std::string& place);
  void made(PathNode& node, bool is_made) {
    node.is_made = is_made;
    makes_directories_ = makes_directories_ || is_made;
  }
  void ask(const Event& event, Fact fact, const std::string& place, bool succeeded);
  void tell(Fact fact, const std::string& place, bool succeeded);
  void absent(const Event& event, bool follow, bool is_lenient);
  PathNode& change(const Event& event, const std::string& path, const std::string& place);
  [[nodiscard]] bool is_nameless(const std::string& place) const;
  void touch(const std::string& place, const Event& event, bool writes) {
    nodes_[place].touches.push_back({event.process, event.begin, writes});
  }
  void reason(std::string text);

  void settle();
  void settle_asked(const std::string& place, PathNode& node);
  void settle_races();
  [[nodiscard]] FactKind status_kind(const Event& event);

  const Trace& trace_;
  const EffectRules& rules_;
  std::vector<Care> cares_;
  std::vector<bool> compilers_;
  std::unordered_map<uint32_t, int> looks_of_shells_;  // by process, at its own directory
  ResolvedNames names_;
  std::unordered_map<std::string, PathNode> nodes_;
  std::unordered_map<std::string, size_t> known_;  // questions
  std::unordered_set<std::string> nameless_;  // directories in which the command made files without a name
  bool makes_directories_ = false;
  std::vector<bool> dropped_;
  Effects effects_;
};

}  // namespace lintcache
