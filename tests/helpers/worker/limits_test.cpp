// SPDX-License-Identifier: MIT
// What an import may use: each limit is met by an error of that import, and by no other import.
#include <gtest/gtest.h>

#include "support.h"

namespace lintcache::test {
namespace {

struct Limit {
  const char* name;
  std::vector<std::string> options;
  const char* within;     // a module that keeps to it
  const char* beyond;     // one that does not
  ImportOutcome outcome;  // of the latter
  const char* exception;  // how its text begins
};

void PrintTo(const Limit& limit, std::ostream* out) { *out << limit.name; }

constexpr const char* k_too_many = "OSError: lintcache: the import has started too many processes";
constexpr const char* k_too_big = "OSError: [Errno 27]";

const Limit k_limits[] = {
    {"time", {"--time-limit", "1"}, "import time; time.sleep(0.3)", "while True: pass", ImportOutcome::timed_out,
     "no end after 1 s"},
    {"memory", {"--memory-limit", "134217728"}, "bytearray(32 << 20)", "bytearray(160 << 20)", ImportOutcome::raised,
     "MemoryError"},
    {"processes", {"--process-limit", "2"}, "import subprocess\nfor _ in range(2): subprocess.run('/bin/true')",
     "import subprocess\nfor _ in range(3): subprocess.run('/bin/true')", ImportOutcome::raised, k_too_many},
    {"processes_by_system", {"--process-limit", "1"}, "import os; os.system('true')",
     "import os; os.system('true'); os.system('true')", ImportOutcome::raised, k_too_many},
    {"processes_by_fork", {"--process-limit", "1"}, "import os\nif not os.fork(): os._exit(0)",
     "import os\nfor _ in range(2):\n  if not os.fork(): os._exit(0)", ImportOutcome::raised, k_too_many},
    {"no_processes", {"--process-limit", "0"}, "import os", "import os; os.system('true')", ImportOutcome::raised,
     k_too_many},
    {"file", {"--file-limit", "65536"}, "import tempfile\nwith tempfile.TemporaryFile() as f: f.write(bytes(65536))",
     "import tempfile\nwith tempfile.TemporaryFile() as f: f.write(bytes(65537))", ImportOutcome::raised, k_too_big},
    {"file_of_a_process", {"--file-limit", "65536"},
     "import subprocess, tempfile\n"
     "with tempfile.TemporaryFile() as f: subprocess.run(['head', '-c', '65536', '/dev/zero'], stdout=f, check=True)",
     "import subprocess, tempfile\n"
     "with tempfile.TemporaryFile() as f: subprocess.run(['head', '-c', '65537', '/dev/zero'], stdout=f, check=True)",
     ImportOutcome::raised, "CalledProcessError"},
};

class ImportLimit : public testing::TestWithParam<Limit> {};

TEST_P(ImportLimit, is_met_by_those_who_go_beyond_it_only) {
  const Limit& limit = GetParam();
  ScratchTree tree;
  ImportBatch batch;
  for (const char* name : {"within", "beyond", "after"}) {
    const std::string file = tree.write(std::string(name) + ".py", name[0] == 'b' ? limit.beyond : limit.within);
    batch.push_back({file, name, tree.root(), ImportMode::module});
  }
  TestWorker worker(tree.root(), {.more = limit.options});
  for (const ImportRequest& request : batch) {
    const ImportReport report = worker.ask(request);
    const bool good = request.name != "beyond";
    EXPECT_EQ(report.outcome, good ? ImportOutcome::imported : limit.outcome) << request.name << report.exception;
    EXPECT_TRUE(report.exception.starts_with(good ? "" : limit.exception)) << report.exception;
  }
  const BatchReport together = worker.ask(batch);
  ASSERT_EQ(together.files.size(), 3u);
  for (size_t i = 0; i < 3; ++i) {
    const ImportedFile& file = together.files[i];
    EXPECT_EQ(file.outcome, i == 1 ? limit.outcome : ImportOutcome::imported) << batch[i].name << file.exception;
  }
}

INSTANTIATE_TEST_SUITE_P(all, ImportLimit, testing::ValuesIn(k_limits),
                         [](const auto& info) { return std::string(info.param.name); });

}  // namespace
}  // namespace lintcache::test
