// SPDX-License-Identifier: MIT
// The one table of what can be set for a tree; the manifest, lintcache.json and the command line share it.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "model/request.h"

namespace lintcache {

struct Setting {
  std::string_view key;  // in JSON; the option is the same with `-` for `_` and `--` before it
  std::string_view value;  // how the value is named in the help
  std::string_view help;
  bool is_path = false;  // made absolute: from the current directory, or from where lintcache.json is
  std::variant<std::string Request::*, std::vector<std::string> Request::*, bool Request::*,
               unsigned Request::*>
      member;
};

// Those that users set. Each is a keyword of lint_python_tree() too, in capitals.
std::span<const Setting> settings();

}  // namespace lintcache
