// SPDX-License-Identifier: MIT
// Several files in one process: each gets its own command line, status and streams, and a crash is everybody's.
#include "tools/one_by_one.h"

#include <gtest/gtest.h>

#include "support/scratch_tree.h"
#include "tools/adapter.h"

namespace lintcache {
namespace {

// The program of a tool, started as the driver does, on these words.
ProcessResult run(const test::ScratchTree& tree, const std::string& program, const std::vector<std::string>& words,
                  const std::string& preparation = "") {
  Adapter adapter;
  const std::string bootstrap = start_one_by_one("tool", preparation);
  adapter.bootstrap = bootstrap;
  Command command{start_of(adapter, {LINTCACHE_TEST_PYTHON, tree.write_program("bin/tool", program)}), {"PATH=/bin"}, tree.top()};
  command.arguments.insert(command.arguments.end(), words.begin(), words.end());
  command.wants_report = true;
  const Stop stop;
  auto process = run_process(command, stop);
  EXPECT_TRUE(process.ok());
  return *std::move(process);
}

const std::string k_tool =
    "import sys\n"
    "print(sys.argv[1:], __name__, len(sys.path))\n"
    "sys.path.append('x')\n"
    "print('about', sys.argv[-1], file=sys.stderr)\n"
    "sys.exit(int(sys.argv[-1]) if sys.argv[-1].isdigit() else sys.argv[-1] if sys.argv[-1] == 'text' else None)\n";

Outcome as_it_is(ProcessResult process, const Subject& subject) {
  Outcome outcome;
  outcome.exit_status = process.exit_status;
  outcome.out = process.out;
  outcome.err = process.err;
  outcome.failure = subject.file;
  return outcome;
}

TEST(OneByOne, a_single_file_has_the_process_for_itself) {
  const test::ScratchTree tree;
  const ProcessResult process = run(tree, k_tool, {"--option", "3"});
  EXPECT_EQ(process.exit_status, 3);
  EXPECT_TRUE(process.out.starts_with("['--option', '3'] __main__ ")) << process.out;
  EXPECT_EQ(process.err, "about 3\n");
  const auto outcomes = read_one_by_one(process, {"", {"3"}}, as_it_is);
  ASSERT_TRUE(outcomes);
  EXPECT_EQ((*outcomes)[0].exit_status, 3);
}

TEST(OneByOne, each_of_several_has_what_it_would_have_alone) {
  const test::ScratchTree tree;
  const Subject subject{"", {"1", "none", "text", "123"}};
  const ProcessResult process = run(tree, k_tool, {"--option", "1", "none", "text", "123"});
  EXPECT_EQ(process.exit_status, 0);
  const auto outcomes = read_one_by_one(process, subject, as_it_is);
  ASSERT_TRUE(outcomes) << process.out << process.err;
  ASSERT_EQ(outcomes->size(), 4u);
  for (size_t i = 0; i < 4; ++i) {
    const ProcessResult alone = run(tree, k_tool, {"--option", subject.files[i]});
    EXPECT_EQ((*outcomes)[i].exit_status, alone.exit_status);
    EXPECT_EQ((*outcomes)[i].out, alone.out);
    EXPECT_EQ((*outcomes)[i].err, alone.err);
    EXPECT_EQ((*outcomes)[i].failure, subject.files[i]);
  }
  EXPECT_EQ((*outcomes)[2].err, "about text\ntext\n");
}

TEST(OneByOne, a_warning_is_told_for_each_of_them) {
  const test::ScratchTree tree;
  const ProcessResult process = run(tree, "import warnings\nwarnings.warn('odd')\n", {"a", "b"});
  const auto outcomes = read_one_by_one(process, {"", {"a", "b"}}, as_it_is);
  ASSERT_TRUE(outcomes);
  EXPECT_NE((*outcomes)[1].err.find("odd"), std::string::npos);
}

TEST(OneByOne, what_ends_the_process_leaves_no_outcome) {
  const test::ScratchTree tree;
  const Subject subject{"", {"a", "b"}};
  for (const char* program : {"import sys\nif sys.argv[1] == 'b': raise ValueError(1)\n", "import os, sys\nif sys.argv[1] == 'b': os._exit(0)\n"})
    EXPECT_FALSE(read_one_by_one(run(tree, program, {"a", "b"}), subject, as_it_is)) << program;
}

TEST(OneByOne, a_stream_with_other_marks_is_not_understood) {
  const Subject subject{"", {"a", "b"}};
  const auto both = [&](const std::string& out, const std::string& err) {
    ProcessResult process;
    process.exit_status = 0;
    process.out = out;
    process.err = err;
    return read_one_by_one(process, subject, as_it_is).has_value();
  };
  const std::string good("\0000\0x\0001\0", 7);
  EXPECT_TRUE(both(good, good));
  EXPECT_FALSE(both(good, good + "x"));
  EXPECT_FALSE(both(good, std::string("\0000\0", 3)));
  EXPECT_FALSE(both(good, std::string("\0000\0\0002\0", 6))) << "another status";
  EXPECT_FALSE(both(std::string("\000x\0\0001\0", 6), good));
}

TEST(OneByOne, what_is_to_be_done_before_is_done_while_it_is_watched) {
  const test::ScratchTree tree;
  tree.write("here.txt", "'quoted' \\ text");
  const ProcessResult process = run(tree, "print(given)\n", {"a"}, "given = open('here.txt').read() + \"'\\\\\"\n");
  EXPECT_EQ(process.out, "'quoted' \\ text'\\\n");
  EXPECT_NE(process.report.find(tree.path("here.txt")), std::string::npos);
}

TEST(FileWords, of_one_file_or_of_a_batch) {
  EXPECT_EQ(file_words({"-a.py"}), std::vector<std::string>{"./-a.py"});
  EXPECT_EQ(file_words({"", {"a.py", "b.py"}}), (std::vector<std::string>{"a.py", "b.py"}));
}

}  // namespace
}  // namespace lintcache
