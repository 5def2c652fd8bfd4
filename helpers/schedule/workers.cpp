// SPDX-License-Identifier: MIT
// One job server for the whole process.
#include "schedule/workers.h"

#include <memory>
#include <utility>

#include "schedule/cpus.h"
#include "tools/environment.h"

namespace lintcache {
namespace {

struct Build {
  Width width;
  std::unique_ptr<JobServer> server;
  bool is_told = false;
};

Build& build() {
  static Build build;
  return build;
}

}  // namespace

void join_build(const std::vector<std::string>& environment) {
  Build& own = build();
  own = {};
  own.width.flags = read_make_flags(value_of(environment, "MAKEFLAGS"));
  own.width.parallel_level = value_of(environment, "CMAKE_BUILD_PARALLEL_LEVEL");
  if (own.width.flags.server.empty()) return;
  own.server = std::make_unique<JobServer>(own.width.flags.server);
  own.width.has_server = own.server->trouble().empty();
}

bool is_idle_build() { return build().width.flags.is_idle; }

std::string slots_text(unsigned jobs) {
  Build& own = build();
  own.width.cpus = usable_cpus();
  const unsigned most = most_workers(jobs, own.width);
  return std::to_string(most) + (most == 1 ? " slot, by " : " slots at most, by ") + why_so_many(jobs, own.width);
}

JobSlots slots_for(unsigned jobs, const std::function<void(const std::string&)>& warn) {
  Build& own = build();
  if (own.server && !own.server->trouble().empty() && !std::exchange(own.is_told, true))
    warn(own.server->trouble() + ", so one linter runs at a time (make passes them on to commands that it finds marked with `+`)");
  own.width.cpus = usable_cpus();
  return JobSlots(most_workers(jobs, own.width), own.server.get());
}

}  // namespace lintcache
