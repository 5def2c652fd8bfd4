// SPDX-License-Identifier: MIT
// Sets whose inputs many share: a graph of groups, looked at once and recorded as far as sets need it.
#pragma once

#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "model/input.h"
#include "run/session.h"

namespace lintcache {

// When those who saw the inputs of a graph set out, by the disk's clock, and the files whose states had been
// taken by then. Other code that changed later was perhaps seen in a state that nobody knows.
struct Beginning {
  int64_t time = 0;
  const std::unordered_set<std::string>& known_files;
};

class RememberedGraph {
 public:
  // Takes the present states of all inputs of the graph, and looks again whether they still are in them. To
  // be called when all who saw the inputs have ended. All arguments must outlive the object.
  RememberedGraph(const Session& session, const InputGraph& graph, const Beginning& beginning);
  RememberedGraph(const RememberedGraph&) = delete;

  // As `remember` in run/remember.h, for a set of inputs of its own and one group with all below it.
  KnownSet remember(std::string_view subject, const std::vector<TracedInput>& own, uint32_t group,
                    std::string_view answer);

  // Records a group with all below it. The id is 0 where it is not settled, or where the database failed.
  struct Recorded {
    int64_t id = 0;
    Digest digest;
    bool is_settled = true;  // neither it nor what is below it changed while we looked
  };
  Recorded record(uint32_t group);

  // The same as `remember` without recording anything.
  KnownSet for_this_run(const std::vector<TracedInput>& own, uint32_t group, std::string_view answer);

 private:
  struct Fact {
    Digest digest;
    bool is_settled = true;  // neither it nor what is below it changed while we looked
    int64_t id = 0;          // 0: not recorded
  };
  struct Own {
    InputSet set;
    bool is_settled = true;
  };
  [[nodiscard]] Fact fact_of(const TracedInput& one) const;
  [[nodiscard]] bool is_doubtful(const TracedInput& one) const;
  Own own_part(const std::vector<TracedInput>& own, uint32_t group);
  int64_t recorded_input(uint32_t input);
  int64_t recorded_group(uint32_t group);

  const Session& session_;
  const InputGraph& graph_;
  const Beginning& beginning_;
  std::vector<Fact> inputs_;
  std::vector<Fact> groups_;
  std::unordered_map<TracedInput, Fact> own_;  // inputs of sets themselves
};

}  // namespace lintcache
