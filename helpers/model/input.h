// SPDX-License-Identifier: MIT
// Something outside of us that a result depends on, and the state it was in.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "model/digest.h"

namespace lintcache {

// The values are on disk: never renumber.
enum class InputKind : uint8_t {
  content = 0,  // the bytes of the file `path`; absent where there is none
  listing = 1,  // the names in the directory `path`; absent where there is none
  lookup = 2,   // the names in the directory `path` that are `detail` or begin with `detail` and a dot
};

struct Input {
  InputKind kind = InputKind::content;
  std::string path;    // absolute
  std::string detail;  // only for `lookup`
  bool operator==(const Input&) const = default;
};

struct InputState {
  Input input;
  Digest state;
  bool operator==(const InputState&) const = default;
};

// All that one result depends on. `digest` stands for the whole list, order aside.
struct InputSet {
  std::vector<InputState> inputs;
  Digest digest;
};

}  // namespace lintcache

template <>
struct std::hash<lintcache::Input> {
  size_t operator()(const lintcache::Input& input) const noexcept {
    const std::hash<std::string> hash;
    return hash(input.path) * 31 + hash(input.detail) * 7 + static_cast<size_t>(input.kind);
  }
};
