// SPDX-License-Identifier: MIT
// Named groups made plain ones, and the care that std::regex needs.
#include "tools/pattern.h"

#include <pthread.h>

#include <algorithm>
#include <cstdint>
#include <iterator>
#include <vector>

#include "base/text.h"

namespace lintcache {
namespace {

constexpr std::array<std::string_view, 6> k_names = {"file", "line", "column", "severity", "rule", "text"};
constexpr std::array k_members = {&LineParts::file,     &LineParts::line, &LineParts::column,
                                  &LineParts::severity, &LineParts::rule, &LineParts::text};

// std::regex goes on by recursion, with some 500 bytes of stack for each byte of a line and more where groups are in
// groups, and tries all ways there are. What it may take is limited; `.*` on the longest line is far from each limit.
constexpr size_t k_longest_expression = 2000;
constexpr size_t k_longest_line = 4096;
constexpr size_t k_most_steps = 100'000'000;  // some seconds

constexpr size_t k_deep_stack = 64 << 20;

struct TooLong {};
struct TooDeep {};

// Counts what std::regex does, by the only thing of ours that it touches all the time.
class Limits {
 public:
  Limits() : lowest_(lowest_frame()) {}

  void check() {
    if (--steps_ == 0) throw TooLong();
    if (reinterpret_cast<uintptr_t>(__builtin_frame_address(0)) < lowest_) throw TooDeep();
  }

 private:
  // A quarter of this thread's stack stays free, for what happens between two checks.
  static uintptr_t lowest_frame() {
    thread_local const uintptr_t lowest = [] {
      pthread_attr_t attributes;
      void* end = nullptr;
      size_t size = 0;
      if (pthread_getattr_np(pthread_self(), &attributes) != 0) return uintptr_t{0};
      pthread_attr_getstack(&attributes, &end, &size);
      pthread_attr_destroy(&attributes);
      return reinterpret_cast<uintptr_t>(end) + size / 4;
    }();
    return lowest;
  }

  uintptr_t lowest_;
  size_t steps_ = k_most_steps;
};

// A place in a line.
class LimitedPlace {
 public:
  using iterator_category = std::bidirectional_iterator_tag;
  using value_type = char;
  using difference_type = std::ptrdiff_t;
  using pointer = const char*;
  using reference = const char&;

  LimitedPlace() = default;
  LimitedPlace(const char* at, Limits& limits) : at_(at), limits_(&limits) {}

  [[nodiscard]] const char* at() const { return at_; }
  reference operator*() const {
    limits_->check();
    return *at_;
  }
  bool operator==(const LimitedPlace& other) const {
    if (limits_ != nullptr) limits_->check();
    return at_ == other.at_;
  }
  LimitedPlace& operator++() { return ++at_, *this; }
  LimitedPlace& operator--() { return --at_, *this; }
  LimitedPlace operator++(int) { return {at_++, *limits_}; }
  LimitedPlace operator--(int) { return {at_--, *limits_}; }

 private:
  const char* at_ = nullptr;
  Limits* limits_ = nullptr;
};

std::string known_names() { return join({k_names.begin(), k_names.end()}, ", "); }

// Reads an expression from front to back, and writes it without the names.
class Translation {
 public:
  explicit Translation(const std::string& expression) : from_(expression) {}

  Result<void> translate() {
    while (at_ < from_.size()) {
      if (from_[at_] == '\\') {
        LINTCACHE_TRY(escape());
      } else if (from_[at_] == '[') {
        bracket();
      } else if (from_[at_] == '(') {
        LINTCACHE_TRY(group());
      } else {
        copy(1);
      }
    }
    if (std::all_of(numbers.begin(), numbers.end(), [](size_t number) { return number == 0; }))
      return wrong("has no named group", "name what it finds: (?<file>..), with " + known_names());
    return {};
  }

  std::string plain;
  std::array<size_t, 6> numbers = {};

 private:
  [[nodiscard]] Error wrong(const std::string& what, const std::string& hint) const {
    return asked_wrongly("the pattern " + what, from_, hint);
  }

  [[nodiscard]] bool is_at(std::string_view text) const {
    return std::string_view(from_).substr(at_).starts_with(text);
  }

  void copy(size_t length) {
    plain += from_.substr(at_, length);
    at_ += length;
  }

  Result<void> escape() {
    if (is_at("\\k<")) return wrong("refers to a group by name", "refer to it by number, as \\1");
    copy(2);
    return {};
  }

  // A class ends at the first `]`, but for those in [:alpha:] and the like.
  void bracket() {
    copy(1);
    while (at_ < from_.size() && from_[at_] != ']') {
      size_t length = from_[at_] == '\\' ? 2 : 1;
      if (is_at("[:") || is_at("[.") || is_at("[=")) {
        const size_t end = from_.find(std::string{from_[at_ + 1], ']'}, at_ + 2);
        if (end != std::string::npos) length = end + 2 - at_;
      }
      copy(length);
    }
    copy(1);
  }

  Result<void> group() {
    if (is_at("(?<=") || is_at("(?<!")) return wrong("looks behind", "ECMAScript's std::regex looks ahead only");
    if (is_at("(?P<")) return wrong("has a group named as Python does", "write (?<name>..)");
    if (!is_at("(?<")) {
      if (!is_at("(?")) ++groups_;
      copy(1);
      return {};
    }
    const size_t end = from_.find('>', at_);
    const std::string name = from_.substr(at_ + 3, end == std::string::npos ? end : end - at_ - 3);
    const auto known = std::find(k_names.begin(), k_names.end(), name);
    if (known == k_names.end() || end == std::string::npos)
      return wrong("has a group of an unknown name, '" + name + "'", "known are " + known_names());
    size_t& number = numbers[static_cast<size_t>(known - k_names.begin())];
    if (number != 0) return wrong("has two groups named '" + name + "'", "a name stands for one group");
    number = ++groups_;
    plain += '(';
    at_ = end + 1;
    return {};
  }

  const std::string& from_;
  size_t at_ = 0;
  size_t groups_ = 0;
};

// One search, on whichever thread.
struct Search {
  std::string_view line;
  const std::regex& regex;
  std::match_results<LimitedPlace> match = {};
  enum class End { found, not_found, too_long, too_deep } end = End::not_found;

  void run() {
    Limits limits;
    try {
      const LimitedPlace from(line.data(), limits), to(line.data() + line.size(), limits);
      end = std::regex_search(from, to, match, regex) ? End::found : End::not_found;
    } catch (const TooLong&) {
      end = End::too_long;
    } catch (const TooDeep&) {
      end = End::too_deep;
    }
  }

  void run_with_deep_stack() {
    pthread_t thread;
    pthread_attr_t deep;
    pthread_attr_init(&deep);
    pthread_attr_setstacksize(&deep, k_deep_stack);
    const auto start = [](void* search) -> void* {
      static_cast<Search*>(search)->run();
      return nullptr;
    };
    if (pthread_create(&thread, &deep, start, this) == 0) pthread_join(thread, nullptr);
    pthread_attr_destroy(&deep);
  }
};

}  // namespace

Result<LinePattern> LinePattern::from(const std::string& expression) {
  if (expression.size() > k_longest_expression)
    return asked_wrongly("the pattern is longer than " + std::to_string(k_longest_expression) + " bytes",
                         expression.substr(0, 40) + "...", "take a simpler one");
  Translation translation(expression);
  LINTCACHE_TRY(translation.translate());
  LinePattern pattern;
  try {
    pattern.regex_ = std::regex(translation.plain, std::regex::ECMAScript);
  } catch (const std::regex_error& error) {
    return asked_wrongly("the pattern is no regular expression", expression, error.what());
  }
  pattern.numbers_ = translation.numbers;
  return pattern;
}

Result<std::optional<LineParts>> LinePattern::match(std::string_view line) const {
  Search search{line.substr(0, k_longest_line), regex_};
  search.run();
  if (search.end == Search::End::too_deep) search.run_with_deep_stack();
  if (search.end == Search::End::not_found) return std::optional<LineParts>();
  if (search.end != Search::End::found)
    return asked_wrongly(search.end == Search::End::too_long ? "the pattern takes too long for a line"
                                                             : "the pattern takes too much stack for a line",
                         printable(line.substr(0, 80)), "take a simpler one");
  LineParts parts;
  for (size_t i = 0; i < numbers_.size(); ++i)
    if (const auto& group = search.match[numbers_[i]]; numbers_[i] != 0 && group.matched)
      (parts.*k_members[i]).assign(group.first.at(), group.second.at());
  return std::optional(std::move(parts));
}

}  // namespace lintcache
