// SPDX-License-Identifier: MIT
// Names to ways.
#include "cli/progress_choice.h"

#include <string_view>

namespace lintcache {

std::optional<ProgressChoice> progress_choice(const std::string& text, bool can_draw) {
  constexpr std::string_view k_json_file = "json:";
  if (text == "auto") return ProgressChoice{can_draw ? ProgressStyle::block : ProgressStyle::lines, false, {}};
  if (text == "block") return ProgressChoice{ProgressStyle::block, true, {}};
  if (text == "lines") return ProgressChoice{ProgressStyle::lines, true, {}};
  if (text == "json") return ProgressChoice{ProgressStyle::json, true, {}};
  if (text == "none") return ProgressChoice{ProgressStyle::none, true, {}};
  if (text.starts_with(k_json_file) && text.size() > k_json_file.size())
    return ProgressChoice{ProgressStyle::json, true, text.substr(k_json_file.size())};
  return {};
}

}  // namespace lintcache
