// SPDX-License-Identifier: MIT
// Marks in text: byte 1, then a digit: 0 for byte 1 itself, n for the n-th root.
#include "base/roots.h"

namespace lintcache {
namespace {

constexpr char k_mark = '\1';

// Could this byte go on with the name of a file?
bool goes_on(char byte) {
  const auto value = static_cast<unsigned char>(byte);
  return (byte >= '0' && byte <= '9') || (byte >= 'A' && byte <= 'Z') || (byte >= 'a' && byte <= 'z') ||
         byte == '_' || byte == '-' || byte == '.' || byte == '+' || byte == '~' || byte == '@' || value >= 0x80;
}

template <class Replace>
std::string unmarked(std::string_view text, const Replace& name_of) {
  std::string plain;
  plain.reserve(text.size());
  for (size_t i = 0; i < text.size(); ++i) {
    const bool is_mark = text[i] == k_mark && i + 1 < text.size();
    if (!is_mark) {
      plain += text[i];
      continue;
    }
    const auto number = static_cast<size_t>(text[++i] - '0');
    plain += number == 0 ? std::string(1, k_mark) : name_of(number - 1);
  }
  return plain;
}

}  // namespace

Roots::Roots(std::vector<std::string> directories) : directories_(std::move(directories)) {
  // The root of the file system is no place that moves.
  for (std::string& directory : directories_)
    if (directory == "/") directory.clear();
}

size_t Roots::root_at(std::string_view text, size_t at) const {
  if (at > 0 && (goes_on(text[at - 1]) || text[at - 1] == '/')) return std::string::npos;
  size_t best = std::string::npos;
  for (size_t i = 0; i < directories_.size(); ++i) {
    const std::string& directory = directories_[i];
    if (directory.empty() || !text.substr(at).starts_with(directory)) continue;
    const size_t end = at + directory.size();
    if (end < text.size() && goes_on(text[end])) continue;
    // One may lie in the other.
    if (best == std::string::npos || directories_[best].size() < directory.size()) best = i;
  }
  return best;
}

std::string Roots::packed(std::string_view text) const {
  std::string marked;
  marked.reserve(text.size());
  for (size_t i = 0; i < text.size(); ++i) {
    const size_t root = text[i] == '/' ? root_at(text, i) : std::string::npos;
    if (root != std::string::npos) {
      marked += k_mark;
      marked += static_cast<char>('1' + root);
      i += directories_[root].size() - 1;
    } else {
      marked += text[i];
      if (text[i] == k_mark) marked += '0';
    }
  }
  return marked;
}

std::string Roots::unpacked(std::string_view text) const {
  return unmarked(text, [&](size_t root) { return root < directories_.size() ? directories_[root] : std::string(); });
}

std::string shown_packed(std::string_view text, const std::vector<std::string>& names) {
  return unmarked(text, [&](size_t root) { return root < names.size() ? names[root] : std::string("?"); });
}

}  // namespace lintcache
