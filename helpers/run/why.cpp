// SPDX-License-Identifier: MIT
// Reading decisions back.
#include "run/why.h"

#include <algorithm>
#include <tuple>

#include "run/select.h"

namespace lintcache {
namespace {

Explanation explanation_of(const Session& session, const std::string& file, const std::string& tool, bool with_inputs) {
  Explanation one{file, tool, session.store.decisions().find(file, tool), 0, {}, {}};
  if (!one.decision) return one;
  InputSets& sets = session.store.input_sets();
  one.set_made = sets.made(one.decision->set);
  one.parts = session.store.decisions().parts(one.decision->base).value_or(KeyParts());
  if (!with_inputs) return one;
  one.inputs = sets.inputs(one.decision->set);
  std::sort(one.inputs.begin(), one.inputs.end(), [](const InputState& a, const InputState& b) {
    return std::tie(a.input.path, a.input.detail, a.origin) < std::tie(b.input.path, b.input.detail, b.origin);
  });
  return one;
}

}  // namespace

Result<void> explain_decisions(OpenTree& tree, bool with_inputs, const std::function<void(const Explanation&)>& show) {
  const Session& session = tree.session();
  LINTCACHE_TRY_ASSIGN(const auto all, tree.find_files());
  LINTCACHE_TRY_ASSIGN(auto files, select_files(all, session.request));
  // Tasks on the whole tree are asked about with it.
  const bool whole_tree = session.request.selected_files.empty();
  for (const std::string& tool : session.store.decisions().tools()) {
    const auto& selected = session.request.selected_tools;
    if (!selected.empty() && std::find(selected.begin(), selected.end(), tool) == selected.end()) continue;
    if (whole_tree && session.store.decisions().find("", tool)) show(explanation_of(session, "", tool, with_inputs));
    for (const std::string& file : files)
      if (auto one = explanation_of(session, file, tool, with_inputs); one.decision || !whole_tree) show(one);
  }
  return {};
}

}  // namespace lintcache
