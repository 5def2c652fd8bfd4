// SPDX-License-Identifier: MIT
// Something outside of us that a result depends on, the state it was in, and what is often depended on together.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "model/digest.h"

namespace lintcache {

// The values are on disk: never renumber.
enum class InputKind : uint8_t {
  content = 0,  // the bytes of the file `path`; absent where there is none
  listing = 1,  // the names in the directory `path`; absent where there is none
  lookup = 2,   // the names in the directory `path` that are `detail` or begin with `detail` and a dot
  fact = 3,     // what a traced process was told about `path` besides; which, says `detail`: digest/input_facts.h
};

struct Input {
  InputKind kind = InputKind::content;
  std::string path;    // absolute
  std::string detail;  // only for `lookup`
  bool operator==(const Input&) const = default;
};

// How an input came into a footprint. The values are on disk: never renumber.
enum class Origin : uint8_t {
  runtime = 0,    // a Python module that an import loaded
  statement = 1,  // "static": text that import statements lead to, run or not
  stub = 2,       // the same for a .pyi or a py.typed
  extension = 3,  // an extension module that an import loaded
  library = 4,    // a shared library that came with one
  data = 5,       // a file that was opened, a directory that was listed
  absent = 6,     // a place where something else would have been found, had it been there
  itself = 7,     // the file that is linted
  config = 8,     // a place where the tool looks for its configuration
  declared = 9,   // EXTRA_INPUTS and lint_file_inputs()
  tool = 10,      // a file of the tool's own program
  tree = 11,      // any file of the tree, for a tool that looks at all of them
  observed = 12,  // what the tool was seen to read
};
inline constexpr int k_last_origin = 12;

// As users read and write it.
constexpr std::string_view name_of(Origin origin) {
  constexpr std::string_view k_names[] = {"runtime", "static", "stub", "extension", "library", "data", "absent",
                                            "itself", "config", "declared", "tool", "tree", "observed"};
  return k_names[static_cast<size_t>(origin)];
}

struct TracedInput {
  Input input;
  Origin origin = Origin::data;
  bool operator==(const TracedInput&) const = default;
};

struct InputState {
  Input input;
  Digest state;
  Origin origin = Origin::data;
  bool operator==(const InputState&) const = default;
};

// All that one result depends on: inputs of its own, and recorded groups (by id) with all below them.
// `digest` stands for all of it, order aside.
struct InputSet {
  std::vector<InputState> inputs;
  Digest digest;
  std::vector<int64_t> below;
};

// Inputs that are always depended on together, with the groups that are then depended on, too.
struct InputGroup {
  std::vector<InputState> inputs;
  Digest digest;
  std::vector<int64_t> below;
  std::string description;  // for who wants to look at it; see imports/description.h
};

// Groups before they are recorded: both lists are numbers, of `inputs` and of groups that stand before.
struct InputGraph {
  struct Group {
    std::vector<uint32_t> inputs;
    std::vector<uint32_t> below;
    std::string description;
  };
  std::vector<TracedInput> inputs;  // each once
  std::vector<Group> groups;
};

}  // namespace lintcache

template <>
struct std::hash<lintcache::Input> {
  size_t operator()(const lintcache::Input& input) const noexcept {
    const std::hash<std::string> hash;
    return hash(input.path) * 31 + hash(input.detail) * 7 + static_cast<size_t>(input.kind);
  }
};

template <>
struct std::hash<lintcache::TracedInput> {
  size_t operator()(const lintcache::TracedInput& one) const noexcept {
    return std::hash<lintcache::Input>()(one.input) * 13 + static_cast<size_t>(one.origin);
  }
};
