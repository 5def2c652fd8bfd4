// SPDX-License-Identifier: MIT
// A place in Python text that moves over blanks, comments, continued lines and words.
#pragma once

#include <array>
#include <cstddef>
#include <string_view>

namespace lintcache {

using ByteTable = std::array<bool, 256>;

constexpr ByteTable table_of(std::string_view bytes) {
  ByteTable table{};
  for (const char byte : bytes) table[static_cast<unsigned char>(byte)] = true;
  return table;
}

inline constexpr ByteTable k_name_bytes = [] {
  ByteTable table = table_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_");
  for (size_t byte = 0x80; byte < table.size(); ++byte) table[byte] = true;
  return table;
}();

// Part of a name, a keyword or a number; every byte beyond ASCII is.
inline bool is_name_byte(char c) { return k_name_bytes[static_cast<unsigned char>(c)]; }

class TextCursor {
 public:
  TextCursor(std::string_view text, size_t position) : text_(text), position_(position) {}

 protected:
  // 0 beyond the end.
  [[nodiscard]] char at(size_t position) const {
    return position < text_.size() ? text_[position] : '\0';
  }
  [[nodiscard]] char here() const { return at(position_); }
  [[nodiscard]] bool ended() const { return position_ >= text_.size(); }
  [[nodiscard]] bool at_newline() const { return here() == '\n' || here() == '\r'; }
  [[nodiscard]] bool at_line_end() const { return ended() || at_newline() || here() == '#'; }

  // To the first byte that is in the table. Hot: counts in a local variable, because a member would be
  // stored anew for each byte.
  void skip_to(const ByteTable& stops) {
    size_t next = position_;
    while (next < text_.size() && !stops[static_cast<unsigned char>(text_[next])]) ++next;
    position_ = next;
  }

  void skip_newline() { position_ += here() == '\r' && at(position_ + 1) == '\n' ? 2 : 1; }
  void skip_comment();
  bool skip_continuation();  // a backslash and a newline; true where they stood here
  void skip_blanks(bool in_brackets = false);
  std::string_view word();
  bool skip_word(std::string_view wanted);  // only where it is the whole word here

  std::string_view text_;
  size_t position_;
};

}  // namespace lintcache
