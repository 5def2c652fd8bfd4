// SPDX-License-Identifier: MIT
// What verbs that look at a tree share: it is opened, worked on, and what was learnt is kept.
#pragma once

#include <vector>

#include "cli/console.h"
#include "cli/options.h"
#include "run/open_tree.h"

namespace lintcache {

// The exit status is that of the work, which gets the tree and the status line.
template <class Work>
int with_tree(const Options& options, const std::vector<std::string>& environment, const Work& work) {
  static Stop stop;
  raise_on_signals(stop);
  StatusLine status(options, environment);
  if (status.trouble()) return complain(*status.trouble());
  const Voice voice = make_voice(status);
  OpenTree tree(options.request, environment, stop, voice);
  const Result<int> result = work(tree, status);
  tree.close(false);
  status.clear();
  if (stop.raised()) {
    put(stderr, "lintcache: stopped\n");
    return 128 + stop.signal();
  }
  return result ? *result : complain(result.error());
}

}  // namespace lintcache
