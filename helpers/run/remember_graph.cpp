// SPDX-License-Identifier: MIT
// States and digests from the leaves up, ids only where a set asks for them.
#include "run/remember_graph.h"

#include <algorithm>

#include "digest/input_digest.h"

namespace lintcache {

bool RememberedGraph::is_doubtful(const TracedInput& one) const {
  // A data file may well be written by the import that reads it, each time anew.
  const bool is_code =
      one.input.kind == InputKind::content && one.origin != Origin::data && one.origin != Origin::absent;
  return is_code && !beginning_.known_files.contains(one.input.path) &&
         session_.disk.changed_since(one.input.path, beginning_.time);
}

RememberedGraph::Fact RememberedGraph::fact_of(const TracedInput& one) const {
  const Digest state = session_.disk.state(one.input);
  return {digest_of_input(one.input, state), session_.disk.still(one.input) && !is_doubtful(one)};
}

RememberedGraph::RememberedGraph(const Session& session, const InputGraph& graph,
                                 const Beginning& beginning)
    : session_(session), graph_(graph), beginning_(beginning) {
  inputs_.reserve(graph.inputs.size());
  for (const TracedInput& one : graph.inputs) inputs_.push_back(fact_of(one));
  groups_.reserve(graph.groups.size());
  for (const InputGraph::Group& group : graph.groups) {
    Fact fact;
    std::vector<Digest> inputs, below;
    const auto add = [&](const Fact& part, std::vector<Digest>& digests) {
      digests.push_back(part.digest);
      fact.is_settled = fact.is_settled && part.is_settled;
    };
    for (const uint32_t input : group.inputs) add(inputs_[input], inputs);
    for (const uint32_t other : group.below) add(groups_[other], below);
    fact.digest = digest_of_group(std::move(inputs), std::move(below));
    groups_.push_back(fact);
  }
}

int64_t RememberedGraph::recorded_input(uint32_t input) {
  int64_t& id = inputs_[input].id;
  const TracedInput& one = graph_.inputs[input];
  if (id == 0) id = session_.store.input_sets().add_input({one.input, session_.disk.state(one.input), one.origin});
  return id;
}

int64_t RememberedGraph::recorded_group(uint32_t group) {
  // All that it needs, found from the top, then recorded from the bottom: groups below have smaller numbers.
  std::vector<uint32_t> needed, waiting = {group};
  std::vector<bool> seen(groups_.size());
  while (!waiting.empty()) {
    const uint32_t next = waiting.back();
    waiting.pop_back();
    if (seen[next] || groups_[next].id != 0) continue;
    seen[next] = true;
    needed.push_back(next);
    const auto& below = graph_.groups[next].below;
    waiting.insert(waiting.end(), below.begin(), below.end());
  }
  std::sort(needed.begin(), needed.end());
  for (const uint32_t next : needed) {
    const InputGraph::Group& one = graph_.groups[next];
    std::vector<int64_t> inputs, below;
    for (const uint32_t input : one.inputs) inputs.push_back(recorded_input(input));
    for (const uint32_t other : one.below) below.push_back(groups_[other].id);
    groups_[next].id =
        session_.store.input_sets().groups().add(inputs, below, groups_[next].digest, one.description);
  }
  return groups_[group].id;
}

RememberedGraph::Recorded RememberedGraph::record(uint32_t group) {
  const Fact& fact = groups_[group];
  return {fact.is_settled ? recorded_group(group) : 0, fact.digest, fact.is_settled};
}

RememberedGraph::Own RememberedGraph::own_part(const std::vector<TracedInput>& own, uint32_t group) {
  Own part;
  part.is_settled = groups_[group].is_settled;
  std::vector<Digest> digests;
  for (const TracedInput& one : own) {
    const auto [entry, is_new] = own_.try_emplace(one);
    if (is_new) entry->second = fact_of(one);
    part.is_settled = part.is_settled && entry->second.is_settled;
    part.set.inputs.push_back({one.input, session_.disk.state(one.input), one.origin});
    digests.push_back(entry->second.digest);
  }
  part.set.digest = digest_of_group(std::move(digests), {groups_[group].digest});
  return part;
}

KnownSet RememberedGraph::remember(std::string_view subject, const std::vector<TracedInput>& own,
                                   uint32_t group, std::string_view answer) {
  Own part = own_part(own, group);
  if (!part.is_settled) return {0, part.set.digest, std::string(answer)};
  const int64_t below = recorded_group(group);
  // The database failed.
  if (below == 0) return {0, part.set.digest, std::string(answer)};
  part.set.below = {below};
  return session_.store.input_sets().add(subject, part.set, answer);
}

KnownSet RememberedGraph::for_this_run(const std::vector<TracedInput>& own, uint32_t group,
                                       std::string_view answer) {
  return {0, own_part(own, group).set.digest, std::string(answer)};
}

}  // namespace lintcache
