// SPDX-License-Identifier: MIT
// How the worker starts, and how it says that it cannot.
#include <gtest/gtest.h>

#include "base/text.h"
#include "support.h"

namespace lintcache::test {
namespace {

ProcessResult run(const Command& command) {
  const Stop stop;
  auto result = run_process(command, stop);
  EXPECT_TRUE(result.ok());
  return result ? *result : ProcessResult{};
}

// One line on standard error, nothing on standard output.
void expect_one_line(const ProcessResult& result, int status, const std::string& part) {
  EXPECT_EQ(result.exit_status, status);
  EXPECT_EQ(result.out, "");
  EXPECT_EQ(split(trim(result.err), '\n').size(), 1u) << result.err;
  EXPECT_TRUE(result.err.starts_with("lintcache-python: ")) << result.err;
  EXPECT_NE(result.err.find(part), std::string::npos) << result.err;
}

Command plain(std::vector<std::string> arguments) {
  arguments.insert(arguments.begin(), LINTCACHE_PYTHON_PROGRAM);
  return {arguments, {"PATH=/usr/bin:/bin"}, "/"};
}

TEST(Start, says_hello_with_the_version) {
  const TestWorker worker("/");
  EXPECT_EQ(worker.hello(), (Fields{"lintcache-python", "3", a_python().version}));
}

TEST(Start, ends_at_the_end_of_input) {
  EXPECT_EQ(run(worker_command("/")).exit_status, 0);
}

TEST(Start, version_and_help) {
  EXPECT_TRUE(run(plain({"--version"})).out.starts_with("lintcache-python "));
  EXPECT_EQ(run(plain({"--help"})).exit_status, 0);
}

TEST(Start, asked_wrongly) {
  EXPECT_EQ(run(plain({})).exit_status, 2);
  EXPECT_EQ(run(plain({"--no-such-option"})).exit_status, 2);
  Command command = worker_command("/");
  command.arguments.insert(command.arguments.end(), {"--time-limit", "-1"});
  EXPECT_EQ(run(command).exit_status, 2);
}

TEST(Start, no_such_library) {
  expect_one_line(run(worker_command("/", {.python = {"/usr/bin/python3", "/no/such/libpython.so", ""}})), 2,
                  "/no/such/libpython.so");
}

TEST(Start, a_library_that_is_no_python) {
  expect_one_line(run(worker_command("/", {.python = {"/usr/bin/python3", "libc.so.6", ""}})), 2, "libc.so.6");
}

TEST(Start, no_such_directory) {
  expect_one_line(run(worker_command("/no/such/directory")), 2, "/no/such/directory");
}

TEST(Start, a_python_without_its_library) {
  expect_one_line(run(worker_command("/", {.environment = {"PYTHONHOME=/no/such/home"}})), 3, "encodings");
}

TEST(Start, garbage_instead_of_a_request) {
  ScratchTree tree;
  auto worker = Conversation::start(worker_command(tree.root()));
  ASSERT_TRUE(worker.ok());
  ASSERT_TRUE(read_frame(worker->from()).ok());
  ASSERT_TRUE(write_frame(worker->to(), {"a", "b"}).ok());
  const auto end = read_frame(worker->from());
  ASSERT_TRUE(end.ok());
  EXPECT_TRUE(end->empty());
  EXPECT_NE(worker->complaint().find("import batch"), std::string::npos);
}

}  // namespace
}  // namespace lintcache::test
