// SPDX-License-Identifier: MIT
// The ways to show how far a command is, and their names.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

namespace lintcache {

enum class ProgressStyle : uint8_t { none, block, lines, json };

struct ProgressChoice {
  ProgressStyle style = ProgressStyle::none;
  bool is_asked = false;  // by name
  std::string file;       // of JSON; empty: standard error
};

// `text` is one of auto, block, lines, json, json:FILE, none; nothing for any other. By itself it is a block where lines
// can be drawn over, else lines that become rarer the longer it takes.
std::optional<ProgressChoice> progress_choice(const std::string& text, bool can_draw);

}  // namespace lintcache
