// SPDX-License-Identifier: MIT
// Discovery without linting.
#include "run/discover.h"

#include <algorithm>
#include <utility>

#include "base/path.h"
#include "run/select.h"

namespace lintcache {
namespace {

const std::vector<std::string> k_no_environment;

bool concerns(const Judgement& one, const std::string& wanted) {
  const bool is_directory = one.path.ends_with('/');
  const std::string path = one.path.substr(0, one.path.size() - (is_directory ? 1 : 0));
  return wanted.empty() || path == wanted || is_below(path, wanted) || (is_directory && is_below(wanted, path));
}

}  // namespace

Result<Discovery> discover_run(const Request& request, const Stop& stop, const Voice& voice) {
  OpenTree tree(request, k_no_environment, stop, voice);
  LINTCACHE_TRY_ASSIGN(const auto found, tree.find_files());
  LINTCACHE_TRY_ASSIGN(auto files, select_files(found, request));
  std::sort(files.begin(), files.end());
  tree.close(false);
  return Discovery{std::move(files), tree.session().disk.directories_listed()};
}

Result<std::vector<Judgement>> judge_run(const Request& request, const Stop& stop, const Voice& voice) {
  OpenTree tree(request, k_no_environment, stop, voice);
  if (stop.raised()) return our_fault("stopped");
  LINTCACHE_TRY_ASSIGN(auto judged, judge_files(request, tree.session().disk));
  tree.close(false);
  if (request.selected_files.empty()) return judged;
  for (const std::string& wanted : request.selected_files)
    if (std::none_of(judged.begin(), judged.end(), [&](const Judgement& one) { return concerns(one, wanted); }))
      return asked_wrongly("there is no such file in the tree", joined(request.source_dir, wanted));
  std::erase_if(judged, [&](const Judgement& one) {
    return std::none_of(request.selected_files.begin(), request.selected_files.end(),
                        [&](const std::string& wanted) { return concerns(one, wanted); });
  });
  return judged;
}

}  // namespace lintcache
