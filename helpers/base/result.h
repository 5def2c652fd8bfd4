// SPDX-License-Identifier: MIT
// A value or an error that says what went wrong, where, and what to do about it.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <variant>

namespace lintcache {

// Decides the exit status of a program that stops on the error: 2 for the asker, 3 for us.
enum class Blame { asker, us };

struct Error {
  std::string what;   // one sentence without a final stop
  std::string where;  // a file, a directory, an option; may be empty
  std::string hint;   // what the reader can do; may be empty
  Blame blame = Blame::us;

  // `what: where (hint)` on one line, with control characters escaped.
  [[nodiscard]] std::string text() const;
};

inline Error asked_wrongly(std::string what, std::string where = {}, std::string hint = {}) {
  return {std::move(what), std::move(where), std::move(hint), Blame::asker};
}

inline Error our_fault(std::string what, std::string where = {}, std::string hint = {}) {
  return {std::move(what), std::move(where), std::move(hint), Blame::us};
}

// `our_fault` with the text of an errno value appended to `what`.
Error system_error(int errno_value, std::string what, std::string where = {},
                   std::string hint = {});

template <class T>
class [[nodiscard]] Result {
 public:
  Result(T value) : state_(std::in_place_index<0>, std::move(value)) {}
  Result(Error error) : state_(std::in_place_index<1>, std::move(error)) {}

  [[nodiscard]] bool ok() const { return state_.index() == 0; }
  explicit operator bool() const { return ok(); }

  T& value() & { return std::get<0>(state_); }
  const T& value() const& { return std::get<0>(state_); }
  T&& value() && { return std::get<0>(std::move(state_)); }
  T& operator*() & { return value(); }
  const T& operator*() const& { return value(); }
  T* operator->() { return &value(); }
  const T* operator->() const { return &value(); }

  const Error& error() const& { return std::get<1>(state_); }
  Error&& error() && { return std::get<1>(std::move(state_)); }

 private:
  std::variant<T, Error> state_;
};

template <>
class [[nodiscard]] Result<void> {
 public:
  Result() = default;
  Result(Error error) : error_(std::move(error)) {}

  [[nodiscard]] bool ok() const { return !error_; }
  explicit operator bool() const { return ok(); }
  const Error& error() const& { return *error_; }
  Error&& error() && { return *std::move(error_); }

 private:
  std::optional<Error> error_;
};

}  // namespace lintcache

#define LINTCACHE_JOIN_(a, b) a##b
#define LINTCACHE_JOIN(a, b) LINTCACHE_JOIN_(a, b)

// Leaves the function with the error of `expression`, else goes on.
#define LINTCACHE_TRY(expression)                                      \
  do {                                                                 \
    if (auto lintcache_result = (expression); !lintcache_result.ok())  \
      return std::move(lintcache_result).error();                      \
  } while (false)

// Declares `declaration` from the value of `expression`, or leaves the function with its error.
#define LINTCACHE_TRY_ASSIGN(declaration, expression)                     \
  auto LINTCACHE_JOIN(lintcache_result_, __LINE__) = (expression);        \
  if (!LINTCACHE_JOIN(lintcache_result_, __LINE__).ok())                  \
    return std::move(LINTCACHE_JOIN(lintcache_result_, __LINE__)).error(); \
  declaration = std::move(LINTCACHE_JOIN(lintcache_result_, __LINE__)).value()
