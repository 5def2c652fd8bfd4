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

// Both ends belong to it.
struct NumberRange {
  double least = 0, greatest = 0;
};

struct Setting {
  std::string_view key;  // in JSON; the option is the same with `-` for `_` and `--` before it
  std::string_view value;  // how the value is named in the help
  std::string_view help;
  bool is_path = false;  // made absolute: from the current directory, or from where lintcache.json is
  std::variant<std::string Request::*, std::vector<std::string> Request::*, bool Request::*,
               unsigned Request::*, double Request::*>
      member;
  NumberRange range = {};  // of a number
};

// Those that users set. Each is a keyword of lint_python_tree() too, in capitals.
std::span<const Setting> settings();

// What is wrong with a number for this setting; empty where nothing is.
std::string complaint_about(const Setting& setting, double number);

// The same for the setting `decider`.
std::string complaint_about_decider(std::string_view decider);

// The same for the setting `inference`.
std::string complaint_about_inference(std::string_view inference);

// The same for the setting `backend`.
std::string complaint_about_backend(std::string_view backend);

}  // namespace lintcache
