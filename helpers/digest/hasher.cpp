// SPDX-License-Identifier: MIT
// Hashing, by way of OpenSSL.
#include "digest/hasher.h"

// EVP takes longer to get ready than a repeated command takes for all else.
#define OPENSSL_API_COMPAT 0x10101000L
#include <openssl/sha.h>

#include <cstdlib>
#include <new>

namespace lintcache {
namespace {

// These calls do not fail, whatever they are given.
void must(int success) {
  if (success != 1) std::abort();
}

SHA256_CTX* context(std::byte* state) { return std::launder(reinterpret_cast<SHA256_CTX*>(state)); }

}  // namespace

ByteHasher::ByteHasher() {
  static_assert(sizeof(SHA256_CTX) <= sizeof state_ && alignof(SHA256_CTX) <= 8);
  must(SHA256_Init(new (state_) SHA256_CTX));
}

void ByteHasher::add(std::string_view bytes) { must(SHA256_Update(context(state_), bytes.data(), bytes.size())); }

Digest ByteHasher::digest() {
  Digest result;
  must(SHA256_Final(result.bytes.data(), context(state_)));
  return result;
}

void Hasher::bytes(std::string_view value) {
  char length[8];
  for (int i = 0; i < 8; ++i) length[i] = static_cast<char>(value.size() >> (8 * i));
  hasher_.add({length, sizeof length});
  hasher_.add(value);
}

Hasher& Hasher::field(std::string_view tag, std::string_view value) {
  bytes(tag);
  bytes(value);
  return *this;
}

Hasher& Hasher::field(std::string_view tag, const Digest& value) {
  return field(tag, value.view());
}

Digest digest_of(std::string_view bytes) {
  ByteHasher hasher;
  hasher.add(bytes);
  return hasher.digest();
}

}  // namespace lintcache
