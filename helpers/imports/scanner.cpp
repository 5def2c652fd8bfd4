// SPDX-License-Identifier: MIT
// The scanner: knows where statements begin and which blocks they stand in, and nothing else of Python.
//
// What makes this possible in one pass:
//   - `import` and `from` begin a statement only at the start of a line, after `;` or after the colon of
//     a header (`if x: import y`), never inside brackets or strings; so it is enough to skip those rightly.
//   - The colon of a header is the first outside brackets that belongs to no `lambda` and no `:=`.
//   - `match` opens a block where its line ends in a colon; `case` only directly inside such a block.
//   - Where a string ends does not depend on its prefix, but for `f` and `t` (string_end.h).
//   - Lines are counted when a statement wants its number, so text after the last import is not counted.
#include "imports/scanner.h"

#include <algorithm>

#include "imports/source_text.h"
#include "imports/string_end.h"
#include "imports/text_cursor.h"

namespace lintcache {
namespace {

// What a statement stands in.
enum Flag : unsigned { k_function = 1, k_class = 2, k_conditional = 4, k_try = 8, k_type_checking = 16 };

enum class Mode { to_end, to_colon };

struct Block {
  unsigned column = 0;
  unsigned flags = 0;
  unsigned else_flags = 0;  // what an `else` at this column belongs to
  bool is_match = false;
};

constexpr ByteTable k_stops = table_of("'\"()[]{}#;\n\r\\");
constexpr ByteTable k_header_stops = table_of("'\"()[]{}#;\n\r\\:l");

bool is_type_checking(std::string_view test) {
  constexpr std::string_view k_name = "TYPE_CHECKING";
  const auto outside = [](char c) { return c == ' ' || c == '\t'; };
  for (;;) {
    while (!test.empty() && outside(test.front())) test.remove_prefix(1);
    while (!test.empty() && outside(test.back())) test.remove_suffix(1);
    if (test.size() < 2 || test.front() != '(' || test.back() != ')') break;
    test = test.substr(1, test.size() - 2);
  }
  if (!test.ends_with(k_name)) return false;
  test.remove_suffix(k_name.size());
  return test.empty() || (test.back() == '.' && std::all_of(test.begin(), test.end(), [](char c) {
                            return c == '.' || is_name_byte(c);
                          }));
}

class Scanner : private TextCursor {
 public:
  explicit Scanner(std::string_view text) : TextCursor(text, 0) {}

  std::vector<ImportStatement> scan() {
    if (text_.starts_with("\xef\xbb\xbf")) position_ = 3;
    while (start_line()) logical_line();
    return std::move(found_);
  }

 private:
  bool start_line();
  void logical_line();
  void open_block(unsigned column);
  bool header(std::string_view word, unsigned& flags);
  bool match_header();
  template <Mode mode>
  char skip();

  std::string dotted_name();

  bool import_statement(std::string_view first, unsigned flags);
  void plain_import(ImportStatement statement);
  void from_import(ImportStatement statement);
  unsigned line_of(size_t position);

  std::vector<Block> blocks_ = {Block{}};
  bool pending_ = false;  // the next line begins the block of a header
  unsigned pending_flags_ = 0;
  bool pending_match_ = false;
  size_t counted_ = 0;
  unsigned line_ = 1;
  std::vector<ImportStatement> found_;
};

// Goes to the first statement of the next line that has one, in and out of blocks; false at the end.
bool Scanner::start_line() {
  while (!ended()) {
    unsigned column = 0, continued_column = 0;
    for (;; ++position_) {
      const char c = here();
      if (c == ' ') {
        ++column;
      } else if (c == '\t') {
        column = (column / 8 + 1) * 8;
      } else if (c == '\f') {
        column = 0;
      } else if (c == '\\') {
        // Indentation cannot go on in another line: the first column counts, unless it is 0.
        if (continued_column == 0) continued_column = column;
        if (!skip_continuation()) break;
        --position_;
      } else {
        break;
      }
    }
    if (here() == '#') skip_comment();
    if (ended()) return false;
    if (!at_newline()) {
      open_block(continued_column != 0 ? continued_column : column);
      return true;
    }
    skip_newline();
  }
  return false;
}

void Scanner::open_block(unsigned column) {
  if (pending_ && column > blocks_.back().column)
    blocks_.push_back({column, blocks_.back().flags | pending_flags_, 0, pending_match_});
  pending_ = false;
  while (blocks_.back().column > column) blocks_.pop_back();
}

void Scanner::logical_line() {
  unsigned flags = 0;
  for (;;) {
    skip_blanks();
    const size_t begin = position_;
    const std::string_view first = word();
    if (first == "match") {
      if (match_header()) {
        pending_ = pending_match_ = true;
        pending_flags_ = k_conditional;
        return;
      }
    } else if (header(first, flags)) {
      skip_blanks();
      if (at_line_end()) {
        pending_ = true;
        pending_match_ = false;
        pending_flags_ = flags;
        return;
      }
      continue;
    } else {
      position_ = begin;
      if (!import_statement(first, blocks_.back().flags | flags)) position_ = begin + first.size();
    }
    if (skip<Mode::to_end>() != ';') return;
  }
}

// After `match`: true where it is a statement and not a name. Stands somewhere before the end of the
// same statement.
bool Scanner::match_header() {
  const size_t begin = position_;
  if (skip<Mode::to_colon>() != ':') {
    position_ = begin;
    return false;
  }
  skip_blanks();
  return at_line_end();
}

// After its first word: true for a header, up to after its colon, with what its block adds to `flags`.
bool Scanner::header(std::string_view first, unsigned& flags) {
  Block& block = blocks_.back();
  unsigned adds = 0;
  if (first == "async") {
    skip_blanks();
    first = word();
  }
  if (first == "if" || first == "elif" || first == "for" || first == "while") {
    adds = block.else_flags = k_conditional;
  } else if (first == "try" || first == "except" || first == "finally") {
    adds = block.else_flags = k_try;
  } else if (first == "else") {
    adds = block.else_flags;
  } else if (first == "def") {
    adds = k_function;
  } else if (first == "class") {
    adds = k_class;
  } else if (first == "case" && block.is_match) {
    adds = k_conditional;
  } else if (first != "with") {
    return false;
  }
  const size_t begin = position_;
  if (skip<Mode::to_colon>() != ':') return false;
  if (first.ends_with("if") && is_type_checking(text_.substr(begin, position_ - 1 - begin)))
    adds |= k_type_checking;
  flags |= adds;
  return true;
}

// Skips the rest of a statement and gives what ended it: `;`, `:` (both are skipped), or a newline or
// the end (0), neither of which is.
template <Mode mode>
char Scanner::skip() {
  constexpr auto& stops = mode == Mode::to_colon ? k_header_stops : k_stops;
  unsigned depth = 0, lambdas = 0;
  for (;;) {
    skip_to(stops);
    if (ended()) return 0;
    const char c = here();
    switch (c) {
      case '\'':
      case '"': position_ = string_end(text_, position_); continue;
      case '#': skip_comment(); continue;
      case '\\':
        if (!skip_continuation()) ++position_;
        continue;
      case '\n':
      case '\r':
        if (depth == 0) return 0;
        break;
      case '(':
      case '[':
      case '{': ++depth; break;
      case ')':
      case ']':
      case '}': depth -= depth > 0 ? 1 : 0; break;
      case ';':
        if (depth > 0) break;
        ++position_;
        return c;
      case 'l':
        if (depth > 0 || is_name_byte(text_[position_ - 1])) break;
        lambdas += word() == "lambda" ? 1 : 0;
        continue;
      default:
        if (depth > 0 || at(position_ + 1) == '=') break;
        if (lambdas == 0) {
          ++position_;
          return c;
        }
        --lambdas;
    }
    ++position_;
  }
}

unsigned Scanner::line_of(size_t position) {
  for (; counted_ < position; ++counted_) {
    const char c = text_[counted_];
    line_ += c == '\n' || (c == '\r' && at(counted_ + 1) != '\n') ? 1 : 0;
  }
  return line_;
}

std::string Scanner::dotted_name() {
  std::string name(word());
  for (;;) {
    skip_blanks();
    if (here() != '.') return name;
    ++position_;
    skip_blanks();
    name += '.';
    name += word();
  }
}

// Stands before `first`; false where no import statement begins here.
bool Scanner::import_statement(std::string_view first, unsigned flags) {
  const size_t begin = position_;
  ImportStatement statement;
  if (first == "lazy") {
    position_ += first.size();
    skip_blanks();
    const size_t after = position_;
    first = word();
    position_ = after;
    statement.lazy = true;
  }
  if (first != "import" && first != "from") return false;
  position_ += first.size();
  statement.line = line_of(begin);
  statement.in_function = (flags & k_function) != 0;
  statement.in_class = (flags & k_class) != 0;
  statement.conditional = (flags & k_conditional) != 0;
  statement.in_try = (flags & k_try) != 0;
  statement.type_checking = (flags & k_type_checking) != 0;
  skip_blanks();
  if (first == "import")
    plain_import(std::move(statement));
  else
    from_import(std::move(statement));
  return true;
}

void Scanner::plain_import(ImportStatement statement) {
  for (;; ++position_) {
    skip_blanks();
    statement.module = dotted_name();
    if (statement.module.empty()) return;
    found_.push_back(statement);
    if (skip_word("as")) {
      skip_blanks();
      word();
      skip_blanks();
    }
    if (here() != ',') return;
  }
}

void Scanner::from_import(ImportStatement statement) {
  for (; here() == '.'; skip_blanks()) {
    ++statement.level;
    ++position_;
  }
  if (!skip_word("import")) {
    statement.module = dotted_name();
    if (!skip_word("import")) return;
  }
  skip_blanks();
  const bool in_brackets = here() == '(';
  if (in_brackets) ++position_;
  for (;; ++position_) {
    skip_blanks(in_brackets);
    if (here() == '*') {
      statement.names.emplace_back("*");
      ++position_;
      break;
    }
    const std::string_view name = word();
    if (name.empty()) break;
    statement.names.emplace_back(name);
    skip_blanks(in_brackets);
    if (skip_word("as")) {
      skip_blanks(in_brackets);
      word();
      skip_blanks(in_brackets);
    }
    if (here() != ',') break;
  }
  if (in_brackets && here() == ')') ++position_;
  if (!statement.names.empty()) found_.push_back(std::move(statement));
}

}  // namespace

std::vector<ImportStatement> scan_imports(std::string_view source) {
  std::string room;
  return Scanner(as_utf8(source, room)).scan();
}

}  // namespace lintcache
