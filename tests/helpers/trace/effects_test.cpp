// SPDX-License-Identifier: MIT
// What a trace says of inputs, outputs and doubts, shown on traces that were made up.
#include "trace/effects.h"

#include <fcntl.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cerrno>

#include "support/scratch_tree.h"

namespace lintcache {
namespace {

class EffectsTest : public testing::Test {
 protected:
  EffectsTest() {
    rules.is_own = [this](const std::string& path) { return own.contains(path); };
    rules.is_ignored = [](const std::string&) { return false; };
    rules.is_output = [](const std::string&) { return false; };
    process("/usr/bin/program");
  }

  uint32_t process(const std::string& executable, uint32_t parent = 0, int64_t begin = 0, int64_t end = 1000) {
    TracedProcess one;
    one.executable = executable;
    one.parent = parent;
    one.begin = begin;
    one.end = end;
    trace.processes.push_back(one);
    return static_cast<uint32_t>(trace.processes.size() - 1);
  }

  Event& add(EventKind kind, const std::string& name, int flags = 0, int error = 0, uint32_t by = 0) {
    Event event;
    event.kind = kind;
    event.process = by;
    event.path = tree.path(name);
    event.flags = flags;
    event.error = error;
    event.mode = 0644;
    event.begin = ++time;
    return trace.events.emplace_back(event);
  }

  void write(const std::string& name, uint32_t by = 0) { add(EventKind::open, name, O_WRONLY | O_CREAT | O_TRUNC, 0, by); }

  [[nodiscard]] Effects effects() const { return effects_of(trace, rules); }

  // "kind name" of each question, sorted.
  [[nodiscard]] std::vector<std::string> questions() const {
    std::vector<std::string> all;
    for (const Question& one : effects().questions)
      all.push_back(std::to_string(static_cast<int>(one.fact.kind)) + " " + one.fact.path.substr(tree.top().size() + 1));
    std::sort(all.begin(), all.end());
    return all;
  }

  [[nodiscard]] std::string reason() const {
    const auto reasons = effects().reasons;
    return reasons.empty() ? "" : reasons[0];
  }

  test::ScratchTree tree;
  Trace trace;
  EffectRules rules;
  std::set<std::string> own;
  int64_t time = 0;
};

using Texts = std::vector<std::string>;

TEST_F(EffectsTest, what_is_read_asked_and_listed_is_asked_again) {
  add(EventKind::open, "a");
  add(EventKind::status, "b");
  add(EventKind::list, "c");
  add(EventKind::read_link, "d");
  EXPECT_EQ(questions(), (Texts{"1 a", "5 b", "6 d", "8 c"}));
  EXPECT_EQ(reason(), "");
}

TEST_F(EffectsTest, a_compiler_is_told_of_sizes_alone) {
  add(EventKind::status, "a", 0, 0, process("/usr/lib/gcc/x86_64-linux-gnu/12/cc1plus"));
  add(EventKind::status, "b", 0, 0, process("/usr/bin/rm"));
  EXPECT_EQ(questions(), (Texts{"2 b", "3 a"}));
  rules.times = Times::exact;
  EXPECT_EQ(questions(), (Texts{"5 a", "5 b"}));
}

TEST_F(EffectsTest, times_are_left_out_where_they_are_not_wanted) {
  add(EventKind::status, "a");
  rules.times = Times::content;
  EXPECT_EQ(questions(), Texts{"4 a"});
}

TEST_F(EffectsTest, what_it_made_itself_is_no_input) {
  write("a");
  add(EventKind::open, "a");
  add(EventKind::status, "a");
  EXPECT_EQ(questions(), Texts{"10 a"}) << "nothing but whether it can be written";
  EXPECT_EQ(effects().changes.size(), 1u);
}

TEST_F(EffectsTest, what_lies_in_a_directory_of_its_own_is_no_input) {
  add(EventKind::make_directory, "d");
  add(EventKind::open, "d/in", O_RDONLY, ENOENT);
  add(EventKind::open, "d/out", O_WRONLY | O_CREAT | O_TRUNC);
  EXPECT_EQ(questions(), Texts{"0 d"});
  EXPECT_TRUE(effects().changes[1].was_absent);
}

TEST_F(EffectsTest, a_failed_look_is_an_absence_that_own_outputs_do_not_break_unless_it_would_have_read) {
  add(EventKind::status, "a", 0, ENOENT);
  add(EventKind::open, "b", 0, ENOENT);
  const auto found = effects().questions;
  ASSERT_EQ(found.size(), 2u);
  EXPECT_TRUE(found[0].fact.is_lenient);
  EXPECT_FALSE(found[1].fact.is_lenient);
}

TEST_F(EffectsTest, read_then_written_is_told) {
  add(EventKind::open, "a");
  write("a");
  EXPECT_NE(reason().find("and then writes it"), std::string::npos) << reason();
  rules.is_output = [](const std::string&) { return true; };
  EXPECT_EQ(reason(), "");
}

TEST_F(EffectsTest, asked_about_and_then_changed_is_told_unless_it_is_its_own) {
  add(EventKind::status, "a");
  add(EventKind::unlink, "a");
  write("a");
  EXPECT_NE(reason().find("and then changes it"), std::string::npos) << reason();
  own.insert(tree.path("a"));
  EXPECT_EQ(reason(), "");
  EXPECT_EQ(questions(), Texts{"0 a"});
}

TEST_F(EffectsTest, writing_into_what_may_be_there_is_noted) {
  add(EventKind::open, "a", O_WRONLY | O_CREAT | O_APPEND);
  EXPECT_TRUE(effects().changes[0].may_be_old);
  write("b");
  EXPECT_FALSE(effects().changes[1].may_be_old);
}

TEST_F(EffectsTest, a_name_moves_with_all_that_is_known_of_it) {
  add(EventKind::open, "t", O_RDWR | O_CREAT | O_EXCL);
  add(EventKind::rename, "t").other = tree.path("out");
  EXPECT_EQ(questions(), (Texts{"0 t", "11 out"}));
  add(EventKind::rename, "old").other = tree.path("new");
  EXPECT_NE(reason().find("was there before"), std::string::npos);
}

TEST_F(EffectsTest, files_in_a_directory_that_moves_move_too) {
  add(EventKind::make_directory, "t");
  write("t/a");
  add(EventKind::rename, "t").other = tree.path("out");
  const auto changes = effects().changes;
  ASSERT_EQ(changes.size(), 4u);
  EXPECT_EQ(changes[1].path, tree.path("out/a"));
}

TEST_F(EffectsTest, two_processes_at_one_file_are_a_race_unless_one_waits_for_the_other) {
  const uint32_t one = process("/bin/one", 0, 1, 10), two = process("/bin/two", 0, 2, 11);
  write("a", one);
  add(EventKind::open, "a", 0, 0, two);
  EXPECT_NE(reason().find("in no order: one and two"), std::string::npos) << reason();
  trace.processes[two].begin = 10;
  EXPECT_EQ(reason(), "");
}

TEST_F(EffectsTest, who_has_read_a_pipe_to_its_end_comes_after_who_wrote_to_it_until_he_ended) {
  const uint32_t one = process("/bin/one", 0, 1, 0), two = process("/bin/two", 0, 2, 0), three = process("/bin/three", 0, 3, 0);
  const auto pipe = [&](EventKind kind, const char* name, uint32_t by) { add(kind, "", 0, 0, by).path = name; };
  write("a", one);
  pipe(EventKind::held_pipe, "pipe:[1]", one);
  pipe(EventKind::end_of_pipe, "pipe:[1]", two);
  pipe(EventKind::held_pipe, "pipe:[2]", two);
  pipe(EventKind::end_of_pipe, "pipe:[2]", three);
  const size_t known = trace.events.size();
  for (const uint32_t reader : {two, three}) {
    add(EventKind::open, "a", 0, 0, reader);
    EXPECT_EQ(reason(), "") << reader;
    trace.events.resize(known);
  }
  // Another pipe, before the end was read, by who goes on after the end.
  trace.events[2].path = "pipe:[3]";
  add(EventKind::open, "a", 0, 0, two);
  EXPECT_NE(reason().find("in no order: one and two"), std::string::npos) << reason();
  trace.events[2].path = "pipe:[1]";
  EXPECT_EQ(reason(), "");
  trace.events.back().begin = trace.events[2].begin - 1;
  EXPECT_NE(reason().find("in no order: one and two"), std::string::npos) << reason();
  trace.events.back().begin = time;
  trace.events[0].begin = trace.events[2].begin + 1;
  EXPECT_NE(reason().find("in no order: one and two"), std::string::npos) << reason();
}

TEST_F(EffectsTest, an_end_that_nobody_waited_for_orders_nothing) {
  const uint32_t one = process("/bin/one", 0, 1, 10), two = process("/bin/two", 0, 20, 30);
  time = 5;
  write("a", one);
  time = 20;
  add(EventKind::unnoticed, "", 0, 0, one).path = "";
  add(EventKind::open, "a", 0, 0, two);
  EXPECT_NE(reason().find("in no order: one and two"), std::string::npos) << reason();
  trace.events.erase(trace.events.begin() + 1);
  EXPECT_EQ(reason(), "");
}

TEST_F(EffectsTest, what_the_kernel_tells_is_harmless_or_a_reason) {
  Event event = add(EventKind::open, "x");
  event.path = "/dev/null";
  trace.events = {event};
  EXPECT_EQ(reason(), "");
  trace.events[0].path = "/dev/tty";
  trace.events[0].error = ENXIO;
  EXPECT_EQ(reason(), "looks at /dev/tty");
  rules.has_own_session = true;
  EXPECT_EQ(reason(), "");
  trace.events[0].error = 0;
  EXPECT_EQ(reason(), "looks at /dev/tty");
  trace.events[0].path = "/proc/uptime";
  EXPECT_EQ(reason(), "looks at /proc/uptime");
}

TEST_F(EffectsTest, a_file_without_a_name_is_the_commands_own) {
  tree.write("d/there", "x");
  add(EventKind::status, "d/#12 (deleted)");
  EXPECT_EQ(reason(), "goes on using " + tree.path("d/#12 (deleted)")) << "nobody knows who made it";
  trace.events.clear();
  add(EventKind::open, "d", O_RDWR | O_TMPFILE);
  add(EventKind::status, "d/#12 (deleted)");
  add(EventKind::truncate, "d/#12 (deleted)");
  EXPECT_EQ(reason(), "");
  EXPECT_TRUE(effects().changes.empty());
  add(EventKind::link, "d/#12 (deleted)").other = tree.path("d/named");
  EXPECT_NE(reason(), "") << "it gets a name, and what is in it is not known";
  trace.events.pop_back();
  add(EventKind::status, "d/12 (deleted)");
  EXPECT_NE(reason(), "") << "another name";
}

TEST_F(EffectsTest, a_link_on_the_way_is_followed) {
  tree.write("real/a", "x");
  tree.link("way", tree.path("real"));
  write("way/a");
  add(EventKind::open, "real/a");
  EXPECT_EQ(effects().changes[0].path, tree.path("real/a"));
  EXPECT_EQ(questions(), Texts{"10 way/a"});
}

TEST_F(EffectsTest, a_doubt_is_a_reason_and_variables_are_noted) {
  add(EventKind::doubt, "").other = "talks to a server";
  add(EventKind::variable, "").other = "HOME";
  EXPECT_EQ(reason(), "talks to a server");
  EXPECT_EQ(effects().variables, std::set<std::string>{"HOME"});
  EXPECT_FALSE(effects().has_environment);
}

}  // namespace
}  // namespace lintcache
