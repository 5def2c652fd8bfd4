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

Hasher::Hasher() {
  static_assert(sizeof(SHA256_CTX) <= sizeof state_ && alignof(SHA256_CTX) <= 8);
  must(SHA256_Init(new (state_) SHA256_CTX));
}

void Hasher::bytes(std::string_view value) {
  uint8_t length[8];
  for (int i = 0; i < 8; ++i) length[i] = static_cast<uint8_t>(value.size() >> (8 * i));
  must(SHA256_Update(context(state_), length, sizeof length));
  must(SHA256_Update(context(state_), value.data(), value.size()));
}

Hasher& Hasher::field(std::string_view tag, std::string_view value) {
  bytes(tag);
  bytes(value);
  return *this;
}

Hasher& Hasher::field(std::string_view tag, const Digest& value) {
  return field(tag, value.view());
}

Digest Hasher::digest() {
  Digest result;
  must(SHA256_Final(result.bytes.data(), context(state_)));
  return result;
}

Digest digest_of(std::string_view bytes) {
  SHA256_CTX state;
  Digest result;
  must(SHA256_Init(&state));
  must(SHA256_Update(&state, bytes.data(), bytes.size()));
  must(SHA256_Final(result.bytes.data(), &state));
  return result;
}

}  // namespace lintcache
