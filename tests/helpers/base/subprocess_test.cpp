// SPDX-License-Identifier: MIT
// Programs that are started, read from, and ended with all their children.
#include "base/subprocess.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <thread>

#include "base/frame.h"
#include "support/scratch_tree.h"

namespace lintcache {
namespace {

using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

Command shell(const std::string& script, const std::string& directory = "/") {
  return {{"/bin/sh", "-c", script}, {"PATH=/usr/bin:/bin", "WORD=a b"}, directory};
}

ProcessResult run(const std::string& script) {
  const Stop stop;
  return *run_process(shell(script), stop);
}

TEST(RunProcess, gives_both_streams_and_the_status) {
  const ProcessResult result = run("echo out; echo err >&2; exit 7");
  EXPECT_EQ(result.out, "out\n");
  EXPECT_EQ(result.err, "err\n");
  EXPECT_EQ(result.exit_status, 7);
  EXPECT_EQ(result.signal, 0);
  EXPECT_FALSE(result.stopped);
  EXPECT_GT(result.nanoseconds, 0);
}

TEST(RunProcess, tells_the_signal_that_ended_it) {
  const ProcessResult result = run("kill -SEGV $$");
  EXPECT_EQ(result.exit_status, -1);
  EXPECT_EQ(result.signal, SIGSEGV);
}

TEST(RunProcess, takes_more_than_a_pipe_holds_from_both_streams) {
  const ProcessResult result = run("head -c 1000000 /dev/zero; head -c 1000000 /dev/zero >&2");
  EXPECT_EQ(result.out.size(), 1'000'000u);
  EXPECT_EQ(result.err.size(), 1'000'000u);
}

TEST(RunProcess, gives_exactly_this_environment_directory_and_input) {
  const test::ScratchTree tree;
  setenv("LINTCACHE_TEST_LEAK", "1", 1);
  const Stop stop;
  const auto result = run_process(shell("pwd; echo $WORD; echo x$LINTCACHE_TEST_LEAK; wc -c", tree.top()), stop);
  EXPECT_EQ(result->out, tree.top() + "\na b\nx\n0\n");
}

TEST(RunProcess, arguments_are_bytes) {
  const Stop stop;
  const auto result = run_process({{"/usr/bin/printf", "%s|", "a b", "", "\n\xff;$'\""}, {}, "/"}, stop);
  EXPECT_EQ(result->out, "a b||\n\xff;$'\"|");
}

TEST(RunProcess, what_cannot_be_started_is_an_error) {
  const Stop stop;
  EXPECT_FALSE(run_process({{"/no/such/program"}, {}, "/"}, stop).ok());
  EXPECT_FALSE(run_process({{"/"}, {}, "/"}, stop).ok());
  EXPECT_FALSE(run_process({{"/bin/true"}, {}, "/no/such/directory"}, stop).ok());
}

TEST(RunProcess, does_not_wait_for_children_left_behind) {
  const auto start = Clock::now();
  const ProcessResult result = run("sleep 30 & echo done");
  EXPECT_EQ(result.out, "done\n");
  EXPECT_LT(Clock::now() - start, 10s);
}

TEST(RunProcess, ends_the_program_and_its_children_when_stopped) {
  const test::ScratchTree tree;
  Stop stop;
  std::thread later([&] {
    while (!tree.has("started")) std::this_thread::sleep_for(5ms);
    stop.raise(SIGINT);
  });
  const auto result =
      run_process(shell("(sleep 1; touch survived) & touch started; sleep 30", tree.top()), stop);
  later.join();
  EXPECT_TRUE(result->stopped);
  EXPECT_EQ(result->signal, SIGKILL);
  std::this_thread::sleep_for(1200ms);
  EXPECT_FALSE(tree.has("survived")) << "the child went on";
}

TEST(RunProcess, a_signal_that_we_ignore_is_not_ignored_by_the_program) {
  const auto before = std::signal(SIGPIPE, SIG_IGN);
  const ProcessResult result = run("kill -PIPE $$; echo still here");
  std::signal(SIGPIPE, before);
  EXPECT_EQ(result.signal, SIGPIPE);
}

std::string descriptor() { return std::to_string(k_report_descriptor); }

TEST(RunProcess, takes_a_report_beside_both_streams_if_it_is_wanted) {
  const std::string script = "head -c 1000000 /dev/zero >&" + descriptor() + "; echo out; echo err >&2; exit 3";
  Command command{{"/bin/bash", "-c", script}, {"PATH=/usr/bin:/bin"}, "/", true};
  const Stop stop;
  const auto result = run_process(command, stop);
  EXPECT_EQ(result->report.size(), 1'000'000u);
  EXPECT_EQ(result->out, "out\n");
  EXPECT_EQ(result->err, "err\n");
  EXPECT_EQ(result->exit_status, 3);
}

TEST(RunProcess, a_report_that_nobody_wants_has_nowhere_to_go) {
  const Stop stop;
  const Command command{{"/bin/bash", "-c", "echo x >&" + descriptor() + " || echo refused"}, {"PATH=/usr/bin:/bin"}, "/"};
  const auto result = run_process(command, stop);
  EXPECT_EQ(result->out, "refused\n");
  EXPECT_EQ(result->report, "");
}

TEST(RunProcess, a_program_ends_without_its_report_and_without_its_children) {
  const Stop stop;
  const Command command{{"/bin/bash", "-c", "printf half >&" + descriptor() + "; sleep 30 & kill -KILL $$"},
                        {"PATH=/usr/bin:/bin"}, "/", true};
  const auto start = Clock::now();
  const auto result = run_process(command, stop);
  EXPECT_EQ(result->signal, SIGKILL);
  EXPECT_EQ(result->report, "half");
  EXPECT_LT(Clock::now() - start, 10s);
}

ProcessResult run_limited(const std::string& script, const ProcessLimits& limits) {
  const Stop stop;
  Command command{{"/bin/bash", "-c", script}, {"PATH=/usr/bin:/bin"}, "/"};
  command.limits = limits;
  return *run_process(command, stop);
}

TEST(RunProcess, what_takes_too_long_is_asked_to_end_with_its_children_then_killed) {
  const auto start = Clock::now();
  const ProcessResult asked = run_limited("trap 'echo cleaned; exit 3' TERM; sleep 60 & wait", {0.2, 0, 0});
  EXPECT_EQ(asked.beyond, Beyond::time);
  EXPECT_EQ(asked.out, "cleaned\n");
  EXPECT_EQ(asked.exit_status, 3);
  const ProcessResult killed = run_limited("trap '' TERM; while :; do :; done", {0.2, 0, 0});
  EXPECT_EQ(killed.beyond, Beyond::time);
  EXPECT_EQ(killed.signal, SIGKILL);
  EXPECT_LT(Clock::now() - start, 10s);
  EXPECT_EQ(run_limited("sleep 0.1", {9, 0, 0}).beyond, Beyond::nothing);
}

TEST(RunProcess, what_prints_without_end_is_ended) {
  for (const char* script : {"yes", "yes >&2", "setsid yes & sleep 60"}) {
    const ProcessResult result = run_limited(script, {0, 0, 1 << 20});
    EXPECT_EQ(result.beyond, Beyond::output) << script;
    EXPECT_LT(result.out.size() + result.err.size(), size_t{2} << 20);
  }
  EXPECT_EQ(run_limited("head -c 1048576 /dev/zero", {0, 0, 1 << 20}).beyond, Beyond::nothing);
  EXPECT_EQ(run_limited("head -c 1048577 /dev/zero", {0, 0, 1 << 20}).beyond, Beyond::output);
}

TEST(RunProcess, memory_and_files_are_limited_for_all_that_it_starts) {
  const ProcessResult result = run_limited("ulimit -d -f -c; bash -c 'ulimit -Hd'", {0, 1 << 30, 3 << 20});
  EXPECT_EQ(result.out,
            "data seg size               (kbytes, -d) 1048576\n"
            "file size                   (blocks, -f) 3072\n"
            "core file size              (blocks, -c) 0\n1048576\n");
}

TEST(RunProcess, has_no_descriptors_but_its_own) {
  Descriptor low(dup(0)), high(fcntl(0, F_DUPFD, 200));  // neither closes itself
  Command command{{"/bin/ls", "/proc/self/fd"}, {}, "/"};
  const Stop stop;
  EXPECT_EQ(run_process(command, stop)->out, "0\n1\n2\n3\n") << "3 is the directory";
  command.wants_report = true;
  EXPECT_EQ(run_process(command, stop)->out, "0\n1\n19\n2\n3\n");
}

TEST(Conversation, goes_to_and_fro_and_hears_complaints) {
  auto talk = Conversation::start({{"/bin/sh", "-c", "echo ready >&2; cat"}, {"PATH=/usr/bin:/bin"}, "/"});
  ASSERT_TRUE(talk.ok());
  ASSERT_TRUE(write_frame(talk->to(), {"hello", ""}).ok());
  EXPECT_EQ(*read_frame(talk->from()), (Fields{"hello", ""}));
  EXPECT_EQ(talk->complaint(), "ready\n");
  EXPECT_EQ(talk->complaint(), "") << "without waiting for more";
}

TEST(Conversation, ends_with_the_object) {
  const test::ScratchTree tree;
  {
    auto talk = Conversation::start(shell("echo ready; sleep 1; touch survived", tree.top()));
    ASSERT_TRUE(talk.ok());
    pollfd wait{talk->from(), POLLIN, 0};
    ASSERT_EQ(poll(&wait, 1, 5000), 1);
    const Conversation moved = std::move(*talk);
  }
  std::this_thread::sleep_for(1200ms);
  EXPECT_FALSE(tree.has("survived"));
}

}  // namespace
}  // namespace lintcache
