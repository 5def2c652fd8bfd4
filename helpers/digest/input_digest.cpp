// SPDX-License-Identifier: MIT
// Digests of digests, so that what many groups share is spelled out once.
#include "digest/input_digest.h"

#include <algorithm>
#include <string>

#include "digest/hasher.h"

namespace lintcache {
namespace {

std::string joined(std::vector<Digest> digests) {
  std::sort(digests.begin(), digests.end());
  digests.erase(std::unique(digests.begin(), digests.end()), digests.end());
  std::string bytes;
  bytes.reserve(digests.size() * sizeof(Digest));
  for (const Digest& digest : digests) bytes += digest.view();
  return bytes;
}

}  // namespace

Digest digest_of_input(const Input& input, const Digest& state) {
  const char kind = static_cast<char>(input.kind);
  return Hasher()
      .field("kind", {&kind, 1})
      .field("path", input.path)
      .field("detail", input.detail)
      .field("state", state)
      .digest();
}

Digest digest_of_group(std::vector<Digest> inputs, std::vector<Digest> below) {
  return Hasher().field("inputs", joined(std::move(inputs))).field("below", joined(std::move(below))).digest();
}

Digest digest_of_inputs(const std::vector<InputState>& inputs) {
  std::vector<Digest> digests;
  for (const InputState& input : inputs) digests.push_back(digest_of_input(input.input, input.state));
  return digest_of_group(std::move(digests), {});
}

}  // namespace lintcache
