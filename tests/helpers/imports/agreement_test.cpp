// SPDX-License-Identifier: MIT
// The scanner finds the imports that CPython's ast finds, and the resolver the files that its finders find.
#include <gtest/gtest.h>

#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <iostream>
#include <map>
#include <sstream>

#include "base/disk.h"
#include "base/subprocess.h"
#include "base/text.h"
#include "imports/module_name.h"
#include "imports/resolver.h"
#include "imports/scanner.h"

#ifndef LINTCACHE_TEST_PYTHON
#define LINTCACHE_TEST_PYTHON "/usr/bin/python3"
#endif

namespace lintcache {
namespace {

std::string in_words(const ImportStatement& statement) {
  std::string flags;  // sorted, as the script sorts them
  if (statement.type_checking) flags += 'T';
  if (statement.in_class) flags += 'c';
  if (statement.in_function) flags += 'f';
  if (statement.lazy) flags += 'l';
  if (statement.conditional) flags += 'o';
  if (statement.in_try) flags += 't';
  std::string words = std::to_string(statement.line) + '\t' + std::to_string(statement.level);
  return words + '\t' + statement.module + '\t' + join(statement.names, ",") + '\t' + flags + '\n';
}

struct Comparison {
  size_t files = 0, unparsed = 0, statements = 0, bytes = 0, differing = 0;
  std::clock_t clocks = 0;
  double ast_seconds = 0;

  void file(const std::string& path, const std::string& expected) {
    const auto read = real_disk().read(path);
    ASSERT_TRUE(read.ok() && *read) << path;
    const std::string& source = (*read)->bytes;
    const std::clock_t start = std::clock();
    const auto found = scan_imports(source);
    clocks += std::clock() - start;
    bytes += source.size();
    statements += found.size();
    std::string words;
    for (const ImportStatement& statement : found) words += in_words(statement);
    if (words == expected) return;
    ++differing;
    EXPECT_EQ(words, expected) << path;
  }
};

// What a script beside this file prints.
std::string printed(const std::string& script, std::vector<std::string> arguments) {
  const char* named = std::getenv("PYTHON");
  const std::string python = named != nullptr && *named != '\0' ? named : LINTCACHE_TEST_PYTHON;
  const std::string path = std::filesystem::path(__FILE__).parent_path() / script;
  arguments.insert(arguments.begin(), {python, path});
  const Stop stop;
  const auto result = run_process({arguments, {"LC_ALL=C.UTF-8"}, "/"}, stop);
  if (!result) return ADD_FAILURE() << result.error().text(), "";
  EXPECT_EQ(result->exit_status, 0) << result->err;
  return result->out;
}

TEST(Agreement, every_file_of_the_standard_library_and_large_packages) {
  Comparison comparison;
  std::istringstream lines(printed("ast_imports.py", {"django", "SCons", "numpy", "scipy"}));
  std::string line, path, expected;
  const auto finish_file = [&] {
    if (!path.empty()) comparison.file(path, expected);
    path.clear();
    expected.clear();
  };
  while (std::getline(lines, line)) {
    if (line.starts_with("I ")) {
      expected += line.substr(2) + '\n';
      continue;
    }
    finish_file();
    if (line.starts_with("F ")) ++comparison.files, path = line.substr(2);
    if (line.starts_with("S ")) {
      ++comparison.unparsed;
      const auto read = real_disk().read(line.substr(2));
      if (read.ok() && *read) scan_imports((*read)->bytes);
    }
    if (line.starts_with("T ")) comparison.ast_seconds = std::stod(line.substr(2)) / 1e9;
  }
  EXPECT_GT(comparison.files, 500u);
  EXPECT_GT(comparison.ast_seconds, 0);
  const double megabytes = static_cast<double>(comparison.bytes) / 1e6;
  std::cout << comparison.files << " files (" << comparison.unparsed << " more do not parse), "
            << comparison.statements << " imports, " << comparison.differing << " files differ; "
            << megabytes * CLOCKS_PER_SEC / static_cast<double>(comparison.clocks) << " MB/s of CPU time against " << megabytes / comparison.ast_seconds
            << " MB/s of ast.parse\n";
}

// In the words of the script.
std::string where(const Place& place) {
  for (const Input& input : place.inputs)
    if (input.kind == InputKind::content && !input.path.ends_with(".pyi") && !input.path.ends_with("/py.typed"))
      return input.path;
  return join(place.directories, ":");
}

TEST(Agreement, every_name_that_large_packages_import) {
  std::istringstream facts(printed("find_modules.py", {}));
  SearchPath path;
  std::string line;
  while (std::getline(facts, line) && line.starts_with("P ")) path.directories.push_back(line.substr(2));
  for (; line.starts_with("X "); std::getline(facts, line)) path.extension_suffixes.push_back(line.substr(2));

  StatCache disk(real_disk());
  Resolver resolver(disk, path);
  std::map<std::string, std::string> found;
  for (; line.starts_with("F "); std::getline(facts, line)) {
    const auto name = name_module(line.substr(2), disk).request;
    const auto read = real_disk().read(name.path);
    if (!read || !*read) continue;
    const ModuleFile file{name.path, name.name, name.path.ends_with("/__init__.py")};
    for (const ImportStatement& statement : scan_imports((*read)->bytes)) {
      bool is_found = false;
      for (const Place* place : resolver.places(file, statement, is_found))
        found[place->name] = where(*place);
    }
  }
  std::vector<std::string> names;
  for (const auto& [name, where_found] : found) names.push_back(name);
  EXPECT_GT(names.size(), 300u);
  std::istringstream expected(printed("find_modules.py", names));
  for (const std::string& name : names) {
    std::getline(expected, line);
    EXPECT_EQ(found[name], line) << name;
  }
  std::cout << names.size() << " names compared\n";
}

}  // namespace
}  // namespace lintcache
