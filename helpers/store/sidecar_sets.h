// SPDX-License-Identifier: MIT
// Input sets and groups of inputs as lines of sidecars, and back.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/frame.h"
#include "base/roots.h"
#include "store/database.h"
#include "store/input_sets.h"

namespace lintcache {

// Whose result a subject of input sets is: a file, "TOOL.tree" for a check of the whole tree; empty where it is neither.
std::string owner_of(std::string_view subject);

// Lines of sidecars to sets.
class SetReader {
 public:
  // All must outlive the object.
  SetReader(Database& database, InputSets& sets, const Roots& roots) : database_(database), sets_(sets), roots_(roots) {}

  // Takes the lines of one sidecar that are about sets and groups.
  void take(const std::string& sidecar, const std::vector<Fields>& lines);

  // Puts all that was taken. A set that names a group that is not there is none.
  void put();

  // Groups that stand in each sidecar, and subjects of sets that could not be put.
  [[nodiscard]] const std::unordered_map<std::string, std::vector<int64_t>>& groups() const { return groups_; }
  [[nodiscard]] const std::set<std::string>& lost() const { return lost_; }

 private:
  struct Part {
    std::string sidecar;
    std::vector<Fields> lines;
  };
  struct Ids {
    std::vector<int64_t> inputs, below;
    std::string payload;
  };
  std::optional<Ids> recorded(const Part& part);
  void put_group(const Part& part);
  bool put_set(const Part& part);

  Database& database_;
  InputSets& sets_;
  const Roots& roots_;
  std::vector<Part> found_sets_, found_groups_;
  std::unordered_map<std::string, int64_t> ids_;  // of groups, by name
  std::unordered_map<std::string, std::vector<int64_t>> groups_;
  std::set<std::string> lost_;
  std::optional<Statement> insert_;
};

// Sets to lines of sidecars.
class SetWriter {
 public:
  // All must outlive the object.
  SetWriter(Database& database, InputSets& sets, const Roots& roots) : database_(database), sets_(sets), roots_(roots) {}

  // The sets of one owner, with those groups that `stands_here` tells of.
  std::vector<Fields> sets_of(const std::string& owner, const std::function<bool(int64_t)>& stands_here);

  std::vector<Fields> group(int64_t id);

 private:
  struct Named {
    std::string name;  // the digest of its lines
    int64_t height = 0;
  };
  const Named& named(int64_t id);
  void add_inputs(const std::vector<InputState>& inputs, const std::vector<int64_t>& below, std::vector<Fields>& lines);
  void add_set(const Statement& row, const std::function<bool(int64_t)>& stands_here, std::vector<Fields>& lines);

  Database& database_;
  InputSets& sets_;
  const Roots& roots_;
  std::unordered_map<int64_t, Named> names_;
};

}  // namespace lintcache
