// SPDX-License-Identifier: MIT
// Drawing trees with blanks.
#include "report/memo_text.h"

#include <map>
#include <memory>

#include "base/text.h"

namespace lintcache {
namespace {

struct Branch {
  std::map<std::string, std::unique_ptr<Branch>> below;
  bool is_path = false;
  std::string note;
};

std::string line(const std::string& text, const std::string& note, size_t depth) {
  return std::string(2 * depth, ' ') + printable(text) + (note.empty() ? "" : "  " + printable(note)) + "\n";
}

void draw(const Branch& branch, size_t depth, std::string& text) {
  for (const auto& [first, one] : branch.below) {
    std::string name = first;
    const Branch* at = one.get();
    while (!at->is_path && at->below.size() == 1) {
      name += "/" + at->below.begin()->first;
      at = at->below.begin()->second.get();
    }
    text += line(at->below.empty() ? name : name + "/", at->note, depth);
    draw(*at, depth + 1, text);
  }
}

}  // namespace

std::string as_lines(const std::vector<NotedPath>& paths) {
  std::string text;
  for (const NotedPath& one : paths) text += line(one.path, one.note, 0);
  return text;
}

std::string as_tree(std::vector<NotedPath> paths) {
  Branch top;
  std::string rest;
  for (const NotedPath& one : paths) {
    if (!one.path.starts_with('/')) {
      rest += line(one.path, one.note, 0);
      continue;
    }
    Branch* at = &top;
    for (const std::string& name : split(std::string_view(one.path).substr(1), '/')) {
      auto& next = at->below[name];
      if (!next) next = std::make_unique<Branch>();
      at = next.get();
    }
    at->is_path = true;
    at->note = one.note;
  }
  std::string text;
  for (auto& [name, branch] : top.below) {
    Branch one;
    one.below["/" + name] = std::move(branch);
    draw(one, 0, text);
  }
  return text + rest;
}

std::string shell_words(const std::vector<std::string>& words) {
  constexpr std::string_view k_plain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_@%+=:,./-";
  std::string text;
  for (const std::string& word : words) {
    if (!text.empty()) text += ' ';
    if (!word.empty() && word.find_first_not_of(k_plain) == std::string::npos) {
      text += word;
      continue;
    }
    text += '\'';
    for (const char c : word) text += c == '\'' ? "'\\''" : std::string(1, c);
    text += '\'';
  }
  return text;
}

}  // namespace lintcache
