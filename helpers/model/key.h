// SPDX-License-Identifier: MIT
// What stands for sure before a tool looks at a file: the parts of a task's static key, by name and value.
//
// The static key finds recorded input sets (store/input_sets.h), of which one must still hold: the two phases of
// ccache's manifest. Parts are kept as they are beside their digest, so that a difference can be named.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace lintcache {

// The values are on disk: never renumber.
enum class PartKind : uint8_t {
  tool = 0,         // name: a program or distribution; value: its version or content
  platform = 1,     // interpreter, ABI, system
  argument = 2,     // name: empty; value: one word of the command line, places on this machine as `{source_dir}`
  environment = 3,  // name: a variable; value: its value
  setting = 4,      // name: of something else that the request says
  config = 5,       // name: a place where the tool looks for its configuration; value: its content's digest, or "absent"
  tree = 6,         // name: what is listed; value: how much, and a digest of the names
};

struct KeyPart {
  PartKind kind = PartKind::tool;
  std::string name;
  std::string value;
  auto operator<=>(const KeyPart&) const = default;
};

using KeyParts = std::vector<KeyPart>;

}  // namespace lintcache
