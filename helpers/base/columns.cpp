// SPDX-License-Identifier: MIT
// Widths as the C library knows them.
#include "base/columns.h"

#include <clocale>
#include <cwchar>
#include <vector>

namespace lintcache {
namespace {

constexpr std::string_view k_ellipsis = "…";
constexpr std::string_view k_replacement = "\xEF\xBF\xBD";

struct Character {
  std::string bytes;
  size_t columns;
};

// The C library tells widths by locale; that of the process stays as it is.
class InUtf8 {
 public:
  InUtf8() : before_(uselocale(locale())) {}
  ~InUtf8() { uselocale(before_); }
  InUtf8(const InUtf8&) = delete;

 private:
  static locale_t locale() {
    static const locale_t utf8 = newlocale(LC_CTYPE_MASK, "C.UTF-8", nullptr);
    return utf8 != nullptr ? utf8 : LC_GLOBAL_LOCALE;
  }
  locale_t before_;
};

// Marks that turn the direction of what follows.
bool turns_text(wchar_t character) {
  return character == 0x061C || character == 0x200E || character == 0x200F || (character >= 0x202A && character <= 0x202E) ||
         (character >= 0x2066 && character <= 0x2069);
}

std::vector<Character> characters_of(std::string_view text) {
  const InUtf8 in_utf8;
  std::vector<Character> characters;
  mbstate_t state{};
  for (size_t at = 0; at < text.size();) {
    wchar_t character = 0;
    const size_t length = mbrtowc(&character, text.data() + at, text.size() - at, &state);
    if (length == 0 || length > text.size() - at) {
      state = {};
      characters.push_back({std::string(k_replacement), 1});
      ++at;
      continue;
    }
    const int columns = wcwidth(character);
    if (columns < 0 || turns_text(character)) {
      characters.push_back({std::string(k_replacement), 1});
    } else {
      characters.push_back({std::string(text.substr(at, length)), static_cast<size_t>(columns)});
    }
    at += length;
  }
  return characters;
}

size_t sum_of(const std::vector<Character>& characters) {
  size_t sum = 0;
  for (const Character& one : characters) sum += one.columns;
  return sum;
}

std::string joined_text(const std::vector<Character>& characters, size_t begin, size_t end) {
  std::string text;
  for (size_t i = begin; i < end; ++i) text += characters[i].bytes;
  return text;
}

}  // namespace

size_t columns_of(std::string_view text) { return sum_of(characters_of(text)); }

std::string cut_at_end(std::string_view text, size_t columns) {
  const auto characters = characters_of(text);
  if (sum_of(characters) <= columns) return joined_text(characters, 0, characters.size());
  if (columns == 0) return {};
  size_t end = 0;
  for (size_t room = columns - 1; end < characters.size() && characters[end].columns <= room; ++end) room -= characters[end].columns;
  return joined_text(characters, 0, end) + std::string(k_ellipsis);
}

std::string cut_in_front(std::string_view text, size_t columns) {
  const auto characters = characters_of(text);
  if (sum_of(characters) <= columns) return joined_text(characters, 0, characters.size());
  if (columns == 0) return {};
  size_t begin = characters.size();
  for (size_t room = columns - 1; begin > 0 && characters[begin - 1].columns <= room; --begin) room -= characters[begin - 1].columns;
  // What combines with the character before it would combine with the ellipsis.
  while (begin < characters.size() && characters[begin].columns == 0) ++begin;
  return std::string(k_ellipsis) + joined_text(characters, begin, characters.size());
}

}  // namespace lintcache
