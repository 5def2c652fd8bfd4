// SPDX-License-Identifier: MIT
// The runtime part of footprints: who is imported with whom, what is remembered, and what is asked anew.
#include "run/runtime_parts.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>
#include <thread>

#include "base/text.h"
#include "support/scratch_tree.h"

namespace lintcache {
namespace {

// A worker that believes what files say of themselves: `import NAME`, `order` (their modules depend on
// order), `raise`, `too much`. It writes down each batch. After a file that says `last` it answers for no other.
constexpr const char* k_worker = R"py(
import os, re, struct, sys
def pack(fields): return b"".join(struct.pack("<I", len(f)) + f for f in fields)
def send(*fields):
    body = pack(fields)
    sys.stdout.buffer.write(struct.pack("<I", len(body)) + body)
    sys.stdout.buffer.flush()
def receive():
    head = sys.stdin.buffer.read(4)
    if len(head) < 4: sys.exit(0)
    body = sys.stdin.buffer.read(struct.unpack("<I", head)[0])
    fields = []
    while body:
        size = struct.unpack("<I", body[:4])[0]
        fields.append(body[4:4 + size])
        body = body[4 + size:]
    return [fields[i:i + 4] for i in range(0, len(fields), 4)]
def run(batch):
    modules, numbers, files = [], {}, []
    def number(name, root):
        if name in numbers: return numbers[name]
        numbers[name] = mine = len(modules)
        modules.append(None)
        path = os.path.join(root, name.replace(b".", b"/") + b".py")
        text = open(path, "rb").read() if os.path.exists(path) else b""
        imports = [number(n, root) for n in re.findall(rb"^import (\S+)", text, re.M)]
        seen = pack([b"0", path, name, b"5", root, name] if text else [b"5", root, name])
        modules[mine] = [name, b"1" if b"order" in text else b"0", b"".join(struct.pack("<I", i) for i in imports), seen]
        return mine
    for path, name, root, mode in batch:
        text = open(path, "rb").read()
        exception = b"Bad: it" if b"raise" in text else b"more was seen than could be recorded" if b"too much" in text else b""
        files += [b"1" if exception else b"0", exception, b"some way", b"said", b"5", b"%d" % number(name, root),
                  b"0" if files else b"1"]
        send(b"%d" % (len(files) // 7))
        if b"last" in text and len(batch) > 1: break
    send(b"%d" % len(modules), b"%d" % (len(files) // 7), *sum(modules, []), *files)
send(b"lintcache-python", b"3", b"3.11.2")
while True:
    batch = receive()
    with open("batches", "a") as log:
        log.write(" ".join(os.path.basename(f[0]).decode() for f in batch) + "\n")
    run(batch)
    send(b"learnt")
)py";

class RuntimePartsTest : public testing::Test {
 protected:
  RuntimePartsTest() {
    command = {{tree.write_program("worker", std::string("#!") + LINTCACHE_TEST_PYTHON + k_worker)},
               {"PATH=/usr/bin:/bin"}, tree.top()};
    request.source_dir = tree.path("s");
    write("a.py", "import b\nimport gone\n");
    write("b.py", "import c\n");
    write("c.py", "import b\n");
    write("d.py", "x = 1\n");
    files = {"a.py", "b.py", "c.py", "d.py"};
  }
  void write(const std::string& file, const std::string& text) {
    tree.write("s/" + file, text);
    // Out of the reach of time stamps that could be the same again.
    std::this_thread::sleep_for(std::chrono::milliseconds(30));
  }
  // One run of the program.
  std::map<std::string, Footprint> run(unsigned width = 2) {
    JobSlots slots(width);
    tree.remove("batches");
    StateStore store(tree.path("state"));
    StatCache disk(real_disk(), store.load_memory());
    const Session session{request, store, disk, stop, outer, voice};
    RuntimeParts parts(session, command, {}, "setting");
    for (const std::string& file : files) parts.look_up(file);
    const auto imported = parts.import_stale(slots);
    EXPECT_TRUE(imported.ok()) << imported.error().text();
    stale = parts.stale();
    auto known = parts.take();
    return {known.begin(), known.end()};
  }
  // The batches of that run, sorted.
  std::vector<std::string> batches() {
    auto lines = tree.has("batches") ? split(tree.read("batches"), '\n') : std::vector<std::string>();
    if (!lines.empty()) lines.pop_back();
    std::sort(lines.begin(), lines.end());
    return lines;
  }
  test::ScratchTree tree;
  Command command;
  Request request;
  Stop stop;
  std::vector<std::string> outer, files;
  Voice voice{{}, {}, [this](const Happening& one) {
                if (const auto* count = std::get_if<Counted>(&one)) told = {count->done, count->total};
              }};
  std::pair<size_t, size_t> told;
  size_t stale = 0;
};

using Lines = std::vector<std::string>;

TEST_F(RuntimePartsTest, files_of_one_root_are_imported_together_and_then_remembered) {
  std::filesystem::create_directories(tree.path("state"));
  const auto cold = run();
  EXPECT_EQ(batches(), Lines{"a.py b.py c.py d.py"});
  EXPECT_EQ(told, (std::pair<size_t, size_t>{4, 4}));
  ASSERT_EQ(cold.size(), 4u);
  for (const auto& [file, footprint] : cold) {
    EXPECT_GT(footprint.runtime.set, 0) << file;
    EXPECT_EQ(footprint.outcome, ImportOutcome::imported);
    EXPECT_EQ(footprint.way, "some way");
    EXPECT_EQ(footprint.output, "said");
  }
  const auto warm = run();
  EXPECT_EQ(batches(), Lines{});
  EXPECT_EQ(stale, 0u);
  ASSERT_EQ(warm.size(), 4u);
  for (const auto& [file, footprint] : warm) {
    EXPECT_EQ(footprint.runtime.digest, cold.at(file).runtime.digest) << file;
    EXPECT_EQ(footprint.way, "some way");
  }
}

TEST_F(RuntimePartsTest, a_change_makes_those_stale_whose_footprint_holds_it) {
  std::filesystem::create_directories(tree.path("state"));
  const auto first = run();
  write("b.py", "import c\nx = 2\n");
  run();
  EXPECT_EQ(batches(), Lines{"a.py b.py c.py"});
  write("gone.py", "x = 1\n");
  run();
  EXPECT_EQ(batches(), Lines{"a.py"});
  tree.remove("s/gone.py");
  write("b.py", "import c\n");
  const auto reverted = run();
  EXPECT_EQ(batches(), Lines{});
  for (const auto& [file, footprint] : reverted)
    EXPECT_EQ(footprint.runtime.digest, first.at(file).runtime.digest) << file;
}

TEST_F(RuntimePartsTest, each_root_has_a_batch) {
  write("tools/e.py", "");
  write("tools/f.py", "");
  files = {"a.py", "d.py", "tools/e.py", "tools/f.py"};
  run();
  EXPECT_EQ(batches(), (Lines{"a.py d.py", "e.py f.py"}));
}

TEST_F(RuntimePartsTest, what_depends_on_order_is_asked_alone) {
  write("c.py", "import b\n# order\n");
  const auto footprints = run();
  // a.py was the first.
  EXPECT_EQ(batches(), (Lines{"a.py b.py c.py d.py", "b.py", "c.py"}));
  EXPECT_EQ(footprints.size(), 4u);
}

TEST_F(RuntimePartsTest, what_was_not_answered_is_asked_alone) {
  write("b.py", "# last\n");
  const auto footprints = run();
  EXPECT_EQ(batches(), (Lines{"a.py b.py c.py d.py", "c.py", "d.py"}));
  EXPECT_EQ(footprints.size(), 4u);
}

TEST_F(RuntimePartsTest, a_failed_import_is_remembered_with_its_absences) {
  std::filesystem::create_directories(tree.path("state"));
  write("a.py", "import gone\nraise\n");
  EXPECT_EQ(run().at("a.py").outcome, ImportOutcome::raised);
  const auto again = run();
  EXPECT_EQ(batches(), Lines{});
  EXPECT_EQ(again.at("a.py").outcome, ImportOutcome::raised);
  EXPECT_EQ(again.at("a.py").exception, "Bad: it");
  write("gone.py", "x = 1\n");
  run();
  EXPECT_EQ(batches(), Lines{"a.py"});
}

TEST_F(RuntimePartsTest, an_import_of_which_not_all_is_known_is_not_kept) {
  std::filesystem::create_directories(tree.path("state"));
  write("d.py", "too much");
  EXPECT_EQ(run().at("d.py").runtime.set, 0);
  run();
  EXPECT_EQ(batches(), Lines{"d.py"});
}

TEST_F(RuntimePartsTest, a_worker_that_cannot_be_had_is_an_error) {
  command.arguments = {"/no/such/worker"};
  StateStore store(tree.path("state"));
  StatCache disk(real_disk());
  const Voice voice;
  const Session session{request, store, disk, stop, outer, voice};
  RuntimeParts parts(session, command, {}, "setting");
  parts.look_up("a.py");
  JobSlots slots(2);
  EXPECT_FALSE(parts.import_stale(slots).ok());
}

TEST_F(RuntimePartsTest, where_the_run_is_stopped_files_stay_unknown) {
  stop.raise();
  EXPECT_TRUE(run().empty());
  EXPECT_EQ(batches(), Lines{});
}

}  // namespace
}  // namespace lintcache
