// SPDX-License-Identifier: MIT
// Which tasks share a process, and which processes come first.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace lintcache {

// How much somebody waits for what a task says, most first.
enum class Urgency : uint8_t {
  edited,   // its file changed since the last run, or is new
  failing,  // something was found in it last time
  other,
};

// What is known of a task that is to run.
struct WaitingTask {
  std::string tool;
  std::string file;      // empty: it is about the whole tree
  std::string anchor;    // tasks with different ones share no process
  size_t batch = 1;      // how many files one process of the tool may be given
  size_t worth_a_process = 8;  // so many it is given, unless another slot has nothing to do
  bool undivided = false;  // it is given as many as it may
  Urgency urgency = Urgency::other;
  int64_t nanoseconds = 0;  // how long it took last time; 0: nobody knows
};

// Tasks of one tool that share a process, as indices.
using Job = std::vector<size_t>;

// Each task once, in the order in which to begin: the most urgent first, then the longest, so that no long one is left
// for the end. In a batch the files are sorted by name. There are enough batches for `slots` processes at a time.
std::vector<Job> jobs_of(const std::vector<WaitingTask>& tasks, unsigned slots);

}  // namespace lintcache
