// SPDX-License-Identifier: MIT
// Both parts of all footprints.
#include "run/infer.h"

#include "digest/hasher.h"
#include "imports/worker_command.h"
#include "run/runtime_parts.h"
#include "run/static_parts.h"
#include "schedule/workers.h"
#include "tools/environment.h"

namespace lintcache {
namespace {

// Stands for interpreter, search path and environment; the same in every clone.
std::string setting_of(const Toolchain& toolchain, const Environment& environment, const Roots& roots) {
  Hasher hasher;
  hasher.field("toolchain", roots.packed(toolchain.identity)).field("program", roots.packed(toolchain.executable));
  for (const std::string& variable : environment.keyed) hasher.field("environment", roots.packed(variable));
  return hasher.digest().hex();
}

struct BothParts {
  BothParts(const Session& session, const Toolchain& toolchain, const Environment& environment,
            const std::string& setting)
      : statements(session, toolchain, setting),
        runtime(session,
                worker_command(session.request, toolchain.libpython, toolchain.executable,
                               environment.variables),
                toolchain.search_path, setting + limits_key(session.request)) {}

  void look_up(const std::vector<std::string>& files) {
    for (const std::string& file : files) {
      statements.look_up(file);
      runtime.look_up(file);
    }
  }

  std::unordered_map<std::string, Footprint> take_statements(const std::vector<std::string>& files) {
    std::unordered_map<std::string, Footprint> footprints;
    for (const std::string& file : files)
      if (const FootprintPart* part = statements.of(file)) footprints[file].statements = *part;
    return footprints;
  }

  std::unordered_map<std::string, Footprint> take() {
    auto footprints = runtime.take();
    for (auto& [file, footprint] : footprints)
      if (const FootprintPart* part = statements.of(file)) footprint.statements = *part;
    std::erase_if(footprints, [&](const auto& known) { return statements.of(known.first) == nullptr; });
    return footprints;
  }

  StaticParts statements;
  RuntimeParts runtime;
};

}  // namespace

Result<Footprints> infer_footprints(const Session& session, const Toolchain& toolchain,
                                    const std::vector<std::string>& files) {
  const Environment environment = environment_for(session.request, nullptr, session.outer_environment);
  BothParts parts(session, toolchain, environment, setting_of(toolchain, environment, session.store.roots()));
  parts.look_up(files);
  parts.statements.follow_stale();
  JobSlots slots = slots_for(session.request.jobs, session.voice.warn);
  LINTCACHE_TRY(parts.runtime.import_stale(slots));
  return Footprints{parts.take(), true, parts.runtime.stale()};
}

Footprints follow_statements(const Session& session, const Toolchain& toolchain, const std::vector<std::string>& files) {
  const Environment environment = environment_for(session.request, nullptr, session.outer_environment);
  BothParts parts(session, toolchain, environment, setting_of(toolchain, environment, session.store.roots()));
  for (const std::string& file : files) parts.statements.look_up(file);
  parts.statements.follow_stale();
  return {parts.take_statements(files), false, 0};
}

Footprints known_footprints(const Session& session, const Toolchain& toolchain,
                            const std::vector<std::string>& files) {
  const Environment environment = environment_for(session.request, nullptr, session.outer_environment);
  BothParts parts(session, toolchain, environment, setting_of(toolchain, environment, session.store.roots()));
  parts.look_up(files);
  return {parts.take(), true, 0};
}

}  // namespace lintcache
