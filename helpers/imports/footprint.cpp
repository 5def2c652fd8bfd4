// SPDX-License-Identifier: MIT
// What each kind of thing seen counts as.
#include "imports/footprint.h"

#include "base/path.h"

namespace lintcache {
namespace {

bool is_kernel_file(const std::string& path) {
  return is_below(path, "/proc") || is_below(path, "/sys") || is_below(path, "/dev");
}

}  // namespace

std::optional<TracedInput> traced(const Seen& seen) {
  if (is_kernel_file(seen.path)) return {};
  switch (seen.kind) {
    case SeenKind::module: return TracedInput{{InputKind::content, seen.path, {}}, Origin::runtime};
    case SeenKind::extension: return TracedInput{{InputKind::content, seen.path, {}}, Origin::extension};
    case SeenKind::library: return TracedInput{{InputKind::content, seen.path, {}}, Origin::library};
    case SeenKind::data: return TracedInput{{InputKind::content, seen.path, {}}, Origin::data};
    case SeenKind::listing: return TracedInput{{InputKind::listing, seen.path, {}}, Origin::data};
    case SeenKind::lookup: return TracedInput{{InputKind::lookup, seen.path, seen.detail}, Origin::absent};
  }
  return {};
}

std::vector<TracedInput> own_inputs(const ModuleName& module) {
  std::vector<TracedInput> inputs = {{{InputKind::content, module.request.path, {}}, Origin::runtime}};
  for (const Input& place : module.inputs) inputs.push_back({place, Origin::absent});
  return inputs;
}

}  // namespace lintcache
