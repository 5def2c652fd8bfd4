// SPDX-License-Identifier: MIT
// Footprints as answers.
#include "run/dependencies.h"

#include <algorithm>
#include <map>
#include <set>

#include "base/path.h"
#include "imports/chain.h"
#include "imports/cycles.h"
#include "run/footprint_reader.h"
#include "run/infer.h"
#include "run/know_toolchain.h"
#include "run/select.h"

namespace lintcache {
namespace {

struct Inferred {
  std::vector<std::string> files;
  Footprints footprints;
};

Result<Inferred> infer(OpenTree& tree, const Request& about) {
  LINTCACHE_TRY_ASSIGN(const auto all, tree.find_files());
  LINTCACHE_TRY_ASSIGN(auto files, select_files(all, about));
  LINTCACHE_TRY_ASSIGN(const Toolchain toolchain, know_toolchain(tree.session()));
  LINTCACHE_TRY_ASSIGN(auto footprints, infer_footprints(tree.session(), toolchain, files));
  if (tree.session().stop.raised()) return our_fault("stopped");
  return Inferred{std::move(files), std::move(footprints)};
}

// A place counts while nothing is there; then what was found stands in the footprint itself.
bool is_empty_place(const InputState& one, StatCache& disk) {
  if (one.input.kind == InputKind::content) return one.state.is_absent();
  const auto entries = disk.entries(one.input.path);
  if (!entries || *entries == nullptr) return true;
  const std::string& leaf = one.input.detail;
  return std::none_of((*entries)->begin(), (*entries)->end(), [&](const DirectoryEntry& entry) {
    return entry.name == leaf || entry.name.starts_with(leaf + ".");
  });
}

std::string shown(const Input& input) {
  return input.kind == InputKind::lookup ? joined(input.path, input.detail) : input.path;
}

class Describer {
 public:
  explicit Describer(OpenTree& tree) : tree_(tree), reader_(tree.session().store.input_sets()) {}

  FileDependencies describe(const std::string& file, const Footprint& footprint) {
    FileDependencies result{file,          footprint.outcome, footprint.exception, footprint.way,
                            footprint.output, {},             {}};
    add(footprint.runtime.set, result);
    add(footprint.statements.set, result);
    auto& all = result.footprint;
    std::sort(all.begin(), all.end());
    all.erase(std::unique(all.begin(), all.end()), all.end());
    auto& cycles = result.cycles;
    std::sort(cycles.begin(), cycles.end());
    cycles.erase(std::unique(cycles.begin(), cycles.end()), cycles.end());
    return result;
  }

 private:
  void add(int64_t set, FileDependencies& result) {
    const auto groups = reader_.groups(set);
    std::map<std::string, std::string> name_of;  // by file
    for (const InputGroup* group : groups) {
      const auto modules = described_modules(group->description);
      for (const DescribedModule& module : modules)
        if (module.name != module.file) name_of.emplace(module.file, module.name);
      if (modules.size() > 1) add_cycles(modules, result);
    }
    for (const InputGroup* group : groups)
      for (const InputState& one : group->inputs) add(one, name_of, result);
  }

  void add(const InputState& one, const std::map<std::string, std::string>& name_of, FileDependencies& result) {
    const bool nothing = one.origin == Origin::absent || one.state.is_absent();
    if (nothing && !is_empty_place(one, tree_.session().disk)) return;
    const auto name = name_of.find(one.input.path);
    const bool is_module = one.input.kind == InputKind::content && name != name_of.end();
    result.footprint.push_back(
        {nothing ? Origin::absent : one.origin, shown(one.input), is_module ? name->second : ""});
  }

  // Circles in the standard library and in installed packages are not this tree's affair.
  void add_cycles(const std::vector<DescribedModule>& modules, FileDependencies& result) {
    std::set<std::string> own;
    for (const DescribedModule& module : modules)
      if (is_below(module.file, tree_.session().request.source_dir)) own.insert(module.name);
    if (own.empty()) return;
    for (auto& cycle : import_cycles(modules))
      if (std::any_of(cycle.begin(), cycle.end(), [&](const std::string& name) { return own.contains(name); }))
        result.cycles.push_back(std::move(cycle));
  }

  OpenTree& tree_;
  FootprintReader reader_;
};

}  // namespace

Result<void> show_dependencies(OpenTree& tree, const std::function<void(const FileDependencies&)>& show) {
  LINTCACHE_TRY_ASSIGN(const Inferred inferred, infer(tree, tree.session().request));
  Describer describer(tree);
  for (const std::string& file : inferred.files)
    show(describer.describe(file, inferred.footprints.by_file.at(file)));
  return {};
}

Result<std::vector<Dependent>> find_dependents(OpenTree& tree, const std::string& path) {
  Request all = tree.session().request;
  all.selected_files.clear();
  LINTCACHE_TRY_ASSIGN(const Inferred inferred, infer(tree, all));
  FootprintReader reader(tree.session().store.input_sets());
  std::vector<Dependent> dependents;
  for (const std::string& file : inferred.files) {
    if (joined(all.source_dir, file) == path) continue;
    const Footprint& footprint = inferred.footprints.by_file.at(file);
    const Dependent one{file, reader.holds_file(footprint.runtime.set, path),
                        reader.holds_file(footprint.statements.set, path)};
    if (one.imports || one.mentions) dependents.push_back(one);
  }
  return dependents;
}

Result<ImportChain> find_chain(OpenTree& tree, const std::string& module) {
  LINTCACHE_TRY_ASSIGN(const Inferred inferred, infer(tree, tree.session().request));
  const std::string& file = inferred.files.front();
  const Footprint& footprint = inferred.footprints.by_file.at(file);
  FootprintReader reader(tree.session().store.input_sets());
  const auto is_wanted = [&](const DescribedModule& one) { return one.name == module || one.file == module; };
  for (const bool runs : {true, false}) {
    const auto groups = reader.groups(runs ? footprint.runtime.set : footprint.statements.set);
    auto names = import_chain(FootprintReader::modules(groups),
                              joined(tree.session().request.source_dir, file), is_wanted);
    if (!names.empty()) return ImportChain{std::move(names), runs};
  }
  return ImportChain{};
}

}  // namespace lintcache
