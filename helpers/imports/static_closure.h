// SPDX-License-Identifier: MIT
// All that a file reaches through import statements, at every nesting level and from file to file.
//
// Lives for one run: every file is read and scanned once, every name looked for once, and what a group of
// files that import each other reaches is worked out once.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "imports/id_set.h"
#include "imports/resolver.h"

namespace lintcache {

class StaticImports {
 public:
  // The bytes of a file, or nothing where it cannot be read.
  using Reader = std::function<std::optional<std::string>(const std::string& path)>;

  StaticImports(StatCache& disk, Reader read, SearchPath path)
      : disk_(disk), read_(std::move(read)), resolver_(disk, std::move(path)) {}

  // The content of the file and of all text it reaches, and whatever decided where names lead; each
  // once, in no particular order. A package that the file itself lies in counts where it is imported.
  std::vector<Input> closure(const ModuleFile& file);

  // The same without copies; the pointers stay good.
  std::vector<const Input*> reached(const ModuleFile& file);

  // Stands for all inputs of the closure in their states, and is the same in every run where they are.
  // Worked out group by group, so it is cheap where listing each file's closure would not be.
  Digest digest(const ModuleFile& file);

  // The imports of one file alone, as closures see them.
  Resolution direct(const ModuleFile& file);

  // For each module that imports itself through others a shortest way, first module last again; each
  // circle once. Knows of files that closures were asked for and of all they reach. Imports for type
  // checkers and those of its own parents that every import implies make no circle.
  std::vector<std::vector<std::string>> cycles();

  [[nodiscard]] const Resolver& resolver() const { return resolver_; }
  [[nodiscard]] size_t files_scanned() const { return files_scanned_; }
  [[nodiscard]] size_t closure_bytes() const;

 private:
  using Id = uint32_t;
  static constexpr Id k_none = UINT32_MAX;

  // A place or a file: a place leads to its parent and its files, a file to the places it imports.
  struct Node {
    const Place* place = nullptr;  // none for a file
    ModuleFile file;
    std::vector<Id> inputs;
    std::vector<Id> next;
    std::vector<Id> imports;  // a file's: the places, without what only type checkers see
    Id order = k_none;        // of the first visit
    Id lowest = k_none;       // the first visited that it and those it leads to can go back to
    Id group = k_none;        // nodes that lead to each other; numbered after all groups they lead to
  };

  struct Group {
    std::vector<Id> nodes;
    IdSet reached;  // other groups
    std::optional<Digest> digest;
  };

  using Imports = std::unordered_map<Id, std::vector<Id>>;  // from file to file
  static std::vector<Id> shortest_circle(const Imports& imports, Id file);

  Id node_of(const Place& place);
  Id node_of(const ModuleFile& file);
  Id input_id(const Input& input);
  void expand(Id id);
  void expand_file(Node& node);
  void visit(Id root);
  void enter(Id id);
  void close_group(Id id);
  void digest_group(Group& group);
  [[nodiscard]] Imports imports_within(const Group& group) const;

  StatCache& disk_;
  Reader read_;
  Resolver resolver_;
  std::vector<Node> nodes_;
  std::unordered_map<const Place*, Id> place_nodes_;
  std::unordered_map<std::string, Id> file_nodes_;  // path, 0, name
  std::unordered_map<Input, Id> input_ids_;
  std::vector<const Input*> inputs_;
  std::vector<Group> groups_;
  std::vector<Id> open_;  // visited, and in no group yet
  std::vector<uint64_t> reached_;
  std::vector<Id> seen_;  // by input: the last closure that has it
  Id closures_ = 0;
  Id visited_ = 0;
  size_t files_scanned_ = 0;
};

}  // namespace lintcache
