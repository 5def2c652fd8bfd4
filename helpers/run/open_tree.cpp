// SPDX-License-Identifier: MIT
// Opening and closing a tree.
#include "run/open_tree.h"

#include <utility>

#include "base/file.h"
#include "base/path.h"
#include "discovery/tree_walk.h"
#include "plan/prepared_tool.h"

namespace lintcache {
namespace {

// Under this name the store keeps how what it remembers of the disk was judged.
constexpr const char* k_judged = "judged";

}  // namespace

Trust trust_of(const Request& request, StateStore& store) {
  const auto latched = store.latched();
  const auto judged = latched.find(k_judged);
  return {request.decider == "content", static_cast<int64_t>(request.max_drift * 1e9),
          store.is_writable() ? joined(request.state_dir, ".lintcache-clock") : "",
          judged_from(judged == latched.end() ? "" : judged->second)};
}

OpenTree::OpenTree(const Request& request, const std::vector<std::string>& outer_environment,
                   const Stop& stop, const Voice& voice)
    : request_(request),
      outer_environment_(outer_environment),
      stop_(stop),
      voice_(voice),
      lock_(request.state_dir, stop,
            [&](const std::string& holder) { voice.warn("waiting for another run on " + request.state_dir + holder); }),
      shared_(request.shared_dir, request.shared_limit, sharing_named(value_of(outer_environment, k_sharing)).value_or(Sharing::made)),
      store_(request.state_dir, roots_of(request), request.shared_dir.empty() ? nullptr : &shared_,
             request.backend == "files" ? Backend::files : Backend::sqlite) {}

const Session& OpenTree::session() {
  if (!session_) {
    disk_.emplace(real_disk(), store_.load_memory(), trust_of(request_, store_));
    session_.emplace(Session{request_, store_, *disk_, stop_, outer_environment_, voice_});
  }
  return *session_;
}

const Session& OpenTree::session_for_few() {
  if (!session_) {
    disk_.emplace(real_disk(), store_, trust_of(request_, store_));
    session_.emplace(Session{request_, store_, *disk_, stop_, outer_environment_, voice_});
  }
  return *session_;
}

Result<std::vector<std::string>> OpenTree::find_files() {
  if (stop_.raised()) return our_fault("stopped");
  session();
  disk_->recall_all();
  LINTCACHE_TRY_ASSIGN(auto files, lintcache::find_files(request_, session().disk));
  // All of them will be read; here the user may end it.
  if (!request_.selected_files.empty()) return files;
  for (const std::string& file : files) {
    if (stop_.raised()) return our_fault("stopped");
    session().disk.content(joined(request_.source_dir, file));
  }
  return files;
}

void OpenTree::look_again() {
  session().disk.look_again();
  store_.input_sets().look_again();
}

void OpenTree::close(bool saw_all, const Result<void>& written) {
  if (disk_) {
    // Asked for first: where the clock went back, more of the memory is new.
    store_.latch(k_judged, text_of(disk_->judged()));
    store_.save_memory(*disk_, saw_all);
    if (saw_all && store_.is_writable()) sweep_temporaries(request_.state_dir);
    // Who looked at little does not go through all; a later run does.
    if (disk_->knows_all()) store_.sweep();
  }
  store_.commit();
  tell_trouble(written);
}

void OpenTree::tell_trouble(const Result<void>& written) {
  std::string trouble = store_.trouble();
  if (trouble.empty() && !written) trouble = written.error().text();
  if (!trouble.empty() && !std::exchange(has_told_, true)) voice_.warn(trouble);
}

}  // namespace lintcache
