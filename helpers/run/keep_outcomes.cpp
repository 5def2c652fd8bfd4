// SPDX-License-Identifier: MIT
// Input sets of tasks: put together, looked at again, recorded.
#include "run/keep_outcomes.h"

#include <algorithm>
#include <unordered_set>

#include "base/clock.h"
#include "digest/input_digest.h"
#include "report/formats.h"
#include "run/changed_places.h"
#include "run/changes.h"

namespace lintcache {
namespace {

// A set while it is put together.
struct Draft {
  InputSet set;
  std::vector<Digest> below;  // of its groups
};

std::vector<InputState> in_present_states(const Session& session, const std::vector<TracedInput>& inputs) {
  std::vector<InputState> states;
  for (const TracedInput& one : inputs) states.push_back({one.input, session.disk.state(one.input), one.origin});
  return states;
}

// Inputs that other tasks share, too.
void add_group(const Session& session, const std::vector<TracedInput>& inputs, Draft& draft) {
  if (inputs.empty()) return;
  InputSets& sets = session.store.input_sets();
  const auto states = in_present_states(session, inputs);
  std::vector<int64_t> ids;
  for (const InputState& one : states) ids.push_back(sets.add_input(one));
  draft.below.push_back(digest_of_inputs(states));
  draft.set.below.push_back(sets.groups().add(ids, {}, draft.below.back(), {}));
}

// What the inferred footprint adds to what was observed.
std::vector<int64_t> footprint_of(const Task& task, const Observed& observed) {
  return observed.is_all ? std::vector<int64_t>() : task.footprint;
}

RememberedGraph::Recorded recorded_group(const Session& session, const Observed& observed) {
  SharedInputs& shared = *observed.shared;
  if (!shared.remembered)
    shared.remembered = std::make_unique<RememberedGraph>(session, shared.graph, Beginning{shared.started, shared.known_files});
  return shared.remembered->record(observed.group);
}

// A group for the tool's own files, which are nearly the same for all its tasks, and one for the others.
void add_observed(const Session& session, const std::vector<TracedInput>& observed, Draft& draft) {
  std::vector<TracedInput> tools, others;
  for (const TracedInput& one : observed) (one.origin == Origin::tool ? tools : others).push_back(one);
  add_group(session, tools, draft);
  add_group(session, others, draft);
}

// The same for all files of a process.
void add_common(const Session& session, CommonInputs& common, Draft& draft) {
  if (common.groups.empty()) {
    Draft own;
    add_observed(session, common.inputs, own);
    common.groups = std::move(own.set.below);
    common.digests = std::move(own.below);
  }
  draft.set.below.insert(draft.set.below.end(), common.groups.begin(), common.groups.end());
  draft.below.insert(draft.below.end(), common.digests.begin(), common.digests.end());
}

InputSet inputs_of(const Session& session, const Task& task, const PreparedTool& tool, const Observed& observed) {
  Draft draft;
  draft.set.inputs = in_present_states(session, task.inputs);
  std::vector<Digest> own;
  for (const InputState& one : draft.set.inputs) own.push_back(digest_of_input(one.input, one.state));
  add_group(session, tool.inputs, draft);
  add_observed(session, observed.inputs, draft);
  if (observed.common) add_common(session, *observed.common, draft);
  if (observed.shared) {
    const auto group = recorded_group(session, observed);
    draft.below.push_back(group.digest);
    draft.set.below.push_back(group.id);
  }
  for (const int64_t id : footprint_of(task, observed)) {
    const auto footprint = session.store.input_sets().set(id);
    if (!footprint) continue;
    draft.below.push_back(footprint->digest);
    draft.set.inputs.insert(draft.set.inputs.end(), footprint->inputs.begin(), footprint->inputs.end());
    draft.set.below.insert(draft.set.below.end(), footprint->below.begin(), footprint->below.end());
  }
  draft.set.digest = digest_of_group(std::move(own), std::move(draft.below));
  return std::move(draft.set);
}

bool is_known(const Session& session, const Task& task, const PreparedTool& tool, const Observed& observed) {
  const ToolFacts& adapter = *tool.adapter;
  if (adapter.scope == Scope::closure && !adapter.parts.runtime && !adapter.parts.statements && !observed.is_all)
    return false;
  const std::vector<int64_t> footprint = footprint_of(task, observed);
  return !task.key.is_absent() && std::all_of(footprint.begin(), footprint.end(), [&](int64_t id) {
    return id != 0 && session.store.input_sets().set(id);
  });
}

// Is it as it was when the tool started, though nobody looked at it then?
bool is_settled(const Session& session, const Input& input, int64_t started) {
  session.disk.state(input);
  const bool is_young = input.kind == InputKind::content && session.disk.changed_since(input.path, started);
  return !is_young && session.disk.still(input);
}

// Asks only for what it is not known of.
template <typename Ask>
bool is_or_was(const Input& input, std::unordered_set<Input>& known, const Ask& ask) {
  if (known.contains(input)) return true;
  if (!ask()) return false;
  known.insert(input);
  return true;
}

// Of what all files of a process have in common; it has ended, so once is enough.
const std::vector<Input>& unsettled(const Session& session, const PreparedTool& tool, CommonInputs& common, int64_t started) {
  if (common.unsettled) return *common.unsettled;
  std::unordered_set<Input> known(tool.config.begin(), tool.config.end());
  for (const TracedInput& one : tool.inputs) known.insert(one.input);
  common.unsettled.emplace();
  for (const TracedInput& one : common.inputs)
    if (!known.contains(one.input) && !is_settled(session, one.input, started)) common.unsettled->push_back(one.input);
  return *common.unsettled;
}

// An input that is not as it was when the tool started; empty where all are.
std::string changed_meanwhile(const Session& session, const Task& task, const PreparedTool& tool,
                              const Observed& observed, int64_t started) {
  const std::string& source_dir = session.request.source_dir;
  std::unordered_set<Input> known;  // they were looked at before the tool started
  for (const Input& input : tool.config) known.insert(input);
  for (const auto* list : {&task.inputs, &tool.inputs})
    for (const TracedInput& one : *list) known.insert(one.input);
  std::unordered_set<Input> footprint;
  for (const int64_t set : footprint_of(task, observed))
    for (const InputState& one : session.store.input_sets().inputs(set))
      if (!known.contains(one.input)) footprint.insert(one.input);
  CommonInputs alone;
  CommonInputs& common = observed.common ? *observed.common : alone;
  // Also what was put back: the tool may have seen it as it was in between.
  for (const Input& input : known)
    if (!is_or_was(input, common.still, [&] { return session.disk.still(input, started); })) return shown_path(input.path, source_dir);
  for (const Input& input : footprint)
    if (observed.is_footprint_late ? !is_settled(session, input, started) : !session.disk.still(input, started))
      return shown_path(input.path, source_dir);
  known.merge(footprint);
  for (const TracedInput& one : observed.inputs)
    if (!known.contains(one.input) && !is_or_was(one.input, common.settled, [&] { return is_settled(session, one.input, started); }))
      return shown_path(one.input.path, source_dir);
  if (observed.common)
    for (const Input& input : unsettled(session, tool, *observed.common, started))
      if (!known.contains(input)) return shown_path(input.path, source_dir);
  return {};
}

// A place around what several files of a process share; it has ended, so once is enough.
const std::string& moved_around(const Session& session, const std::vector<TracedInput>& inputs, int64_t started,
                                std::optional<std::string>& known) {
  if (known) return *known;
  Places places(session);
  KeptPlaces nothing;
  for (const TracedInput& one : inputs) places.add(one);
  return known.emplace(places.changed_since(started, nothing));
}

// Where names may have come and gone meanwhile, or files may have been elsewhere, and nothing that is there now shows it.
std::string moved_meanwhile(const Session& session, const Task& task, const PreparedTool& tool, const Observed& observed, int64_t started) {
  Places places(session);
  for (const Input& input : tool.config) places.add({input, Origin::config});
  for (const auto* list : {&task.inputs, &tool.inputs, &observed.inputs})
    for (const TracedInput& one : *list) places.add(one);
  for (const int64_t set : footprint_of(task, observed))
    for (const InputState& one : session.store.input_sets().inputs(set)) places.add({one.input, one.origin});
  KeptPlaces nothing;
  std::string what = places.changed_since(started, observed.common ? observed.common->kept : nothing);
  if (what.empty() && observed.common) what = moved_around(session, observed.common->inputs, started, observed.common->moved);
  if (what.empty() && observed.shared) what = moved_around(session, observed.shared->graph.inputs, started, observed.shared->moved);
  return what;
}

// Records the outcome, or says why that cannot be.
std::string recorded(const Session& session, FinishedTask& task, const PreparedTool& tool, const Outcome& outcome,
                     const Observed& observed, int64_t started, int64_t& set) {
  if (outcome.verdict == Verdict::tool_failure) return "the tool broke: " + outcome.failure;
  if (!is_known(session, task.task, tool, observed)) return "what its imports lead to was not known";
  if (!observed.doubt.empty())
    return (observed.is_traced ? "not cacheable, because it " : "what it read is not known: ") + observed.doubt;
  task.changed = observed.moved.empty() ? std::string() : shown_path(observed.moved, session.request.source_dir);
  if (task.changed.empty()) task.changed = changed_meanwhile(session, task.task, tool, observed, started);
  // Of a traced process its own tracer told that.
  if (task.changed.empty() && !observed.is_traced) task.changed = moved_meanwhile(session, task.task, tool, observed, started);
  if (!task.changed.empty()) return task.changed + " changed while it ran";
  if (observed.shared && !recorded_group(session, observed).is_settled) {
    task.changed = "a file that it imports";
    return task.changed + " changed while it ran";
  }
  const KnownOutcome known =
      session.store.outcomes().put(task.task, inputs_of(session, task.task, tool, observed), outcome);
  set = known.set;
  if (set == 0) return "the state could not be written";
  task.identity = known.identity;
  return {};
}

}  // namespace

void keep_outcome(const Session& session, FinishedTask& task, const PreparedTool& tool, Outcome outcome,
                  const Observed& observed, int64_t started) {
  Decision decision;
  decision.decided = decision.ran = wall_clock();
  decision.base = tool.base;
  decision.reasons = task.reasons;
  if (decision.reasons.size() > k_reasons_kept) {
    decision.more = decision.reasons.size() - k_reasons_kept;
    decision.reasons.resize(k_reasons_kept);
  }
  decision.unkept = recorded(session, task, tool, outcome, observed, started, decision.set);
  task.set = decision.set;
  if (decision.set == 0) decision.output = tool_output(outcome);
  session.store.decisions().put_parts(tool.base, tool.parts);
  session.store.decisions().put(task.task.file, task.task.tool, decision);
  task.outcome = std::move(outcome);
}

void keep_reuse(const Session& session, const FinishedTask& task, const PreparedTool& tool) {
  session.store.decisions().put_parts(tool.base, tool.parts);
  session.store.decisions().put_reuse(task.task.file, task.task.tool, task.set, tool.base, wall_clock());
}

}  // namespace lintcache
