// SPDX-License-Identifier: MIT
// A tree, and a worker that imports files of it in batches.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "support.h"

namespace lintcache::test {

using Names = std::vector<std::string>;
using Paths = std::set<std::string>;

class Batch : public testing::Test {
 protected:
  void start(std::vector<std::string> arguments = {}) {
    worker_.emplace(tree.root(), WorkerArguments{.more = std::move(arguments)});
  }

  // By names relative to the tree, without .py.
  BatchReport import(const Names& names) {
    if (!worker_) start();
    ImportBatch batch;
    for (const std::string& name : names) {
      std::string dotted = name;
      std::replace(dotted.begin(), dotted.end(), '/', '.');
      batch.push_back({tree.path(name + ".py"), dotted, tree.root(), ImportMode::module});
    }
    report = worker_->ask(batch);
    return report;
  }

  // Of a file of the last batch.
  ImportReport of(size_t file) { return report_of(report, file); }

  std::set<std::string> modules(size_t file) {
    std::set<std::string> names;
    for (const std::string& path : paths(of(file), SeenKind::module))
      if (path.starts_with(tree.root() + "/")) names.insert(path.substr(tree.root().size() + 1));
    return names;
  }

  // What is to be imported alone was flagged, or began a process.
  bool is_exact(size_t file) { return of(file).first || !of(file).order_dependent; }

  ScratchTree tree;
  BatchReport report;

 private:
  std::optional<TestWorker> worker_;
};

}  // namespace lintcache::test
