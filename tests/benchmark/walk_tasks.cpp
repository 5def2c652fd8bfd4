// SPDX-License-Identifier: MIT
// walk_tasks TASKS WIDTH [COMMAND]: walks a graph of so many tasks, each of which needs up to two earlier ones, does
// nothing or runs a command in each, and prints the seconds for making the graph and for the walk, and the memory.
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <string>

#include "base/subprocess.h"
#include "schedule/parallel.h"

int main(int argc, char** argv) {
  using namespace lintcache;
  if (argc < 3) return 2;
  const auto count = static_cast<TaskId>(std::atoi(argv[1]));
  const auto start = std::chrono::steady_clock::now();
  const auto seconds = [&] { return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count(); };
  TaskGraph graph;
  for (TaskId i = 0; i < count; ++i) graph.add(i % 100);
  for (TaskId i = 1; i < count; ++i) {
    graph.need(i, (i - 1) / 2);
    if (i >= 1000) graph.need(i, i - 1000);
  }
  TaskWalk walk(std::move(graph), {});
  walk.want_all();
  const double made = seconds();
  JobSlots slots(static_cast<unsigned>(std::atoi(argv[2])));
  Stop stop;
  run_walk(walk, slots, [] { return false; }, [&](TaskId, unsigned) {
    if (argc == 3) return TaskState::success;
    Command command{{argv + 3, argv + argc}, {}, "/"};
    return run_process(command, stop) ? TaskState::success : TaskState::exception;
  });
  // Not of getrusage(), which counts whoever this process was before exec.
  long memory = 0;
  std::ifstream status("/proc/self/status");
  for (std::string word; status >> word && word != "VmHWM:";) {
  }
  status >> memory;
  std::printf("%.6f %.6f %ld\n", made, seconds() - made, memory);
  return walk.state(count - 1) == TaskState::success ? 0 : 1;
}
