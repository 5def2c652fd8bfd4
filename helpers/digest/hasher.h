// SPDX-License-Identifier: MIT
// SHA-256 over bytes, and over typed fields, so that no two different inputs give the same bytes.
#pragma once

#include <cstddef>
#include <string_view>

#include "model/digest.h"

namespace lintcache {

// The plain SHA-256 of all bytes that it is given, as sha256sum prints it.
class ByteHasher {
 public:
  ByteHasher();
  void add(std::string_view bytes);
  Digest digest();  // ends the hasher

 private:
  alignas(8) std::byte state_[128];  // OpenSSL's
};

// Each field is hashed as the length of its tag, the tag, the length of its value, the value
// (lengths as 8 little-endian bytes), so ("ab", "c") and ("a", "bc") differ.
class Hasher {
 public:
  Hasher& field(std::string_view tag, std::string_view value);
  Hasher& field(std::string_view tag, const Digest& value);
  Digest digest() { return hasher_.digest(); }  // ends the hasher

 private:
  void bytes(std::string_view value);
  ByteHasher hasher_;
};

// The same of bytes that are there at once.
Digest digest_of(std::string_view bytes);

}  // namespace lintcache
