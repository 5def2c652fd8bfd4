// SPDX-License-Identifier: MIT
// All that files reach through import statements, at every nesting level and from file to file.
//
// Lives for one run: every file is read and scanned once, and every name looked for once.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

#include "imports/description.h"
#include "imports/resolver.h"

namespace lintcache {

// The content of files and of all text they reach, and whatever decided where names lead. One group for files
// that import each other, and one for each name that was found: it leads to the files it stands for.
struct StaticGraph {
  InputGraph graph;
  std::vector<uint32_t> group_of;  // by file that was asked for
};

class StaticImports {
 public:
  // The bytes of a file, or nothing where it cannot be read.
  using Reader = std::function<std::optional<std::string>(const std::string& path)>;

  StaticImports(StatCache& disk, Reader read, SearchPath path)
      : read_(std::move(read)), resolver_(disk, std::move(path)) {}

  // A package that a file itself lies in counts where it is imported. Descriptions name the imports that
  // stand in the text; those for type checkers and of parents that every import implies make no circle.
  StaticGraph graph(std::span<const ModuleFile> files);

  // The imports of one file alone, as the graph has them.
  Resolution direct(const ModuleFile& file);

  [[nodiscard]] const Resolver& resolver() const { return resolver_; }
  [[nodiscard]] size_t files_scanned() const { return files_scanned_; }

 private:
  using Id = uint32_t;

  // A place or a file: a place leads to its parent and its files, a file to the places it imports.
  struct Node {
    const Place* place = nullptr;  // none for a file
    ModuleFile file;
    std::vector<Id> inputs;
    std::vector<Id> next;
    DescribedModule described;
  };

  Id node_of(const Place& place);
  Id node_of(const ModuleFile& file);
  Id input_id(const Input& input);
  void expand(Id id);
  void expand_file(Node& node);
  void expand_place(Node& node);

  Reader read_;
  Resolver resolver_;
  std::vector<Node> nodes_;
  Id expanded_ = 0;  // nodes before this one
  std::unordered_map<const Place*, Id> place_nodes_;
  std::unordered_map<std::string, Id> file_nodes_;  // path, 0, name
  std::unordered_map<Input, Id> input_ids_;
  std::vector<TracedInput> inputs_;
  size_t files_scanned_ = 0;
};

}  // namespace lintcache
