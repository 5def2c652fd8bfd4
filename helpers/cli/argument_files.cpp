// SPDX-License-Identifier: MIT
// Words from files.
#include "cli/argument_files.h"

#include <algorithm>
#include <iterator>

#include "base/disk.h"
#include "base/path.h"
#include "base/text.h"

namespace lintcache {

Result<std::vector<std::string>> with_argument_files(const std::vector<std::string>& words) {
  const auto mark = std::find(words.begin(), words.end(), "--");
  std::vector<std::string> all;
  for (auto word = words.begin(); word != mark; ++word) {
    if (!word->starts_with('@') || word->size() == 1) {
      all.push_back(*word);
      continue;
    }
    const std::string file = absolute_path(word->substr(1), current_directory());
    const auto read = real_disk().read(file);
    if (!read || !*read) return asked_wrongly("cannot read the file with arguments", file, "a name that begins with @ is meant by ./@name");
    for (std::string& line : split((*read)->bytes, '\n')) {
      if (line.ends_with('\r')) line.pop_back();
      if (!line.empty() && !line.starts_with('#')) all.push_back(std::move(line));
    }
  }
  std::copy(mark, words.end(), std::back_inserter(all));
  return all;
}

}  // namespace lintcache
