// SPDX-License-Identifier: MIT
// Finding Pythons, making trees, starting workers.
#include "support.h"

#include <gtest/gtest.h>
#include <stdlib.h>

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fstream>

#include "base/path.h"
#include "base/text.h"
#include "imports/worker_command.h"

namespace lintcache::test {
namespace {

namespace fs = std::filesystem;

constexpr const char* k_about_itself =
    "import sys, sysconfig as s\n"
    "print(sys.executable)\n"
    "print(str(s.get_config_var('LIBDIR')) + '/' + str(s.get_config_var('INSTSONAME')))\n"
    "print('%d.%d.%d' % sys.version_info[:3])\n"
    "print(int(sys.version_info >= (3, 8) and sys.implementation.name == 'cpython'))\n";

std::vector<std::string> base_environment() {
  std::vector<std::string> environment;
  for (const char* name : {"PATH", "HOME"})
    if (const char* value = getenv(name)) environment.push_back(std::string(name) + "=" + value);
  environment.emplace_back("LANG=C.UTF-8");
  return environment;
}

void add_executable(const fs::path& path, std::vector<std::string>& into) {
  std::error_code error;
  if (fs::is_regular_file(path, error)) into.push_back(path.string());
}

// Interpreters by the places where they are usually found, not by which are there on one machine.
std::vector<std::string> candidates() {
  std::vector<std::string> programs;
  add_executable(LINTCACHE_TEST_PYTHON, programs);
  const char* path = getenv("PATH");
  for (const std::string& directory : split(path != nullptr ? path : "/usr/bin", ':')) {
    add_executable(directory + "/python3", programs);
    for (int minor = 8; minor < 20; ++minor)
      add_executable(directory + "/python3." + std::to_string(minor), programs);
  }
  const char* home = getenv("HOME");
  const char* pyenv = getenv("PYENV_ROOT");
  const fs::path versions =
      fs::path(pyenv != nullptr ? pyenv : std::string(home != nullptr ? home : "") + "/.pyenv") / "versions";
  std::error_code error;
  for (const auto& version : fs::directory_iterator(versions, error))
    add_executable(version.path() / "bin/python3", programs);
  return programs;
}

std::vector<Python> find_pythons() {
  std::vector<Python> found;
  std::set<std::string> libraries;
  for (const std::string& program : candidates()) {
    const auto answer = ask_python(program, k_about_itself);
    const auto lines = split(answer.value_or(""), '\n');
    if (lines.size() != 4 || lines[3] != "1" || !fs::exists(lines[1])) continue;
    if (libraries.insert(fs::canonical(lines[1])).second) found.push_back({lines[0], lines[1], lines[2]});
  }
  return found;
}

}  // namespace

const std::vector<Python>& pythons() {
  static const std::vector<Python> found = find_pythons();
  return found;
}

const Python& a_python() {
  // Most tests need one, and asking all takes half a second.
  static const Python chosen = [] {
    const auto answer = ask_python(LINTCACHE_TEST_PYTHON, k_about_itself);
    const auto lines = split(answer.value_or(""), '\n');
    if (lines.size() == 4 && lines[3] == "1" && fs::exists(lines[1]))
      return Python{lines[0], lines[1], lines[2]};
    if (!pythons().empty()) return pythons().front();
    std::fprintf(stderr, "no CPython 3.8 or newer with a shared library was found\n");
    std::exit(1);
  }();
  return chosen;
}

std::optional<std::string> ask_python(const std::string& program, const std::string& code,
                                      const std::string& directory, const std::string& python_path) {
  auto environment = base_environment();
  if (!python_path.empty()) environment.push_back("PYTHONPATH=" + python_path);
  const Stop stop;
  const auto result = run_process({{program, "-B", "-c", code}, environment, directory}, stop);
  if (!result || result->exit_status != 0) return {};
  return std::string(trim(result->out));
}

ScratchTree::ScratchTree() {
  std::string pattern = (fs::temp_directory_path() / "lintcache-worker-XXXXXX").string();
  if (mkdtemp(pattern.data()) == nullptr) std::abort();
  root_ = fs::canonical(pattern).string();
}

ScratchTree::~ScratchTree() {
  std::error_code error;
  fs::remove_all(root_, error);
}

std::string ScratchTree::write(const std::string& name, const std::string& text) {
  fs::create_directories(fs::path(path(name)).parent_path());
  std::ofstream(path(name), std::ios::binary) << text;
  return path(name);
}

bool wants_own_process() { return getenv("LINTCACHE_TEST_OWN_PROCESS") != nullptr; }

Command worker_command(const std::string& source_dir, const WorkerArguments& arguments) {
  Request request;
  request.worker = LINTCACHE_PYTHON_PROGRAM;
  request.source_dir = source_dir;
  const std::string library = arguments.own_process ? "" : arguments.python.libpython;
  Command command = lintcache::worker_command(request, library, arguments.python.program, {});
  command.arguments.resize(command.arguments.size() - limit_options(request).size());
  command.arguments.insert(command.arguments.end(), arguments.more.begin(), arguments.more.end());
  command.environment = base_environment();
  command.environment.insert(command.environment.end(), arguments.environment.begin(),
                             arguments.environment.end());
  if (!arguments.own_process) command.directory = "/";
  return command;
}

TestWorker::TestWorker(const std::string& source_dir, const WorkerArguments& arguments) {
  auto started = Conversation::start(worker_command(source_dir, arguments));
  if (!started) {
    ADD_FAILURE() << started.error().text();
    return;
  }
  worker_.emplace(std::move(*started));
  auto hello = read_frame(worker_->from());
  if (!hello || hello->empty()) {
    ADD_FAILURE() << "the worker does not say hello: " << worker_->complaint();
    return;
  }
  hello_ = *hello;
}

ImportReport report_of(const BatchReport& batch, size_t file) {
  const ImportedFile& imported = batch.files.at(file);
  ImportReport report{imported.outcome, imported.exception, imported.way, imported.output,
                      imported.nanoseconds, {}, false, imported.first};
  std::vector<uint32_t> open = {imported.module};
  std::set<uint32_t> reached(open.begin(), open.end());
  while (!open.empty()) {
    const ImportedModule& module = batch.modules.at(open.back());
    open.pop_back();
    report.order_dependent = report.order_dependent || module.order_dependent;
    for (const Seen& seen : module.seen)
      if (std::find(report.seen.begin(), report.seen.end(), seen) == report.seen.end()) report.seen.push_back(seen);
    for (const uint32_t other : module.imports)
      if (reached.insert(other).second) open.push_back(other);
  }
  return report;
}

BatchReport TestWorker::ask(const ImportBatch& batch) {
  if (!worker_ || hello_.empty()) return {};
  if (auto sent = write_frame(worker_->to(), to_fields(batch)); !sent) {
    ADD_FAILURE() << sent.error().text();
    return {};
  }
  auto fields = read_frame(worker_->from());
  while (fields && fields->size() == 1) fields = read_frame(worker_->from());
  const auto report = fields ? batch_report(*fields) : Result<BatchReport>(fields.error());
  if (report) return *report;
  ADD_FAILURE() << report.error().text() << "; " << worker_->complaint();
  return {};
}

ImportReport TestWorker::ask(const ImportRequest& request) {
  const BatchReport report = ask(ImportBatch{request});
  if (report.files.size() == 1) return report_of(report, 0);
  ImportReport nothing;
  nothing.exception = "no report came";
  return nothing;
}

ImportReport TestWorker::import(const std::string& file, const std::string& root) {
  return ask({file, dotted_name(file, root), root, ImportMode::module});
}

std::string dotted_name(const std::string& file, const std::string& root) {
  std::string name = relative_to(file, root);
  name.resize(name.size() - std::string(".py").size());
  const std::string init = "/__init__";
  if (name.ends_with(init)) name.resize(name.size() - init.size());
  std::replace(name.begin(), name.end(), '/', '.');
  return name;
}

bool saw(const ImportReport& report, SeenKind kind, const std::string& path) {
  return paths(report, kind).contains(path);
}

bool saw_lookup(const ImportReport& report, const std::string& directory, const std::string& leaf) {
  return std::find(report.seen.begin(), report.seen.end(), Seen{SeenKind::lookup, directory, leaf}) !=
         report.seen.end();
}

std::set<std::string> paths(const ImportReport& report, SeenKind kind) {
  std::set<std::string> paths;
  for (const Seen& seen : report.seen)
    if (seen.kind == kind) paths.insert(seen.path);
  return paths;
}

}  // namespace lintcache::test
