// SPDX-License-Identifier: MIT
// Each kind of call, made in each way: what is seen is the same with the preload library, without it, by functions of
// the C library, without them, and in a static program.
#include <fcntl.h>
#include <unistd.h>

#include <set>
#include <tuple>

#include "helpers/trace/support.h"

#ifndef LINTCACHE_TRACE_LIBRARY
#define LINTCACHE_TRACE_LIBRARY ""
#endif

namespace lintcache::test {
namespace {

using Seen = std::tuple<EventKind, std::string, std::string, int>;
using Sight = std::set<Seen>;

// What is about the tree, with paths from its top. Whether an opened file is asked about is the C library's affair.
Sight sight_of(const Trace& trace, const std::string& top) {
  Sight sight;
  const auto short_of = [&](const std::string& path) {
    return path.starts_with(top) ? "." + path.substr(top.size()) : path;
  };
  for (const Event& event : trace.events)
    if (event.path.starts_with(top) && (event.flags & AT_EMPTY_PATH) == 0)
      sight.emplace(event.kind, short_of(event.path), short_of(event.other), event.error);
  return sight;
}

class Calls : public testing::TestWithParam<const char*> {
 protected:
  Calls() {
    tree_.write("in", "bytes\n");
    tree_.write("list/one");
    tree_.link("link", "in");
  }
  TracedResult trace(const std::string& way, const std::string& program = LINTCACHE_TRACE_CALLS) {
    TraceOptions options;
    options.preload = GetParam();
    return trace_of(command_of({program, way}, tree_.top()), options);
  }
  Sight sight(const TracedResult& result) { return sight_of(result.trace, tree_.top()); }

  const ScratchTree tree_;
};

Sight expected_sight() {
  using enum EventKind;
  return {
      {open, "./in", "", 0},
      {open, "./missing", "", ENOENT},
      {open, "./out", "", 0},
      {open, "./.", "", 0},
      {status, "./in", "", 0},
      {status, "./link", "", 0},
      {status, "./gone", "", ENOENT},
      {access, "./in", "", 0},
      {access, "./none", "", ENOENT},
      {read_link, "./link", "", 0},
      {read_link, "./in", "", EINVAL},
      {open, "./list", "", 0},
      {make_directory, "./made", "", 0},
      {rename, "./out", "./made/new", 0},
      {link, "./made/new", "./second", 0},
      {symbolic_link, "./symbolic", "text", 0},
      {truncate, "./second", "", 0},
      {change_mode, "./second", "", 0},
      {change_times, "./second", "", 0},
      {unlink, "./second", "", 0},
      {make_node, "./fifo", "", 0},
      {change_directory, "./made", "", 0},
      {remove_directory, "./made/../none", "", ENOENT},
  };
}

TEST_P(Calls, AreSeenByFunctionsOfTheLibrary) {
  const TracedResult result = trace("library");
  EXPECT_EQ(sight(result), expected_sight());
  EXPECT_NE(find_event(result.trace, EventKind::list, tree_.path("list")), nullptr);
  EXPECT_EQ(doubts_of(result.trace), std::vector<std::string>());
}

TEST_P(Calls, AreSeenByNumbers) {
  const TracedResult result = trace("numbers");
  EXPECT_EQ(sight(result), expected_sight());
  EXPECT_NE(find_event(result.trace, EventKind::list, tree_.path("list")), nullptr);
}

TEST_P(Calls, AreSeenInAStaticProgram) {
  EXPECT_EQ(sight(trace("library", LINTCACHE_TRACE_CALLS_STATIC)), expected_sight());
}

// Ways of which single events tell.
struct OneWay {
  const char* way;
  const char* output;
  std::vector<std::tuple<EventKind, const char*, int>> seen;
};

const OneWay k_ways[] = {
    {"children", "",
     {{EventKind::status, "by-fork", ENOENT}, {EventKind::status, "by-clone", ENOENT}, {EventKind::status, "by-clone3", ENOENT},
      {EventKind::status, "by-thread", ENOENT}, {EventKind::execute, "missing-program", ENOENT}, {EventKind::execute, "/bin/true", 0}}},
    {"nameless", "",
     {{EventKind::open, "named", 0}, {EventKind::change_mode, "in", 0}, {EventKind::change_directory, "list", 0},
      {EventKind::status, "/proc/self/cgroup", 0}}},
    {"closed", "bytes\n", {{EventKind::status, "after-closing", ENOENT}, {EventKind::open, "in", 0}}},
    {"handler", "",
     {{EventKind::status, "in-handler", ENOENT}, {EventKind::status, "afterwards", ENOENT}, {EventKind::open, "waits", EINTR}}},
    {"thread", "bytes\n", {{EventKind::status, "before", ENOENT}, {EventKind::open, "in", 0}}},
};

TEST_P(Calls, AreSeenInEachWay) {
  for (const OneWay& row : k_ways) {
    const TracedResult result = trace(row.way);
    EXPECT_EQ(result.process.out, row.output) << row.way;
    EXPECT_EQ(doubts_of(result.trace), std::vector<std::string>()) << row.way;
    for (const auto& [kind, path, error] : row.seen) {
      const Event* event = find_event(result.trace, kind, path[0] == '/' ? path : tree_.path(path));
      ASSERT_NE(event, nullptr) << row.way << ": " << path;
      EXPECT_EQ(event->error, error) << row.way << ": " << path;
    }
  }
}

TEST_P(Calls, BelongToTheProgramThatMadeThem) {
  const TracedResult result = trace("thread");
  EXPECT_EQ(result.trace.processes.size(), 2U);
  const Event* before = find_event(result.trace, EventKind::status, tree_.path("before"));
  const Event* after = find_event(result.trace, EventKind::open, tree_.path("in"));
  ASSERT_TRUE(before != nullptr && after != nullptr);
  EXPECT_EQ(before->process, 0U);
  EXPECT_EQ(after->process, 1U);
}

TEST_P(Calls, TellHowAFileWithoutANameIsOpened) {
  const TracedResult result = trace("nameless");
  const Event* named = find_event(result.trace, EventKind::open, tree_.path("named"));
  ASSERT_NE(named, nullptr);
  EXPECT_EQ(named->flags & (O_CREAT | O_ACCMODE), O_CREAT | O_RDWR);
}

TEST_P(Calls, AreAllSeenWhereThereAreMany) {
  size_t count = 0;
  const TracedResult result = trace("many");
  for (const Event& event : result.trace.events) count += event.path.starts_with(tree_.path("many-")) ? 1 : 0;
  EXPECT_EQ(count, 5000U);
}

TEST_P(Calls, ThatNobodyVouchesForAreDoubted) {
  const std::pair<const char*, const char*> ways[] = {
      {"ring", "(io_uring_setup)"}, {"unknown", ""},      {"netlink", "netlink"}, {"shared", "(shmget)"},
      {"signal", "did not start"},
#ifdef __x86_64__
      {"32bits", "32 bits"},
#endif
  };
  for (const auto& [way, reason] : ways) {
    const auto doubts = doubts_of(trace(way).trace);
    // The kernel may refuse what it does not have; then there is nothing to doubt.
    if (doubts.empty() && (way == std::string("ring") || way == std::string("unknown"))) continue;
    ASSERT_EQ(doubts.size(), 1U) << way;
    EXPECT_NE(doubts[0].find(reason), std::string::npos) << doubts[0];
  }
}

TEST_P(Calls, ToSocketsOfTheTreeAreNotDoubted) {
  EXPECT_EQ(doubts_of(trace("pair").trace), std::vector<std::string>());
  const TracedResult nobody = trace("nobody");
  EXPECT_EQ(doubts_of(nobody.trace), std::vector<std::string>());
  const Event* socket = find_event(nobody.trace, EventKind::status, tree_.path("no-socket"));
  ASSERT_NE(socket, nullptr);
  EXPECT_EQ(socket->error, ENOENT);
}

TEST_P(Calls, SaysTheSameOfRealPathsAsUntraced) {
  tree_.link("to-list", "list");
  tree_.link("loop", "loop");
  const Stop stop;
  const auto untraced = run_process(command_of({LINTCACHE_TRACE_CALLS, "realpath"}, tree_.top()), stop);
  ASSERT_TRUE(untraced.ok());
  const TracedResult result = trace("realpath");
  EXPECT_EQ(result.process.out, untraced->out);
  for (const char* path : {"list", "in", "none", "list/none"})
    EXPECT_NE(find_event(result.trace, EventKind::read_link, tree_.path(path)), nullptr) << path;
}

TEST_P(Calls, SeeNoDifferenceInTheProcessors) {
  const Stop stop;
  for (const char* program : {LINTCACHE_TRACE_CALLS, LINTCACHE_TRACE_CALLS_STATIC}) {
    const auto untraced = run_process(command_of({program, "processors"}, tree_.top()), stop);
    ASSERT_TRUE(untraced.ok());
    EXPECT_EQ(trace("processors", program).process.out, untraced->out);
  }
}

TEST_P(Calls, SayEarlyWhatIsOpened) {
  std::set<std::string> opened;
  TraceOptions options;
  options.preload = GetParam();
  options.on_opened = [&](const std::string& path) { opened.insert(path); };
  const TracedResult result =
      trace_of(command_of({"/bin/sh", "-c", "/bin/cat < in; /bin/cat in; : > out; sleep 0.2"}, tree_.top()), options);
  EXPECT_TRUE(opened.contains(tree_.path("in")));
  EXPECT_FALSE(opened.contains(tree_.path("out")));
  EXPECT_EQ(result.process.out, "bytes\nbytes\n");
}

TEST_P(Calls, TellOnceWhichVariablesAreAskedFor) {
  TraceOptions options;
  options.preload = GetParam();
  const TracedResult result = trace_of(command_of({"/bin/ls", "list"}, tree_.top()), options);
  size_t count = 0;
  for (const Event& event : result.trace.events) count += event.kind == EventKind::variable && event.other == "QUOTING_STYLE" ? 1 : 0;
  EXPECT_EQ(count, options.preload.empty() ? 0U : 1U);
}

TEST_P(Calls, SeeNoDifferenceInTheEnvironment) {
  TraceOptions options;
  options.preload = GetParam();
  Command command = command_of({"/bin/sh", "-c", "env; env -i env; env"}, tree_.top());
  command.environment = {"A=1", "LD_PRELOAD=", "PATH=/usr/bin:/bin", "Z=2"};
  const TracedResult result = trace_of(command, options);
  EXPECT_EQ(result.process.out.find("lintcache-trace"), std::string::npos) << result.process.out;
  EXPECT_EQ(result.process.out.find("LINTCACHE"), std::string::npos) << result.process.out;
  EXPECT_NE(result.process.out.find("LD_PRELOAD=\n"), std::string::npos) << result.process.out;
  for (const Event& event : result.trace.events)
    EXPECT_EQ(event.path.find("lintcache-trace"), std::string::npos) << event.path;
}

INSTANTIATE_TEST_SUITE_P(Trace, Calls, testing::Values("", LINTCACHE_TRACE_LIBRARY), [](const auto& info) {
  return std::string(info.index == 0 ? "ByPtrace" : "ByLibrary");
});

}  // namespace
}  // namespace lintcache::test
