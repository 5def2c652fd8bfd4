// SPDX-License-Identifier: MIT
// The format of system.posix_acl_access, see linux/posix_acl_xattr.h.
#include "trace/access_list.h"

#include "trace/tracee.h"

namespace lintcache {
namespace {

struct Entry {
  uint16_t tag, rights;
  uint32_t who;
};
struct List {
  uint32_t version;
  Entry user, group, other;
};
constexpr uint16_t k_user = 0x01, k_group = 0x04, k_other = 0x20;

}  // namespace

std::optional<uint32_t> mode_that_is_set(pid_t thread, const CallArguments& arguments) {
  List list{};
  const auto name = read_text(thread, arguments[1]);
  if (!name || *name != "system.posix_acl_access" || arguments[3] != sizeof list ||
      !read_memory(thread, arguments[2], &list, sizeof list))
    return {};
  if (list.user.tag != k_user || list.group.tag != k_group || list.other.tag != k_other) return {};
  return uint32_t{list.user.rights} << 6 | uint32_t{list.group.rights} << 3 | list.other.rights;
}

}  // namespace lintcache
