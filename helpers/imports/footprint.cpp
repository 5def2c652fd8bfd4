// SPDX-License-Identifier: MIT
// Footprints as inputs.
#include "imports/footprint.h"

#include <algorithm>
#include <tuple>
#include <unordered_set>

#include "base/path.h"
#include "digest/hasher.h"

namespace lintcache {
namespace {

bool is_kernel_file(const std::string& path) {
  return is_below(path, "/proc") || is_below(path, "/sys") || is_below(path, "/dev");
}

Input input_of(const Seen& seen) {
  switch (seen.kind) {
    case SeenKind::listing: return {InputKind::listing, seen.path, {}};
    case SeenKind::lookup: return {InputKind::lookup, seen.path, seen.detail};
    default: return {InputKind::content, seen.path, {}};
  }
}

}  // namespace

std::vector<Input> footprint_inputs(const ModuleName& module, const ImportReport& report) {
  std::vector<Input> inputs = {{InputKind::content, module.request.path, {}}};
  inputs.insert(inputs.end(), module.inputs.begin(), module.inputs.end());
  for (const Seen& seen : report.seen)
    if (!is_kernel_file(seen.path)) inputs.push_back(input_of(seen));
  return inputs;
}

void drop_repeats(std::vector<Input>& inputs) {
  std::unordered_set<Input> known;
  std::erase_if(inputs, [&](const Input& input) { return !known.insert(input).second; });
}

Digest digest_of_inputs(std::vector<InputState> inputs) {
  std::sort(inputs.begin(), inputs.end(), [](const InputState& a, const InputState& b) {
    return std::tie(a.input.path, a.input.kind, a.input.detail) <
           std::tie(b.input.path, b.input.kind, b.input.detail);
  });
  Hasher hasher;
  for (const InputState& input : inputs)
    hasher.field("kind", std::to_string(static_cast<int>(input.input.kind)))
        .field("path", input.input.path)
        .field("detail", input.input.detail)
        .field("state", input.state);
  return hasher.digest();
}

}  // namespace lintcache
