// SPDX-License-Identifier: MIT
// Opening and closing a tree.
#include "run/open_tree.h"

#include "base/file.h"
#include "base/path.h"
#include "discovery/tree_walk.h"
#include "plan/prepared_tool.h"

namespace lintcache {
namespace {

// Under this name the store keeps how what it remembers of the disk was judged.
constexpr const char* k_judged = "judged";

Trust trust_of(const Request& request, StateStore& store) {
  const auto latched = store.latched();
  const auto judged = latched.find(k_judged);
  return {request.decider == "content", static_cast<int64_t>(request.max_drift * 1e9),
          store.is_writable() ? joined(request.state_dir, ".lintcache-clock") : "",
          judged_from(judged == latched.end() ? "" : judged->second)};
}

}  // namespace

OpenTree::OpenTree(const Request& request, const std::vector<std::string>& outer_environment,
                   const Stop& stop, const Voice& voice)
    : voice_(voice),
      lock_(request.state_dir, stop,
            [&] { voice.warn("waiting for another run on " + request.state_dir); }),
      store_(request.state_dir, roots_of(request)),
      disk_(real_disk(), store_.load_memory(), trust_of(request, store_)),
      session_{request, store_, disk_, stop, outer_environment, voice} {}

Result<std::vector<std::string>> OpenTree::find_files() {
  if (session_.stop.raised()) return our_fault("stopped");
  return lintcache::find_files(session_.request, disk_);
}

void OpenTree::look_again() {
  disk_.look_again();
  store_.input_sets().look_again();
}

void OpenTree::close(bool saw_all, const Result<void>& written) {
  // Asked for first: where the clock went back, more of the memory is new.
  store_.latch(k_judged, text_of(disk_.judged()));
  store_.save_memory(disk_, saw_all);
  if (saw_all && store_.is_writable()) sweep_temporaries(session_.request.state_dir);
  store_.sweep();
  store_.commit();
  // One warning says enough: a full or read-only disk shows at every file.
  if (const std::string trouble = store_.trouble(); !trouble.empty()) {
    voice_.warn(trouble);
  } else if (!written) {
    voice_.warn(written.error().text());
  }
}

}  // namespace lintcache
