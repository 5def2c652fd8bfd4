// SPDX-License-Identifier: MIT
// What Python passes over between words. A lone carriage return ends a line as a line feed does.
#include "imports/text_cursor.h"

namespace lintcache {
namespace {

constexpr ByteTable k_newlines = table_of("\n\r");

}  // namespace

void TextCursor::skip_comment() { skip_to(k_newlines); }

bool TextCursor::skip_continuation() {
  const char next = at(position_ + 1);
  if (here() != '\\' || (next != '\n' && next != '\r')) return false;
  ++position_;
  skip_newline();
  return true;
}

void TextCursor::skip_blanks(bool in_brackets) {
  while (!ended()) {
    const char c = here();
    if (c == ' ' || c == '\t' || c == '\f') {
      ++position_;
    } else if (in_brackets && (c == '\n' || c == '\r')) {
      ++position_;
    } else if (in_brackets && c == '#') {
      skip_comment();
    } else if (!skip_continuation()) {
      return;
    }
  }
}

std::string_view TextCursor::word() {
  const size_t begin = position_;
  size_t end = begin;
  while (end < text_.size() && is_name_byte(text_[end])) ++end;
  position_ = end;
  return text_.substr(begin, end - begin);
}

bool TextCursor::skip_word(std::string_view wanted) {
  const size_t begin = position_;
  if (word() == wanted) return true;
  position_ = begin;
  return false;
}

}  // namespace lintcache
