// SPDX-License-Identifier: MIT
// Dependencies in words.
#include "report/dependencies.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/path.h"
#include "base/text.h"

namespace lintcache {
namespace {

std::string headline(const FileDependencies& file) {
  std::string line = printable(file.file) + ": " + name_of(file.outcome);
  if (!file.exception.empty()) line += ", " + printable(file.exception);
  return file.way.empty() ? line : line + " (" + file.way + ")";
}

std::string one_line(const nlohmann::ordered_json& json) {
  return json.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

std::string shown_path(const std::string& path, const std::string& source_dir) {
  return printable(is_below(path, source_dir) ? relative_to(path, source_dir) : path);
}

}  // namespace

std::string name_of(ImportOutcome outcome) {
  switch (outcome) {
    case ImportOutcome::raised: return "raised";
    case ImportOutcome::exited: return "exited";
    case ImportOutcome::crashed: return "crashed";
    case ImportOutcome::timed_out: return "timed out";
    default: return "imported";
  }
}

std::string chain_text(const std::vector<std::string>& names) {
  std::string text;
  for (const std::string& name : names) text += (text.empty() ? "" : " -> ") + printable(name);
  return text;
}

std::string dependencies_text(const FileDependencies& file, const std::string& source_dir) {
  std::string text = headline(file) + "\n";
  size_t absent = 0;
  for (const Dependency& one : file.footprint) {
    if (one.origin == Origin::absent) {
      ++absent;
      continue;
    }
    text += fmt::format("  {:<9} {}{}\n", name_of(one.origin), shown_path(one.path, source_dir),
                        one.module.empty() ? "" : "  " + printable(one.module));
  }
  if (absent > 0) text += fmt::format("  absent    {} places where a module could appear\n", absent);
  for (const auto& cycle : file.cycles) text += "  cycle     " + chain_text(cycle) + "\n";
  return text;
}

std::string dependencies_json(const FileDependencies& file) {
  auto footprint = nlohmann::ordered_json::array();
  for (const Dependency& one : file.footprint)
    footprint.push_back({{"path", one.path}, {"origin", name_of(one.origin)}, {"module", one.module}});
  const nlohmann::ordered_json json = {{"file", file.file},
                                       {"outcome", name_of(file.outcome)},
                                       {"exception", file.exception},
                                       {"way", file.way},
                                       {"output", file.output},
                                       {"footprint", footprint},
                                       {"cycles", file.cycles}};
  return one_line(json);
}

std::string dependents_json(const std::string& path, const std::vector<Dependent>& dependents) {
  auto list = nlohmann::ordered_json::array();
  for (const Dependent& one : dependents)
    list.push_back({{"file", one.file}, {"imports", one.imports}, {"mentions", one.mentions}});
  return one_line({{"file", path}, {"dependents", list}});
}

std::string chain_json(const std::string& file, const std::string& module, const ImportChain& chain) {
  return one_line({{"file", file}, {"module", module}, {"chain", chain.names}, {"runs", chain.runs}});
}

}  // namespace lintcache
