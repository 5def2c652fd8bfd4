// SPDX-License-Identifier: MIT
// Footprints, from memory or from the worker and the files' own import statements.
#include "run/infer.h"

#include <algorithm>
#include <map>
#include <mutex>
#include <optional>

#include "base/frame.h"
#include "base/path.h"
#include "digest/hasher.h"
#include "imports/first_party.h"
#include "imports/footprint.h"
#include "imports/import_client.h"
#include "imports/module_name.h"
#include "imports/static_closure.h"
#include "run/remember.h"
#include "schedule/parallel.h"

namespace lintcache {
namespace {

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

// A directory of the search path whose modules change only when something is installed.
bool is_installed(const std::string& directory, const Toolchain& toolchain) {
  const std::string_view name = file_name(directory);
  const std::string library = "python" + toolchain.version.substr(0, toolchain.version.rfind('.'));
  return name == "site-packages" || name == "dist-packages" || name == "lib-dynload" || name == library ||
         name.ends_with(".zip");
}

// Imports files that memory does not know, and remembers them.
class Inference {
 public:
  Inference(const Session& session, const Toolchain& toolchain)
      : session_(session),
        search_path_{toolchain.search_path, toolchain.extension_suffixes,
                     {toolchain.builtins.begin(), toolchain.builtins.end()}},
        environment_(environment_for(session.request, nullptr, session.outer_environment)) {
    followed_ = {session.request.source_dir};
    for (const std::string& directory : toolchain.search_path)
      if (!is_installed(directory, toolchain))
        followed_.push_back(absolute_path(directory, session.request.source_dir));
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
    std::vector<Input> inputs = footprint_inputs(stale.module, report);
    for (Input& input : followed_statically(stale.module)) inputs.push_back(std::move(input));
    if (const auto source = real_disk().read(stale.module.request.path); source && *source)
      for (Input& input : first_party_inputs((*source)->bytes, session_.request.source_dir, session_.disk))
        inputs.push_back(std::move(input));
    drop_repeats(inputs);
    const std::string payload = to_payload(report);
    const KnownSet known =
        report.exception == k_too_much_seen
            ? for_this_run(session_, inputs, payload)
            : lintcache::remember(session_, subject(stale.file), inputs, payload);
    known_.emplace(stale.file, footprint_from(known));
    session_.store.commit_now_and_then();
    session_.progress(++done_, stale_.size(), "import " + stale.file);
  }

  // One for each import root: what a name means depends on where the search begins.
  StaticImports& static_imports(const std::string& root) {
    const auto known = static_imports_.find(root);
    if (known != static_imports_.end()) return known->second;
    SearchPath path = search_path_;
    path.directories.insert(path.directories.begin(), root);
    const auto read = [this](const std::string& file) { return read_followed(file); };
    return static_imports_.try_emplace(root, session_.disk, read, std::move(path)).first->second;
  }

  std::vector<Input> followed_statically(const ModuleName& module) {
    const bool is_package = file_name(module.request.path) == "__init__.py";
    return static_imports(module.request.root)
        .closure({module.request.path, module.request.name, is_package});
  }

  // Statements are followed through the tree and whatever else is on the path, but not into the standard
  // library and installed distributions: they change by version, and the versions are part of every key.
  std::optional<std::string> read_followed(const std::string& file) const {
    const auto holds = [&](const std::string& directory) { return is_below(file, directory); };
    const bool followed = std::any_of(followed_.begin(), followed_.end(), holds);
    if (!followed) return {};
    const auto read = real_disk().read(file);
    if (!read || !*read) return {};
    return (*read)->bytes;
  }

  const Session& session_;
  SearchPath search_path_;
  std::map<std::string, StaticImports> static_imports_;
  std::vector<std::string> followed_;
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

Result<Footprints> infer_footprints(const Session& session, const Toolchain& toolchain,
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
