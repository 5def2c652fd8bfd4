// SPDX-License-Identifier: MIT
// One server for each tool that has one.
#include "run/warm_tools.h"

#include "run/linter_limits.h"
#include "tools/served_start.h"

namespace lintcache {
namespace {

constexpr int k_broken_for_good = 4;

}  // namespace

WarmTools::Warm* WarmTools::find(const std::string& tool) const {
  const auto known = tools_.find(tool);
  return known == tools_.end() ? nullptr : known->second.get();
}

void WarmTools::add(const PreparedTool& tool) {
  const std::vector<std::string> words = served_start(tool.adapter, tool.launcher);
  if (words.empty()) return;
  Command command{words, tool.environment.variables, session_.request.source_dir};
  command.limits = linter_limits(session_.request);
  tools_[tool.adapter->name] = std::make_unique<Warm>(std::move(command), session_.stop);
}

void WarmTools::about_to_run(const PreparedTool& tool) {
  if (Warm* warm = find(tool.adapter->name); warm != nullptr && warm->started == 0) warm->started = session_.disk.disk().now();
}

std::optional<ProcessResult> WarmTools::run(const PreparedTool& tool, const std::vector<std::string>& words,
                                            double seconds) {
  Warm* warm = find(tool.adapter->name);
  if (warm == nullptr || warm->broken >= k_broken_for_good) return {};
  auto result = warm->server.run(words, seconds);
  if (warm->server.is_out() && session_.voice.hears(Zone::tool) && !session_.stop.raised() && !warm->is_told.exchange(true))
    session_.voice.log(Zone::tool, tool.adapter->name + " is not forked from a lint server: " + warm->server.trouble());
  return result;
}

int64_t WarmTools::started(const PreparedTool& tool) const { return find(tool.adapter->name)->started; }

void WarmTools::broke(const PreparedTool& tool) { ++find(tool.adapter->name)->broken; }

LintServer* WarmTools::server(const std::string& tool) {
  Warm* warm = find(tool);
  return warm == nullptr ? nullptr : &warm->server;
}

}  // namespace lintcache
