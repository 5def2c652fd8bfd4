// SPDX-License-Identifier: MIT
// A SHA-256 digest as a value.
#pragma once

#include <algorithm>
#include <array>
#include <compare>
#include <cstdint>
#include <cstring>
#include <functional>
#include <string>
#include <string_view>

namespace lintcache {

struct Digest {
  std::array<uint8_t, 32> bytes{};  // all zero: the thing is absent

  auto operator<=>(const Digest&) const = default;
  [[nodiscard]] bool is_absent() const { return *this == Digest{}; }

  [[nodiscard]] std::string_view view() const {
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
  }

  // The opposite of `view`.
  static Digest from(std::string_view stored) {
    Digest digest;
    std::copy_n(stored.begin(), std::min(stored.size(), digest.bytes.size()), digest.bytes.begin());
    return digest;
  }

  // 64 lower-case hexadecimal digits.
  [[nodiscard]] std::string hex() const {
    static constexpr char k_digits[] = "0123456789abcdef";
    std::string text;
    for (const uint8_t byte : bytes) {
      text += k_digits[byte >> 4];
      text += k_digits[byte & 15];
    }
    return text;
  }
};

}  // namespace lintcache

template <>
struct std::hash<lintcache::Digest> {
  size_t operator()(const lintcache::Digest& digest) const noexcept {
    size_t value = 0;
    std::memcpy(&value, digest.bytes.data(), sizeof value);
    return value;
  }
};
