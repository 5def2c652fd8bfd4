// SPDX-License-Identifier: MIT
// Choosing files by name.
#include "run/select.h"

#include <string_view>
#include <unordered_set>

#include "base/path.h"

namespace lintcache {

Result<std::vector<std::string>> select_files(const std::vector<std::string>& files, const Request& request) {
  if (request.selected_files.empty()) return files;
  std::vector<std::string> chosen;
  std::unordered_set<std::string> known;
  const std::unordered_set<std::string_view> names(files.begin(), files.end());
  for (const std::string& wanted : request.selected_files) {
    bool found = names.contains(wanted);
    if (found && known.insert(wanted).second) chosen.push_back(wanted);
    // Nothing lies below a file.
    if (found) continue;
    for (const std::string& file : files) {
      if (!wanted.empty() && !is_below(file, wanted)) continue;
      found = true;
      if (known.insert(file).second) chosen.push_back(file);
    }
    if (!found)
      return asked_wrongly("not a file that is linted", absolute_path(wanted, request.source_dir),
                           "`lintcache discover --list` shows those that are");
  }
  return chosen;
}

}  // namespace lintcache
