// SPDX-License-Identifier: MIT
// An outcome is recorded with all that it depended on, or not at all; the decision is recorded always.
#include "run/keep_outcomes.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "digest/hasher.h"
#include "plan/static_key.h"
#include "support/fake_disk.h"
#include "support/scratch_tree.h"
#include "tools/adapter.h"

namespace lintcache {
namespace {

using test::FakeDisk;
using test::k_second;
using Names = std::vector<std::string>;

TracedInput content(const std::string& path, Origin origin) { return {{InputKind::content, path, {}}, origin}; }

// A task on a.py that is about to end. Its states were taken before the tool started.
class KeepOutcome : public testing::Test {
 protected:
  KeepOutcome() : store(tree.top()) {
    request.source_dir = "/s";
    for (const char* file : {"/s/a.py", "/s/b.py", "/s/data.json", "/s/seen.txt", "/s/setup.cfg", "/usr/own"})
      disk.write(file, "one");
    disk.advance(10 * k_second);
    Adapter adapter;
    adapter.name = "own";
    tool.adapter = std::make_shared<Adapter>(adapter);
    tool.config = {{InputKind::content, "/s/setup.cfg", {}}, {InputKind::content, "/s/tox.ini", {}}};
    tool.inputs = {content("/usr/own", Origin::tool)};
    tool.parts = {{PartKind::tool, "own", "1"}};
    tool.base = digest_of_parts(tool.parts);
    task.task.file = "a.py";
    task.task.tool = "own";
    task.task.key = digest_of("key");
    task.task.inputs = {content("/s/a.py", Origin::itself), content("/s/data.json", Origin::declared)};
    const InputSet footprint = {{state("/s/b.py", Origin::runtime)}, digest_of("loaded"), {}};
    task.task.footprint = {store.input_sets().add("footprint", footprint, "").id};
    task.reasons = {{ReasonKind::file, "changed", {}}};
    outcome.verdict = Verdict::findings;
    outcome.out = "said";
    outcome.exit_status = 1;
    observed.inputs = {content("/s/seen.txt", Origin::observed)};
  }
  InputState state(const std::string& path, Origin origin) {
    StatCache fresh(disk);
    const Input input{InputKind::content, path, {}};
    return {input, fresh.state(input), origin};
  }
  Session session(StatCache& disk_cache) { return {request, store, disk_cache, stop, outer, voice}; }
  // The tool runs, while `meanwhile` happens, and its outcome is kept. Gives the decision.
  template <class Meanwhile>
  Decision keep(const Meanwhile& meanwhile) {
    StatCache cache(disk);
    for (const Input& input : tool.config) cache.state(input);
    for (const TracedInput& one : task.task.inputs) cache.state(one.input);
    for (const TracedInput& one : tool.inputs) cache.state(one.input);
    cache.state({InputKind::content, "/s/b.py", {}});
    disk.advance(k_second);
    const int64_t started = disk.now();
    disk.advance(k_second);
    meanwhile();
    disk.advance(k_second);
    keep_outcome(session(cache), task, tool, outcome, observed, started);
    disk.advance(10 * k_second);
    const auto decision = store.decisions().find(task.task.file, task.task.tool);
    EXPECT_TRUE(decision);
    return decision.value_or(Decision());
  }
  Decision keep() {
    return keep([] {});
  }
  bool is_known() {
    StatCache later(disk);
    store.input_sets().look_again();
    return store.outcomes().find(task.task, later).has_value();
  }
  void edit(const std::string& file) { disk.write(file, "two " + file); }

  test::ScratchTree tree;
  FakeDisk disk;
  Request request;
  Stop stop;
  std::vector<std::string> outer;
  Voice voice;
  StateStore store;
  PreparedTool tool;
  FinishedTask task;
  Outcome outcome;
  Observed observed;
};

TEST_F(KeepOutcome, it_is_found_again) {
  const Decision decision = keep();
  EXPECT_EQ(decision.unkept, "");
  EXPECT_GT(decision.set, 0);
  EXPECT_EQ(task.changed, "");
  EXPECT_FALSE(task.identity.is_absent());
  ASSERT_TRUE(task.outcome);
  EXPECT_EQ(task.outcome->out, "said");
  StatCache later(disk);
  const auto known = store.outcomes().find(task.task, later);
  ASSERT_TRUE(known);
  EXPECT_EQ(known->outcome.out, "said");
  EXPECT_EQ(known->set, decision.set);
  EXPECT_EQ(known->identity, task.identity);
}

TEST_F(KeepOutcome, the_set_holds_own_shared_and_observed_inputs_and_the_footprint) {
  const Decision decision = keep();
  Names all;
  for (const InputState& one : store.input_sets().inputs(decision.set)) {
    EXPECT_EQ(one.state, digest_of("one"));
    all.push_back(std::string(name_of(one.origin)) + " " + one.input.path);
  }
  std::sort(all.begin(), all.end());
  EXPECT_EQ(all, (Names{"declared /s/data.json", "itself /s/a.py", "observed /s/seen.txt", "runtime /s/b.py", "tool /usr/own"}));
}

TEST_F(KeepOutcome, a_change_of_each_of_them_loses_it_and_its_return_finds_it) {
  keep();
  for (const char* file : {"/s/a.py", "/s/data.json", "/s/seen.txt", "/s/b.py", "/usr/own"}) {
    ASSERT_TRUE(is_known());
    edit(file);
    disk.advance(10 * k_second);
    EXPECT_FALSE(is_known()) << file;
    disk.write(file, "one");
    disk.advance(10 * k_second);
  }
  EXPECT_TRUE(is_known());
  edit("/s/other.py");
  disk.advance(10 * k_second);
  EXPECT_TRUE(is_known());
}

TEST_F(KeepOutcome, what_tasks_share_is_recorded_once) {
  keep();
  const size_t groups = store.input_sets().groups().end();
  disk.write("/s/z.py", "one");
  disk.advance(10 * k_second);
  task.task.file = "z.py";
  task.task.inputs = {content("/s/z.py", Origin::itself)};
  keep();
  EXPECT_EQ(store.input_sets().groups().end(), groups);
}

TEST_F(KeepOutcome, the_identity_follows_states) {
  keep();
  const Digest first = task.identity;
  keep();
  EXPECT_EQ(task.identity, first);
  for (const char* file : {"/s/a.py", "/usr/own", "/s/seen.txt"}) {
    edit(file);
    disk.advance(10 * k_second);
    keep();
    EXPECT_NE(task.identity, first) << file;
    disk.write(file, "one");
    disk.advance(10 * k_second);
  }
}

TEST_F(KeepOutcome, what_changed_while_the_tool_ran_spoils_it) {
  for (const char* file : {"a.py", "data.json", "b.py", "setup.cfg", "tox.ini", "seen.txt"}) {
    const Decision decision = keep([&] { edit("/s/" + std::string(file)); });
    EXPECT_EQ(decision.unkept, std::string(file) + " changed while it ran");
    EXPECT_EQ(decision.set, 0);
    EXPECT_EQ(task.changed, file);
    EXPECT_TRUE(task.outcome);
    EXPECT_FALSE(is_known()) << file;
    disk.write("/s/" + std::string(file), "one");
    if (file == std::string("tox.ini")) disk.remove("/s/tox.ini");
    disk.advance(10 * k_second);
  }
  keep([&] { edit("/usr/own"); });
  EXPECT_EQ(task.changed, "/usr/own");
}

TEST_F(KeepOutcome, so_does_what_vanished) {
  EXPECT_EQ(keep([&] { disk.remove("/s/b.py"); }).unkept, "b.py changed while it ran");
  EXPECT_FALSE(is_known());
}

// Bytes that came back within the run were perhaps others when the tool read them.
TEST_F(KeepOutcome, so_does_what_was_written_again_meanwhile) {
  keep([&] {
    edit("/s/seen.txt");
    disk.advance(k_second / 2);
    disk.write("/s/seen.txt", "one");
  });
  EXPECT_EQ(task.changed, "seen.txt");
}

TEST_F(KeepOutcome, what_changed_elsewhere_does_not) {
  disk.write("/s/other.py", "one");
  disk.write("/s/sub/new.py", "one");
  disk.advance(10 * k_second);
  EXPECT_EQ(keep([&] {
              edit("/s/other.py");
              edit("/s/sub/newer.py");
              edit("/tmp/elsewhere");
            }).unkept, "");
  EXPECT_TRUE(is_known());
}

// The tool perhaps saw what nobody sees before or after it.
TEST_F(KeepOutcome, names_that_came_and_went_spoil_it) {
  const auto come_and_go = [&](const std::string& path) {
    return [this, path] {
      disk.write(path, "");
      disk.advance(k_second / 2);
      disk.remove(path);
    };
  };
  // A place of configuration is missing there.
  EXPECT_EQ(keep(come_and_go("/s/tox.ini")).unkept, "what is in . changed while it ran");
  EXPECT_FALSE(is_known());
  disk.make_directory("/s/sub");
  disk.make_directory("/usr/lib");
  disk.make_directory("/h");
  disk.advance(10 * k_second);
  for (const Input& input : {Input{InputKind::listing, "/s/sub", {}}, Input{InputKind::lookup, "/s/sub", "x"}, Input{InputKind::content, "/s/sub/none", {}}}) {
    observed.inputs = {{input, Origin::observed}};
    EXPECT_EQ(keep().unkept, "");
    EXPECT_EQ(keep(come_and_go("/s/sub/x")).unkept, "what is in sub changed while it ran");
  }
  observed.inputs = {{{InputKind::listing, "/s/sub/none", {}}, Origin::observed}};
  EXPECT_EQ(keep(come_and_go("/s/sub/none")).unkept, "what is in sub/none changed while it ran");
  observed.inputs = {{{InputKind::lookup, "/usr/lib", "x"}, Origin::tool}};
  EXPECT_EQ(keep(come_and_go("/usr/lib/y")).unkept, "what is in /usr/lib changed while it ran");
  // Where names come and go all the time.
  observed.inputs = {{{InputKind::lookup, "/h", "x"}, Origin::observed}, content("/h/none", Origin::observed)};
  EXPECT_EQ(keep(come_and_go("/h/y")).unkept, "");
  EXPECT_TRUE(is_known());
}

TEST_F(KeepOutcome, so_do_names_in_directories_that_others_share) {
  disk.make_directory("/s/sub");
  disk.advance(10 * k_second);
  const std::vector<TracedInput> inputs = {{{InputKind::lookup, "/s/sub", "x"}, Origin::absent}};
  const auto come_and_go = [&] {
    disk.write("/s/sub/x", "");
    disk.remove("/s/sub/x");
  };
  observed.common = std::make_shared<CommonInputs>(CommonInputs{inputs});
  EXPECT_EQ(keep(come_and_go).unkept, "what is in sub changed while it ran");
  observed.common = nullptr;
  SharedInputs shared;
  shared.graph.inputs = inputs;
  shared.graph.groups = {{{0}, {}, ""}};
  shared.started = disk.now();
  observed.shared = std::make_shared<SharedInputs>(std::move(shared));
  EXPECT_EQ(keep(come_and_go).unkept, "what is in sub changed while it ran");
}

// Moving it changes when its own status was changed last, and not what is in it.
TEST_F(KeepOutcome, so_does_a_directory_that_was_elsewhere) {
  disk.write("/s/deep/sub/seen.txt", "one");
  disk.advance(10 * k_second);
  observed.inputs = {content("/s/deep/sub/seen.txt", Origin::observed)};
  EXPECT_EQ(keep().unkept, "");
  EXPECT_EQ(keep([&] { disk.set_modified("/s/deep", (*disk.status("/s/deep"))->tuple.modified_nanoseconds); }).unkept,
            "deep changed while it ran");
}

TEST_F(KeepOutcome, what_the_tool_looked_for_in_vain_and_what_it_listed_count_as_they_are) {
  observed.inputs = {content("/s/none.txt", Origin::observed), {{InputKind::listing, "/s", {}}, Origin::observed}};
  EXPECT_EQ(keep().unkept, "");
  ASSERT_TRUE(is_known());
  disk.write("/s/none.txt", "");
  disk.advance(10 * k_second);
  EXPECT_FALSE(is_known());
}

TEST_F(KeepOutcome, where_there_may_be_more_it_is_not_kept) {
  observed.doubt = "it started a program";
  const Decision decision = keep();
  EXPECT_EQ(decision.unkept, "what it read is not known: it started a program");
  EXPECT_EQ(decision.set, 0);
  EXPECT_EQ(task.changed, "");
  EXPECT_TRUE(task.identity.is_absent());
  EXPECT_FALSE(is_known());
}

TEST_F(KeepOutcome, that_of_a_tool_that_broke_is_not_kept) {
  outcome.verdict = Verdict::tool_failure;
  outcome.failure = "ValueError: x";
  EXPECT_EQ(keep().unkept, "the tool broke: ValueError: x");
  EXPECT_FALSE(is_known());
  EXPECT_EQ(task.outcome->failure, "ValueError: x");
}

TEST_F(KeepOutcome, without_a_recorded_footprint_it_is_not_kept) {
  const std::string unkept = "what its imports lead to was not known";
  const auto footprint = task.task.footprint;
  task.task.footprint = {footprint[0], 0};
  EXPECT_EQ(keep().unkept, unkept);
  task.task.footprint = {9999};
  EXPECT_EQ(keep().unkept, unkept);
  task.task.footprint = footprint;
  task.task.key = {};
  EXPECT_EQ(keep().unkept, unkept);
  EXPECT_FALSE(is_known());
}

TEST_F(KeepOutcome, a_footprint_inferred_afterwards_counts_if_it_is_older_than_the_run) {
  observed.is_footprint_late = true;
  for (const bool is_edited : {false, true}) {
    StatCache cache(disk);
    for (const Input& input : tool.config) cache.state(input);
    const int64_t started = disk.now();
    disk.advance(k_second);
    if (is_edited) edit("/s/b.py");
    disk.advance(10 * k_second);
    const InputSet footprint = {{state("/s/b.py", Origin::runtime)}, digest_of(is_edited ? "new" : "old"), {}};
    task.task.footprint = {store.input_sets().add("late", footprint, "").id};
    keep_outcome(session(cache), task, tool, outcome, observed, started);
    EXPECT_EQ(task.changed, is_edited ? "b.py" : "");
  }
}

TEST_F(KeepOutcome, a_tool_that_follows_no_imports_needs_none) {
  task.task.footprint.clear();
  EXPECT_EQ(keep().unkept, "");
  edit("/s/b.py");
  disk.advance(10 * k_second);
  EXPECT_TRUE(is_known());
}

TEST_F(KeepOutcome, the_decision_says_why_the_tool_ran) {
  const Decision decision = keep();
  EXPECT_FALSE(decision.reused);
  EXPECT_EQ(decision.reasons, (std::vector<Reason>{{ReasonKind::file, "changed", {}}}));
  EXPECT_EQ(decision.more, 0u);
  EXPECT_GT(decision.decided, 0);
  EXPECT_EQ(decision.ran, decision.decided);
  EXPECT_EQ(decision.base, tool.base);
  EXPECT_EQ(store.decisions().parts(tool.base), tool.parts);
}

TEST_F(KeepOutcome, of_many_reasons_the_first_are_kept) {
  task.reasons.clear();
  for (size_t i = 0; i < k_reasons_kept + 3; ++i)
    task.reasons.push_back({ReasonKind::import_, std::to_string(i) + " changed", {}});
  const Decision decision = keep();
  ASSERT_EQ(decision.reasons.size(), k_reasons_kept);
  EXPECT_EQ(decision.reasons.back().what, std::to_string(k_reasons_kept - 1) + " changed");
  EXPECT_EQ(decision.more, 3u);
  EXPECT_EQ(task.reasons.size(), k_reasons_kept + 3);
  task.reasons.resize(k_reasons_kept);
  EXPECT_EQ(keep().more, 0u);
}

TEST_F(KeepOutcome, a_reuse_is_a_decision_too) {
  const Decision ran = keep();
  StatCache cache(disk);
  task.set = ran.set;
  keep_reuse(session(cache), task, tool);
  const auto decision = store.decisions().find("a.py", "own");
  ASSERT_TRUE(decision);
  EXPECT_TRUE(decision->reused);
  EXPECT_EQ(decision->set, ran.set);
  EXPECT_EQ(decision->ran, ran.ran);
  EXPECT_EQ(decision->reasons, ran.reasons);
  EXPECT_GE(decision->decided, ran.decided);
}

}  // namespace
}  // namespace lintcache
