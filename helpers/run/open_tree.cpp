// SPDX-License-Identifier: MIT
// Opening and closing a tree.
#include "run/open_tree.h"

#include "discovery/tree_walk.h"

namespace lintcache {

OpenTree::OpenTree(const Request& request, const std::vector<std::string>& outer_environment,
                   const Stop& stop, const Voice& voice)
    : voice_(voice),
      lock_(request.state_dir, stop,
            [&] { voice.warn("waiting for another run on " + request.state_dir); }),
      store_(request.state_dir),
      disk_(real_disk(), store_.load_memory()),
      session_{request, store_, disk_, stop, outer_environment, voice.progress} {}

Result<std::vector<std::string>> OpenTree::find_files() {
  if (session_.stop.raised()) return our_fault("stopped");
  return lintcache::find_files(session_.request, disk_);
}

void OpenTree::close(bool saw_all, const Result<void>& written) {
  store_.save_memory(disk_, saw_all);
  store_.input_sets().sweep();
  store_.commit();
  // One warning says enough: a full or read-only disk shows at every file.
  if (const std::string trouble = store_.trouble(); !trouble.empty()) {
    voice_.warn(trouble);
  } else if (!written) {
    voice_.warn(written.error().text());
  }
}

}  // namespace lintcache
