// SPDX-License-Identifier: MIT
// Real commands under trace: how they end, what they write, what is seen of them and what is doubted.
#include "trace/traced_run.h"

#include <csignal>

#include <fcntl.h>
#include <unistd.h>

#include <thread>

#include "helpers/trace/support.h"

namespace lintcache::test {
namespace {

using Strings = std::vector<std::string>;

TEST(TracedRun, EndsAsTheCommandDoes) {
  const ScratchTree tree;
  EXPECT_EQ(trace_of_shell("exit 3", tree.top()).process.exit_status, 3);
  const TracedResult killed = trace_of_shell("kill -9 $$", tree.top());
  EXPECT_EQ(killed.process.exit_status, -1);
  EXPECT_EQ(killed.process.signal, SIGKILL);
  EXPECT_EQ(trace_of_shell("trap 'exit 5' TERM; kill $$", tree.top()).process.exit_status, 5);
}

TEST(TracedRun, SaysWhyACommandCouldNotBeStarted) {
  const ScratchTree tree;
  const Stop stop;
  const auto result = run_traced(command_of({tree.path("nothing")}, tree.top()), {}, stop);
  ASSERT_FALSE(result.ok());
  EXPECT_NE(result.error().text().find("No such file"), std::string::npos);
}

TEST(TracedRun, KeepsTheOrderOfBothStreams) {
  const ScratchTree tree;
  std::string live;
  TraceOptions options;
  options.on_output = [&](const OutputPiece& piece) { live += (piece.is_error ? "2" : "1") + piece.bytes; };
  const TracedResult result = trace_of_shell(
      "for i in 1 2 3 4 5 6 7 8 9; do echo a$i; echo b$i >&2; done", tree.top(), options);
  // Where nobody traces it, as in a process that is traced itself, there is no order.
  ASSERT_EQ(doubts_of(result.trace), Strings());
  std::string all;
  for (const OutputPiece& piece : result.output) all += (piece.is_error ? "2" : "1") + piece.bytes;
  EXPECT_EQ(all, "1a1\n2b1\n1a2\n2b2\n1a3\n2b3\n1a4\n2b4\n1a5\n2b5\n1a6\n2b6\n1a7\n2b7\n1a8\n2b8\n1a9\n2b9\n");
  EXPECT_EQ(live, all);
  EXPECT_EQ(result.process.out, "a1\na2\na3\na4\na5\na6\na7\na8\na9\n");
}

TEST(TracedRun, DoubtsTheOrderWhereItIsNotSeen) {
  const ScratchTree tree;
  const std::string aside = "echo b | tee /dev/fd/2 > /dev/null; ";  // by a descriptor of its own
  EXPECT_EQ(doubts_of(trace_of_shell(aside, tree.top()).trace), Strings());
  const Strings doubt = {"writes to its standard error in a way that does not show when"};
  EXPECT_EQ(doubts_of(trace_of_shell("echo a; " + aside, tree.top()).trace), doubt);
  EXPECT_EQ(doubts_of(trace_of_shell(aside + "echo a", tree.top()).trace), doubt);
}

TEST(TracedRun, SeesWhatIsReadWrittenAndMissed) {
  const ScratchTree tree;
  tree.write("in", "text");
  const TracedResult result = trace_of_shell(
      "cat in > out; cat none 2> /dev/null; mkdir d; cd d; mv ../out new; ln -s new link; rm link; chmod 600 new; umask 077",
      tree.top());
  const Event* in = find_event(result.trace, EventKind::open, tree.path("in"));
  ASSERT_NE(in, nullptr);
  EXPECT_EQ(in->flags & O_ACCMODE, O_RDONLY);
  EXPECT_EQ(in->error, 0);
  const Event* out = find_event(result.trace, EventKind::open, tree.path("out"));
  ASSERT_NE(out, nullptr);
  EXPECT_EQ(out->flags & (O_ACCMODE | O_CREAT | O_TRUNC), O_WRONLY | O_CREAT | O_TRUNC);
  EXPECT_EQ(out->mode, 0666U);
  const Event* none = find_event(result.trace, EventKind::open, tree.path("none"));
  ASSERT_NE(none, nullptr);
  EXPECT_EQ(none->error, ENOENT);
  const Event* renamed = find_event(result.trace, EventKind::rename, tree.path("d/../out"));
  ASSERT_NE(renamed, nullptr);
  EXPECT_EQ(renamed->other, tree.path("d/new"));
  const Event* link = find_event(result.trace, EventKind::symbolic_link, tree.path("d/link"));
  ASSERT_NE(link, nullptr);
  EXPECT_EQ(link->other, "new");
  EXPECT_NE(find_event(result.trace, EventKind::unlink, tree.path("d/link")), nullptr);
  EXPECT_NE(find_event(result.trace, EventKind::change_mode, tree.path("d/new")), nullptr);
  EXPECT_NE(find_event(result.trace, EventKind::make_directory, tree.path("d")), nullptr);
  EXPECT_NE(find_event(result.trace, EventKind::change_directory, tree.path("d")), nullptr);
  EXPECT_NE(find_event(result.trace, EventKind::execute, "/bin/sh"), nullptr);
  EXPECT_EQ(doubts_of(result.trace), Strings());
  EXPECT_TRUE(std::is_sorted(result.trace.events.begin(), result.trace.events.end(),
                             [](const Event& a, const Event& b) { return a.begin < b.begin; }));
}

TEST(TracedRun, FollowsEachProcess) {
  const ScratchTree tree;
  tree.write_program("script", "#! /bin/sh\nls | wc -l > count\n");
  const TracedResult result = trace_of(command_of({tree.path("script")}, tree.top()));
  ASSERT_EQ(result.trace.processes.size(), 5U);
  const TracedProcess& command = result.trace.processes[0];
  EXPECT_EQ(command.arguments, Strings{tree.path("script")});
  EXPECT_EQ(command.directory, tree.top());
  EXPECT_FALSE(command.is_exec);
  EXPECT_NE(find_event(result.trace, EventKind::execute, tree.path("script")), nullptr);
  EXPECT_NE(find_event(result.trace, EventKind::execute, "/bin/sh"), nullptr);
  size_t programs = 0;
  for (const TracedProcess& process : result.trace.processes) {
    EXPECT_GE(process.end, process.begin);
    programs += process.is_exec ? 1 : 0;
  }
  EXPECT_EQ(programs, 2U);
  EXPECT_NE(find_event(result.trace, EventKind::list, tree.top()), nullptr);
}

TEST(TracedRun, TakesOurInputWhereItIsAsked) {
  const ScratchTree tree;
  const int before = dup(0);
  const int file = open(tree.write("in", "text").c_str(), O_RDONLY);
  TraceOptions options;
  options.inherits_input = true;
  dup2(file, 0);
  const TracedResult of_file = trace_of_shell("cat", tree.top(), options);
  int ends[2];
  ASSERT_EQ(pipe(ends), 0);
  close(ends[1]);
  dup2(ends[0], 0);
  const TracedResult of_pipe = trace_of_shell("cat", tree.top(), options);
  const TracedResult unread = trace_of_shell("true", tree.top(), options);
  dup2(before, 0);
  for (const int fd : {before, file, ends[0]}) close(fd);
  EXPECT_EQ(of_file.process.out, "text");
  EXPECT_NE(find_event(of_file.trace, EventKind::open, tree.path("in")), nullptr);
  EXPECT_EQ(doubts_of(of_file.trace), Strings());
  EXPECT_EQ(doubts_of(of_pipe.trace), Strings{"reads its standard input"});
  EXPECT_EQ(doubts_of(unread.trace), Strings());
}

TEST(TracedRun, VouchesForCopiesWithAllTheirFacts) {
  const ScratchTree tree;
  tree.write("in", "text");
  const TracedResult result = trace_of_shell("cp -a in out; cp -p in two; tar cf a.tar out; rm two", tree.top());
  EXPECT_EQ(result.process.exit_status, 0);
  EXPECT_EQ(doubts_of(result.trace), Strings());
}

TEST(TracedRun, DoubtsAProcessThatIsLeftBehindAndLetsItGoOn) {
  const ScratchTree tree;
  const TracedResult result = trace_of_shell("(sleep 1; echo late > late) > /dev/null 2>&1 & exit 4", tree.top());
  EXPECT_EQ(result.process.exit_status, 4);
  EXPECT_FALSE(doubts_of(result.trace).empty());
  EXPECT_FALSE(tree.has("late"));
  for (int i = 0; i < 100 && tree.read("late").empty(); ++i) usleep(100'000);
  EXPECT_EQ(tree.read("late"), "late\n");
}

TEST(TracedRun, StopsAllOfACommand) {
  const ScratchTree tree;
  Stop stop;
  std::thread stopper([&] {
    usleep(300'000);
    stop.raise(SIGINT);
  });
  const auto result = run_traced(command_of({"/bin/sh", "-c", "sleep 60 & trap '' TERM INT; sleep 60"}, tree.top()), {}, stop);
  stopper.join();
  ASSERT_TRUE(result.ok());
  EXPECT_TRUE(result->process.stopped);
  EXPECT_LT(result->process.nanoseconds, 10'000'000'000);
}

TEST(TracedRun, EndsWhatTakesTooLongOrSaysTooMuch) {
  const ScratchTree tree;
  Command command = command_of({"/bin/sh", "-c", "trap '' TERM; sleep 60; sleep 60"}, tree.top());
  command.limits.time = 0.3;
  EXPECT_EQ(trace_of(command).process.beyond, Beyond::time);
  command = command_of({"/usr/bin/yes"}, tree.top());
  command.limits.output = 100'000;
  EXPECT_EQ(trace_of(command).process.beyond, Beyond::output);
}

}  // namespace
}  // namespace lintcache::test
