// SPDX-License-Identifier: MIT
// The worker's command line holds every limit, in the worker's units.
#include "imports/worker_command.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <set>

#include "base/text.h"

namespace lintcache {
namespace {

TEST(WorkerCommand, says_what_to_open_and_what_an_import_may_use) {
  Request request;
  request.source_dir = "/tree";
  request.worker = "/bin/lintcache-python";
  request.import_time_limit = 0.5;
  request.import_memory_limit = 1048576;
  request.import_process_limit = 0;
  request.import_file_limit = 8192;
  const Command command = worker_command(request, "/lib/libpython3.so", "/venv/bin/python", {"A=b"});
  EXPECT_EQ(join(command.arguments, " "),
            "/bin/lintcache-python --libpython /lib/libpython3.so --program /venv/bin/python --source-dir /tree "
            "--time-limit 0.5 --memory-limit 1099511627776 --process-limit 0 --file-limit 8589934592");
  EXPECT_EQ(command.environment, std::vector<std::string>{"A=b"});
  EXPECT_EQ(command.directory, "/tree");
}

TEST(WorkerCommand, names_a_directory_of_the_state_for_compiled_code) {
  Request request;
  request.source_dir = "/tree";
  request.state_dir = "/state";
  const std::string words = join(worker_command(request, "/lib/libpython3.so", "/bin/python", {}).arguments, " ");
  EXPECT_NE(words.find(" --source-dir /tree --byte-code /state/bytecode --time-limit "), std::string::npos) << words;
}

TEST(WorkerCommand, starts_the_interpreter_where_there_is_no_library) {
  Request request;
  request.source_dir = "/tree";
  request.worker = "/no/such/lintcache-python";
  const Command command = worker_command(request, "", "/venv/bin/python", {});
  ASSERT_GT(command.arguments.size(), 6u);
  EXPECT_EQ(command.arguments[0], "/venv/bin/python");
  EXPECT_EQ(command.arguments[3], "-c");
  EXPECT_EQ(command.arguments[5], "/no/such/lintcache-python.so");
  const std::vector<std::string> options(command.arguments.begin() + 6, command.arguments.end());
  EXPECT_EQ(join(options, " "), "--program /venv/bin/python --source-dir /tree " + join(limit_options(request), " "));
}

TEST(WorkerCommand, looks_for_the_module_beside_the_program_itself) {
  namespace fs = std::filesystem;
  const fs::path directory = fs::temp_directory_path() / ("lintcache-worker-command-" + std::to_string(getpid()));
  fs::create_directories(directory / "real");
  std::ofstream(directory / "real/worker").put('x');
  fs::create_symlink("real/worker", directory / "link");
  Request request;
  request.worker = (directory / "link").string();
  EXPECT_EQ(worker_command(request, "", "/venv/bin/python", {}).arguments.at(5),
            fs::canonical(directory / "real").string() + "/worker.so");
  fs::remove_all(directory);
}

TEST(WorkerCommand, defaults_are_those_of_the_manual) {
  EXPECT_EQ(join(limit_options({}), " "),
            "--time-limit 30 --memory-limit 4294967296 --process-limit 256 --file-limit 1073741824");
}

TEST(LimitsKey, differs_with_each_limit) {
  const Request usual;
  std::set<std::string> keys = {limits_key(usual)};
  Request other = usual;
  other.import_time_limit = 30.001;
  EXPECT_TRUE(keys.insert(limits_key(other)).second);
  for (unsigned Request::*limit :
       {&Request::import_memory_limit, &Request::import_process_limit, &Request::import_file_limit}) {
    other = usual;
    other.*limit += 1;
    EXPECT_TRUE(keys.insert(limits_key(other)).second);
  }
  other = usual;
  other.jobs = 7;
  EXPECT_EQ(limits_key(other), limits_key(usual));
}

}  // namespace
}  // namespace lintcache
