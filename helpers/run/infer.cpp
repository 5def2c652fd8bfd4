// SPDX-License-Identifier: MIT
// Asking the interpreter and the worker, where memory does not answer.
#include "run/learn.h"

#include <algorithm>
#include <mutex>

#include "base/frame.h"
#include "base/path.h"
#include "digest/hasher.h"
#include "imports/footprint.h"
#include "imports/import_client.h"
#include "imports/module_name.h"
#include "schedule/parallel.h"

namespace lintcache {
namespace {

InputSet with_states(const std::vector<Input>& inputs, StatCache& disk) {
  InputSet set;
  for (const Input& input : inputs) set.inputs.push_back({input, disk.state(input)});
  set.digest = digest_of_inputs(set.inputs);
  return set;
}

// Something that changed while we looked was perhaps seen in two states: not to be remembered.
bool all_still(const InputSet& set, StatCache& disk) {
  return std::all_of(set.inputs.begin(), set.inputs.end(),
                     [&](const InputState& input) { return disk.still(input.input); });
}

// Format of the payload: two fields, the outcome's number and the exception.
std::string to_payload(const ImportReport& report) {
  return encode_fields({std::to_string(static_cast<int>(report.outcome)), report.exception});
}

Footprint footprint_from(const KnownSet& known) {
  Footprint footprint;
  footprint.inputs = known.id;
  footprint.digest = known.digest;
  if (auto fields = decode_fields(known.payload); fields && fields->size() == 2) {
    footprint.outcome = static_cast<ImportOutcome>(std::atoi((*fields)[0].c_str()));
    footprint.exception = (*fields)[1];
  }
  return footprint;
}

// Imports files that memory does not know, and remembers them.
class Inference {
 public:
  Inference(const Session& session, const Toolchain& toolchain)
      : session_(session),
        environment_(environment_for(session.request, nullptr, session.outer_environment)) {
    Hasher hasher;
    hasher.field("toolchain", toolchain.identity).field("program", toolchain.executable);
    for (const std::string& variable : environment_.keyed) hasher.field("environment", variable);
    setting_ = hasher.digest().hex();
    command_ = {{session.request.worker, "--libpython", toolchain.libpython, "--program",
                 toolchain.executable, "--source-dir", session.request.source_dir},
                environment_.variables,
                session.request.source_dir};
  }

  // The footprint if it is known and still true; else the file joins those to import.
  void look_up(const std::string& file) {
    if (auto known = session_.store.input_sets().find(subject(file), session_.disk)) {
      known_.emplace(file, footprint_from(*known));
    } else {
      const std::string path = joined(session_.request.source_dir, file);
      stale_.push_back({file, name_module(path, session_.disk)});
    }
  }

  Result<Footprints> import_stale(unsigned slots) {
    std::vector<ImportClient> clients;
    for (unsigned slot = 0; slot < slots; ++slot) clients.emplace_back(command_);
    const auto enough = [&] {
      const std::lock_guard lock(mutex_);
      return session_.stop.raised() || failure_;
    };
    run_parallel(stale_.size(), slots, enough, [&](size_t index, unsigned slot) {
      auto report = clients[slot].import(stale_[index].module.request, session_.stop);
      const std::lock_guard lock(mutex_);
      if (report) {
        remember(stale_[index], *report);
      } else if (!failure_) {
        failure_ = report.error();
      }
    });
    if (failure_) return *failure_;
    if (session_.stop.raised()) return our_fault("stopped");
    return Footprints{std::move(known_), stale_.size()};
  }

 private:
  struct Stale {
    std::string file;
    ModuleName module;
  };

  [[nodiscard]] std::string subject(const std::string& file) const {
    return import_subject(file, setting_);
  }

  void remember(const Stale& stale, const ImportReport& report) {
    const InputSet set = with_states(footprint_inputs(stale.module, report), session_.disk);
    KnownSet known{0, set.digest, to_payload(report)};
    if (all_still(set, session_.disk))
      known = session_.store.input_sets().add(subject(stale.file), set, known.payload);
    known_.emplace(stale.file, footprint_from(known));
    session_.store.commit_now_and_then();
    session_.progress(++done_, stale_.size(), "import " + stale.file);
  }

  const Session& session_;
  Environment environment_;
  std::string setting_;
  Command command_;
  std::vector<Stale> stale_;
  std::unordered_map<std::string, Footprint> known_;
  std::optional<Error> failure_;
  std::mutex mutex_;
  size_t done_ = 0;
};

}  // namespace

Result<Toolchain> know_toolchain(const Session& session) {
  const Environment environment =
      environment_for(session.request, nullptr, session.outer_environment);
  Hasher hasher;
  hasher.field("python", session.request.python);
  for (const std::string& variable : environment.keyed) hasher.field("environment", variable);
  const std::string subject = "toolchain " + hasher.digest().hex();
  InputSets& sets = session.store.input_sets();
  if (const auto known = sets.find(subject, session.disk)) return toolchain_from(known->payload);
  LINTCACHE_TRY_ASSIGN(const std::string answer, ask_interpreter(session.request, session.stop));
  const auto inputs = inputs_of_answer(session.request, answer, session.disk);
  if (!inputs.empty()) {
    const InputSet set = with_states(inputs, session.disk);
    if (all_still(set, session.disk)) sets.add(subject, set, answer);
  }
  return toolchain_from(answer);
}

Result<Footprints> know_footprints(const Session& session, const Toolchain& toolchain,
                                   const std::vector<std::string>& files,
                                   const std::vector<PreparedTool>& tools) {
  const bool needed = std::any_of(tools.begin(), tools.end(), [](const PreparedTool& tool) {
    return tool.adapter->scope == Scope::closure;
  });
  if (!needed) return Footprints{};
  if (toolchain.libpython.empty())
    return asked_wrongly("this interpreter has no shared libpython", toolchain.executable,
                         "install it (Debian: libpython" +
                             toolchain.version.substr(0, toolchain.version.rfind('.')) +
                             "), or build Python with --enable-shared");
  Inference inference(session, toolchain);
  for (const std::string& file : files) inference.look_up(file);
  const unsigned jobs = session.request.jobs > 0 ? session.request.jobs : allowed_cpus();
  return inference.import_stale(jobs);
}

}  // namespace lintcache
