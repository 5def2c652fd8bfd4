// SPDX-License-Identifier: MIT
// Skipping strings as Python 3.12's tokenizer reads them; what older ones accept ends at the same place.
//
// A string with the prefix `f` or `t` holds replacement fields, in which any string may stand again, with
// the same quotes too (PEP 701). Fields nest in strings (skip_literal), and strings in fields (skip_field).
#include "imports/string_end.h"

#include "imports/text_cursor.h"

namespace lintcache {
namespace {

// Python gives up at 150 strings within each other; what goes deeper is no Python, and is skipped flatly.
constexpr unsigned k_deepest = 300;

// Where a loop over the bytes of a plain string has to look closer.
constexpr ByteTable k_stops = table_of("'\"\\\n\r");

class StringSkipper : private TextCursor {
 public:
  using TextCursor::TextCursor;

  size_t skip_string();

 private:
  struct Quotes {
    char quote;
    bool triple;
    bool raw;
  };

  [[nodiscard]] bool closes(const Quotes& quotes) const {
    return here() == quotes.quote && (!quotes.triple || (at(position_ + 1) == quotes.quote &&
                                                         at(position_ + 2) == quotes.quote));
  }
  void skip_escape() {
    position_ += at(position_ + 1) == '\r' && at(position_ + 2) == '\n' ? 3 : 2;
  }

  [[nodiscard]] bool has_fields(bool& raw) const;
  void skip_plain(const Quotes& quotes);
  void skip_literal(const Quotes& quotes, bool in_specification);
  void skip_field(const Quotes& quotes);

  unsigned depth_ = 0;
};

// Looks back at the prefix of the string whose quote stands here.
bool StringSkipper::has_fields(bool& raw) const {
  bool fields = false;
  size_t begin = position_;
  for (unsigned i = 0; i < 2 && begin > 0; ++i) {
    const char c = static_cast<char>(text_[begin - 1] | 0x20);
    if (c == 'f' || c == 't') {
      fields = true;
    } else if (c == 'r') {
      raw = true;
    } else {
      break;
    }
    --begin;
  }
  return fields && (begin == 0 || !is_name_byte(text_[begin - 1]));
}

size_t StringSkipper::skip_string() {
  Quotes quotes{here(), at(position_ + 1) == here() && at(position_ + 2) == here(), false};
  const bool fields = has_fields(quotes.raw) && depth_ < k_deepest;
  position_ += quotes.triple ? 3 : 1;
  if (fields) {
    skip_literal(quotes, false);
    if (closes(quotes)) position_ += quotes.triple ? 3 : 1;
  } else {
    skip_plain(quotes);
  }
  if (position_ > text_.size()) position_ = text_.size();
  return position_;
}

void StringSkipper::skip_plain(const Quotes& quotes) {
  for (;;) {
    skip_to(k_stops);
    if (ended()) return;
    const char c = here();
    if (c == '\\') {
      skip_escape();
    } else if (c == quotes.quote && closes(quotes)) {
      position_ += quotes.triple ? 3 : 1;
      return;
    } else if (!quotes.triple && at_newline()) {
      return;
    } else {
      ++position_;
    }
  }
}

// Up to the closing quotes, or to the `}` that ends the field whose format specification this is.
void StringSkipper::skip_literal(const Quotes& quotes, bool in_specification) {
  while (!ended() && !closes(quotes)) {
    const char c = text_[position_];
    const char next = at(position_ + 1);
    if (c == '\\') {
      if (next == 'N' && at(position_ + 2) == '{' && !quotes.raw) {
        position_ += 3;
        while (is_name_byte(here()) || here() == ' ' || here() == '-') ++position_;
        if (here() == '}') ++position_;
      } else if (next == '{' || next == '}') {
        ++position_;
      } else {
        skip_escape();
      }
    } else if (c == '{') {
      if (depth_ == k_deepest) {
        ++position_;
      } else if (next == '{' && !in_specification) {
        position_ += 2;
      } else {
        ++depth_;
        skip_field(quotes);
        --depth_;
      }
    } else if ((c == '}' && in_specification) || (!quotes.triple && at_newline())) {
      return;
    } else {
      ++position_;
    }
  }
}

// From `{` to after its `}`, or as far as the string goes.
void StringSkipper::skip_field(const Quotes& quotes) {
  unsigned brackets = 0;
  ++position_;
  while (!ended()) {
    const char c = text_[position_];
    if (c == '\'' || c == '"') {
      skip_string();
      continue;
    }
    if (c == '#') {
      skip_comment();
      continue;
    }
    if (c == '(' || c == '[' || c == '{') {
      ++brackets;
    } else if (brackets > 0) {
      if (c == ')' || c == ']' || c == '}') --brackets;
    } else if (c == '}') {
      ++position_;
      return;
    } else if (c == ':') {
      ++position_;
      skip_literal(quotes, true);
      if (here() == '}' || closes(quotes)) {
        position_ += here() == '}' ? 1 : 0;
        return;
      }
      continue;
    }
    ++position_;
  }
}

}  // namespace

size_t string_end(std::string_view text, size_t quote) {
  return StringSkipper(text, quote).skip_string();
}

}  // namespace lintcache
