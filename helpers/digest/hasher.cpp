// SPDX-License-Identifier: MIT
// Hashing, by way of OpenSSL.
#include "digest/hasher.h"

#include <openssl/evp.h>

#include <cstdlib>

namespace lintcache {
namespace {

// Out of memory is the only way for these calls to fail; there is nothing to go on with.
void must(int success) {
  if (success != 1) std::abort();
}

}  // namespace

Hasher::Hasher() : context_(EVP_MD_CTX_new()) {
  must(context_ != nullptr);
  static const EVP_MD* const algorithm = EVP_sha256();
  must(EVP_DigestInit_ex(context_, algorithm, nullptr));
}

Hasher::~Hasher() { EVP_MD_CTX_free(context_); }

void Hasher::bytes(std::string_view value) {
  uint8_t length[8];
  for (int i = 0; i < 8; ++i) length[i] = static_cast<uint8_t>(value.size() >> (8 * i));
  must(EVP_DigestUpdate(context_, length, sizeof length));
  must(EVP_DigestUpdate(context_, value.data(), value.size()));
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
  must(EVP_DigestFinal_ex(context_, result.bytes.data(), nullptr));
  return result;
}

Digest digest_of(std::string_view bytes) {
  Digest result;
  must(EVP_Digest(bytes.data(), bytes.size(), result.bytes.data(), nullptr, EVP_sha256(), nullptr));
  return result;
}

}  // namespace lintcache
