// SPDX-License-Identifier: MIT
// Decoding for the few files that are not UTF-8: in some encodings half a letter looks like a backslash.
#include "imports/source_text.h"

#include <iconv.h>

#include <algorithm>
#include <cctype>

namespace lintcache {
namespace {

constexpr std::string_view k_blanks = " \t\f";

std::string_view without_blanks(std::string_view text) {
  text.remove_prefix(std::min(text.find_first_not_of(k_blanks), text.size()));
  return text;
}

bool is_encoding_byte(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '-' || c == '_' || c == '.';
}

std::string_view encoding_in(std::string_view comment) {
  constexpr std::string_view k_word = "coding";
  for (size_t at = comment.find(k_word); at != std::string_view::npos; at = comment.find(k_word, at)) {
    at += k_word.size();
    if (at == comment.size() || (comment[at] != ':' && comment[at] != '=')) continue;
    std::string_view name = comment.substr(at + 1);
    name.remove_prefix(std::min(name.find_first_not_of(" \t"), name.size()));
    name = name.substr(0, static_cast<size_t>(
                              std::find_if_not(name.begin(), name.end(), is_encoding_byte) - name.begin()));
    if (!name.empty()) return name;
  }
  return {};
}

// The name in the spelling of iconv; empty for UTF-8 and ASCII.
std::string iconv_name(std::string_view encoding) {
  std::string name;
  for (const char c : encoding)
    name += c == '_' ? '-' : static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  if (name.starts_with("UTF-8") || name == "UTF8" || name == "ASCII" || name == "US-ASCII") return {};
  if (name.starts_with("LATIN-1") || name.starts_with("ISO-LATIN-1")) return "ISO-8859-1";
  if (name.starts_with("LATIN-")) return "LATIN" + name.substr(6);
  if (name.starts_with("MAC-ROMAN")) return "MACINTOSH";
  return name;
}

}  // namespace

std::string_view named_encoding(std::string_view source) {
  if (source.starts_with("\xef\xbb\xbf")) return {};
  for (int line = 0; line < 2; ++line) {
    const size_t end = std::min(source.find_first_of("\r\n"), source.size());
    const std::string_view text = without_blanks(source.substr(0, end));
    if (!text.empty() && text.front() != '#') return {};
    if (const std::string_view name = encoding_in(text); !name.empty()) return name;
    source.remove_prefix(end);
    source.remove_prefix(source.starts_with("\r\n") ? 2 : std::min<size_t>(source.size(), 1));
  }
  return {};
}

std::string_view as_utf8(std::string_view source, std::string& room) {
  const std::string name = iconv_name(named_encoding(source));
  if (name.empty()) return source;
  const iconv_t converter = iconv_open("UTF-8", name.c_str());
  if (converter == reinterpret_cast<iconv_t>(-1)) return source;
  room.resize(source.size() * 4 + 16);
  std::string in(source);
  char* from = in.data();
  char* to = room.data();
  size_t from_left = in.size(), to_left = room.size();
  const bool converted = iconv(converter, &from, &from_left, &to, &to_left) != static_cast<size_t>(-1);
  iconv_close(converter);
  room.resize(room.size() - to_left);
  return converted ? std::string_view(room) : source;
}

}  // namespace lintcache
