// SPDX-License-Identifier: MIT
// One graph of import statements for each place where the search for modules begins.
#include "run/static_parts.h"

#include <algorithm>

#include "base/path.h"
#include "imports/first_party.h"

namespace lintcache {
namespace {

// A directory of the search path whose modules change only when something is installed.
bool is_installed(const std::string& directory, const Toolchain& toolchain) {
  const std::string_view name = file_name(directory);
  const std::string library = "python" + toolchain.version.substr(0, toolchain.version.rfind('.'));
  return name == "site-packages" || name == "dist-packages" || name == "lib-dynload" || name == library ||
         name.ends_with(".zip");
}

}  // namespace

StaticParts::StaticParts(const Session& session, const Toolchain& toolchain, std::string setting)
    : session_(session),
      search_path_{toolchain.search_path, toolchain.extension_suffixes,
                   {toolchain.builtins.begin(), toolchain.builtins.end()}},
      followed_{session.request.source_dir},
      setting_(std::move(setting)) {
  for (const std::string& directory : toolchain.search_path)
    if (!is_installed(directory, toolchain))
      followed_.push_back(absolute_path(directory, session.request.source_dir));
}

void StaticParts::look_up(const std::string& file) {
  if (const auto known = session_.store.input_sets().find(statements_subject(file, setting_), session_.disk)) {
    known_[file] = {known->id, known->digest};
  } else {
    stale_.push_back({file, name_module(joined(session_.request.source_dir, file), session_.disk, search_path_.directories)});
  }
}

void StaticParts::follow_stale() {
  std::unordered_set<std::string> known_files;
  // Looked at before anything is read: so an edit meanwhile shows as one.
  for (const Stale& stale : stale_) {
    session_.disk.content(stale.module.request.path);
    known_files.insert(stale.module.request.path);
  }
  const Beginning beginning{session_.disk.disk().now(), known_files};
  // What a name means depends on where the search begins.
  std::map<std::vector<std::string>, std::vector<const Stale*>> by_beginning;
  for (const Stale& stale : stale_) by_beginning[stale.module.search_first].push_back(&stale);
  for (const auto& [search_first, files] : by_beginning) follow(search_first, files, beginning);
}

void StaticParts::follow(const std::vector<std::string>& search_first,
                         const std::vector<const Stale*>& files, const Beginning& beginning) {
  SearchPath path = search_path_;
  path.directories.insert(path.directories.begin(), search_first.begin(), search_first.end());
  StaticImports imports(session_.disk, [this](const std::string& file) { return read_followed(file); },
                        std::move(path));
  std::vector<ModuleFile> modules;
  for (const Stale* stale : files) {
    const ImportRequest& request = stale->module.request;
    modules.push_back({request.path, request.name, file_name(request.path) == "__init__.py"});
  }
  const StaticGraph graph = imports.graph(modules);
  RememberedGraph remembered(session_, graph.graph, beginning);
  for (size_t i = 0; i < files.size(); ++i) {
    const KnownSet known = remembered.remember(statements_subject(files[i]->file, setting_),
                                               own_inputs_of(*files[i]), graph.group_of[i], {});
    known_[files[i]->file] = {known.id, known.digest};
  }
  session_.store.commit_now_and_then();
}

// What decided the file's name, which relative imports depend on, and where isort would look.
std::vector<TracedInput> StaticParts::own_inputs_of(const Stale& stale) const {
  std::vector<TracedInput> inputs;
  for (const Input& place : stale.module.inputs) inputs.push_back({place, Origin::absent});
  const auto source = session_.disk.disk().read(stale.module.request.path);
  if (!source || !*source) return inputs;
  for (Input& input : first_party_inputs((*source)->bytes, session_.request.source_dir, session_.disk))
    inputs.push_back({std::move(input), input.kind == InputKind::listing ? Origin::data : Origin::absent});
  return inputs;
}

// Statements are followed through the tree and whatever else is on the path, but not into the standard
// library and installed distributions: they change by version, and the versions are part of every key.
std::optional<std::string> StaticParts::read_followed(const std::string& file) const {
  const auto holds = [&](const std::string& directory) { return is_below(file, directory); };
  if (std::none_of(followed_.begin(), followed_.end(), holds)) return {};
  const auto read = session_.disk.disk().read(file);
  if (!read || !*read) return {};
  return (*read)->bytes;
}

}  // namespace lintcache
