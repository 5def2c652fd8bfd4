// SPDX-License-Identifier: MIT
// Digests of what a command reads, while it runs: most machines have another processor that has nothing to do.
//
// What is learnt vouches for itself by its stat tuple, as what was remembered from an earlier run does. Whether it still
// holds is seen when the command has ended.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <unordered_set>
#include <utility>
#include <vector>

#include "digest/path_facts.h"

namespace lintcache {

class DigestsAhead {
 public:
  // A thread that asks `recall` works from the first path on, and calls `around` before (true) and after (false) it asks
  // for some: nobody else may use what they use, until `finish`.
  // What was changed at `start` (of `Disk::now`) or later is left alone: mostly the command's own.
  DigestsAhead(PathFacts::Recall recall, std::function<void(bool begins)> around, int64_t start)
      : facts_({}, std::move(recall)), around_(std::move(around)), start_(start) {}
  DigestsAhead(const DigestsAhead&) = delete;
  ~DigestsAhead() { stop(); }

  // Adds what vouches for itself, and is only compared in the end; before anything is wanted.
  void remember(FactMemory memory) { remembered_ = std::move(memory); }

  // The file at `path`, as a program named it, is wanted.
  void want(const std::string& path);

  // What was come to by now. Nothing is asked any more.
  PathFacts& finish() {
    stop();
    facts_.remember(std::exchange(remembered_, {}));
    return facts_;
  }

 private:
  void work();
  void stop();

  FactMemory remembered_;
  PathFacts facts_;
  std::function<void(bool)> around_;
  int64_t start_;
  std::unordered_set<std::string> known_;
  std::vector<std::string> wanted_;
  size_t count_ = 0;
  bool is_over_ = false;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::thread thread_;
};

}  // namespace lintcache
