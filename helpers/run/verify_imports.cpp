// SPDX-License-Identifier: MIT
// One batch of one file after another.
#include "run/verify_imports.h"

#include <algorithm>
#include <mutex>
#include <unordered_set>

#include "base/path.h"
#include "imports/footprint.h"
#include "imports/import_client.h"
#include "imports/module_name.h"
#include "imports/worker_command.h"
#include "run/infer.h"
#include "run/know_toolchain.h"
#include "run/select.h"
#include "schedule/parallel.h"
#include "schedule/workers.h"
#include "tools/environment.h"

namespace lintcache {
namespace {

std::string ending(ImportOutcome outcome, const std::string& exception) {
  return outcome == ImportOutcome::imported ? "imported" : exception;
}

class Verifier {
 public:
  Verifier(OpenTree& tree, const Toolchain& toolchain, const Footprints& footprints)
      : tree_(tree), toolchain_(toolchain), footprints_(footprints) {}

  Result<void> check_all(const std::vector<std::string>& files, const Command& command, JobSlots& slots) {
    std::vector<ImportClient> clients;
    for (unsigned slot = 0; slot < slots.width(); ++slot) clients.emplace_back(command);
    const Session& session = tree_.session();
    std::mutex mutex;
    std::optional<Error> failure;
    std::vector<ModuleName> names;
    for (const std::string& file : files)
      names.push_back(name_module(joined(session.request.source_dir, file), session.disk,
                                  toolchain_.search_path));
    const auto enough = [&] {
      const std::lock_guard lock(mutex);
      return session.stop.raised() || failure;
    };
    size_t done = 0;
    run_parallel(files.size(), slots, enough, [&](size_t index, unsigned slot) {
      const auto report = clients[slot].import({names[index].request}, session.stop, [](size_t) {});
      const std::lock_guard lock(mutex);
      session.voice.tell(Counted{Phase::verify, ++done, files.size(), "import " + files[index]});
      if (report) {
        compare(files[index], names[index], *report);
      } else if (!failure) {
        failure = report.error();
      }
    });
    if (failure) return *failure;
    if (session.stop.raised()) return our_fault("stopped");
    return {};
  }

  Verification take() { return std::move(result_); }

 private:
  void compare(const std::string& file, const ModuleName& name, const BatchReport& report) {
    std::unordered_set<TracedInput> clean;
    for (TracedInput& input : own_inputs(name)) clean.insert(std::move(input));
    for (const ImportedModule& module : report.modules)
      for (const Seen& seen : module.seen)
        if (auto input = traced(seen)) clean.insert(std::move(*input));
    const Footprint& footprint = footprints_.by_file.at(file);
    std::unordered_set<TracedInput> recorded;
    for (InputState& one : tree_.session().store.input_sets().inputs(footprint.runtime.set))
      recorded.insert({std::move(one.input), one.origin});

    FootprintDifference difference{file, {}, ending(footprint.outcome, footprint.exception),
                                   ending(report.files[0].outcome, report.files[0].exception)};
    for (const TracedInput& input : clean)
      if (!recorded.contains(input)) difference.missing.push_back(input);
    std::sort(difference.missing.begin(), difference.missing.end(),
              [](const auto& a, const auto& b) { return a.input.path < b.input.path; });
    ++result_.checked;
    result_.inputs += clean.size();
    result_.extra += recorded.size() - (clean.size() - difference.missing.size());
    if (!difference.missing.empty() || difference.recorded != difference.alone)
      result_.differences.push_back(std::move(difference));
  }

  OpenTree& tree_;
  const Toolchain& toolchain_;
  const Footprints& footprints_;
  Verification result_;
};

}  // namespace

Result<Verification> verify_imports(OpenTree& tree, const Sample& sample) {
  const Session& session = tree.session();
  LINTCACHE_TRY_ASSIGN(const auto all, tree.find_files());
  LINTCACHE_TRY_ASSIGN(const auto files, select_files(all, session.request));
  LINTCACHE_TRY_ASSIGN(const Toolchain toolchain, know_toolchain(session));
  // All of them: a record that came out of a small batch would be easier to get right.
  LINTCACHE_TRY_ASSIGN(const Footprints footprints, infer_footprints(session, toolchain, files));
  const Environment environment = environment_for(session.request, nullptr, session.outer_environment);
  Verifier verifier(tree, toolchain, footprints);
  JobSlots slots = slots_for(session.request.jobs, session.voice.warn);
  LINTCACHE_TRY(verifier.check_all(
      chosen(files, sample),
      worker_command(session.request, toolchain.libpython, toolchain.executable, environment.variables),
      slots));
  Verification result = verifier.take();
  result.files = files.size();
  std::sort(result.differences.begin(), result.differences.end(),
            [](const auto& a, const auto& b) { return a.file < b.file; });
  return result;
}

}  // namespace lintcache
