// SPDX-License-Identifier: MIT
// Words of MAKEFLAGS: single letters without a dash first, then options, then `--` and variables.
#include "schedule/make_flags.h"

#include <algorithm>
#include <charconv>

namespace lintcache {
namespace {

// Options without a value, which stand together in one word. In others, -Iinclude, an `n` means nothing.
constexpr std::string_view k_letters = "bBdeikLmnpqrRsStvw";
constexpr std::string_view k_idle_letters = "nqt";
constexpr std::string_view k_idle_words[] = {"--just-print", "--dry-run", "--recon", "--question", "--touch"};
constexpr std::string_view k_servers[] = {"--jobserver-auth=", "--jobserver-fds="};

bool only_letters(std::string_view word) { return word.find_first_not_of(k_letters) == std::string_view::npos; }

unsigned number_in(std::string_view digits) {
  unsigned number = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), number);
  return number;
}

void read_word(std::string_view word, MakeFlags& flags) {
  for (const std::string_view server : k_servers)
    if (word.starts_with(server)) flags.server = word.substr(server.size());
  constexpr std::string_view k_jobs = "--jobs=";
  if (word.starts_with(k_jobs) || word == "--jobs") flags.jobs = number_in(word.substr(std::min(word.size(), k_jobs.size())));
  if (std::find(std::begin(k_idle_words), std::end(k_idle_words), word) != std::end(k_idle_words)) flags.is_idle = true;
  if (word.starts_with("--")) return;
  if (word.starts_with('-')) word.remove_prefix(1);
  // What has no value may stand before it: `kj4`.
  const size_t jobs = word.find('j');
  const std::string_view letters = word.substr(0, jobs);
  if (!only_letters(letters)) return;
  if (letters.find_first_of(k_idle_letters) != std::string_view::npos) flags.is_idle = true;
  if (jobs != std::string_view::npos) flags.jobs = number_in(word.substr(jobs + 1));
}

}  // namespace

MakeFlags read_make_flags(std::string_view text) {
  MakeFlags flags;
  bool is_first = true;
  while (!text.empty()) {
    const size_t end = std::min(text.find(' '), text.size());
    const std::string_view word = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (word == "--") break;
    // Only the first word does without its dash.
    if (word.starts_with('-') || is_first) read_word(word, flags);
    is_first = false;
  }
  return flags;
}

}  // namespace lintcache
