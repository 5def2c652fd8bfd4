// SPDX-License-Identifier: MIT
// The lint servers of one look at a tree.
#pragma once

#include <atomic>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "plan/prepared_tool.h"
#include "run/session.h"
#include "schedule/lint_server.h"

namespace lintcache {

// A server is as old as its tool's modules in memory: a second look has to have others. May be used from several threads
// once all tools were added.
class WarmTools {
 public:
  explicit WarmTools(const Session& session) : session_(session) {}

  // Provides a server for a tool that can be served. It is started when the tool is run for the first time.
  void add(const PreparedTool& tool);

  // To be called before the tool runs, each time. What changed before the first time was never loaded by its server.
  void about_to_run(const PreparedTool& tool);

  // Runs the tool for at most so many seconds. Nothing where it has no server, or none that can be trusted any more.
  std::optional<ProcessResult> run(const PreparedTool& tool, const std::vector<std::string>& words, double seconds);

  // The time, by the disk's clock in nanoseconds, before which nothing was loaded for the tool's processes.
  [[nodiscard]] int64_t started(const PreparedTool& tool) const;

  // A served process of it broke. A tool that often does is not served any more: each of its files takes two processes.
  void broke(const PreparedTool& tool);

  // The server of a tool, for who wants to know; nullptr where there is none.
  [[nodiscard]] LintServer* server(const std::string& tool);

 private:
  struct Warm {
    Warm(Command command, const Stop& stop) : server(std::move(command), stop) {}
    LintServer server;
    std::atomic<int64_t> started = 0;  // 0: it is not
    std::atomic<int> broken = 0;
    std::atomic<bool> is_told = false;  // that it is of no use
  };
  Warm* find(const std::string& tool) const;

  const Session& session_;
  std::map<std::string, std::unique_ptr<Warm>> tools_;
};

}  // namespace lintcache
