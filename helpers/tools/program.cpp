// SPDX-License-Identifier: MIT
// Looking for programs as the kernel, the shell and `env` do.
#include "tools/program.h"

#include <unistd.h>

#include <array>
#include <fstream>
#include <optional>

#include "base/disk.h"
#include "base/path.h"
#include "base/text.h"

namespace lintcache {
namespace {

// As many scripts as the kernel starts one for the other.
constexpr int k_most_scripts = 4;

bool is_program(const std::string& path) {
  const auto status = real_disk().status(path);
  return status && *status && (*status)->type == FileType::regular && access(path.c_str(), X_OK) == 0;
}

// Each place that was looked at becomes an input, there or not. Nothing where there is no such program.
std::optional<std::string> take_first(const std::vector<std::string>& candidates, Program& program) {
  for (const std::string& candidate : candidates) {
    program.inputs.push_back({InputKind::content, candidate, {}});
    if (!is_program(candidate)) continue;
    program.files.push_back(candidate);
    return candidate;
  }
  return {};
}

std::vector<std::string> candidates_in_path(const std::string& name, const ProgramPlaces& places) {
  std::vector<std::string> candidates;
  if (places.path.empty()) return candidates;
  for (const std::string& directory : split(places.path, ':'))
    candidates.push_back(joined(absolute_path(directory, places.source_dir), name));
  return candidates;
}

// A program may be large: only what a script says of itself is read.
std::string beginning_of(const std::string& file) {
  std::array<char, 4096> buffer;
  std::ifstream stream(file, std::ios::binary);
  stream.read(buffer.data(), buffer.size());
  return {buffer.data(), static_cast<size_t>(stream.gcount())};
}

std::vector<std::string> words_in(std::string_view line) {
  std::vector<std::string> words;
  std::string text(line);
  for (char& letter : text)
    if (letter == '\t' || letter == '\r') letter = ' ';
  for (std::string& word : split(text, ' '))
    if (!word.empty()) words.push_back(std::move(word));
  return words;
}

// pip writes `#!/bin/sh` and then this, where the path of the interpreter would not fit into a `#!` line.
std::string interpreter_for_shell(std::string_view line) {
  constexpr std::string_view k_start = "'''exec' ";
  if (!line.starts_with(k_start)) return {};
  line.remove_prefix(k_start.size());
  if (!line.starts_with('"')) return std::string(line.substr(0, line.find(' ')));
  line.remove_prefix(1);
  return std::string(line.substr(0, line.find('"')));
}

// What `env` starts: the first word that is neither an option of it nor VAR=VALUE.
std::string name_for_env(const std::vector<std::string>& words) {
  for (size_t i = 1; i < words.size(); ++i)
    if (!words[i].starts_with('-') && words[i].find('=') == std::string::npos) return words[i];
  return {};
}

Error not_there(const std::string& tool, const std::string& script, const std::string& interpreter) {
  return asked_wrongly("the program of " + tool + " is a script for '" + interpreter + "', which is not there", script,
                       "install " + tool + " again, or leave it out of the tools");
}

// Adds the interpreters of a script, of their own scripts, and so on.
Result<void> add_interpreters(const std::string& tool, const ProgramPlaces& places, Program& program) {
  std::string script = program.path;
  const auto add = [&](const std::vector<std::string>& candidates, const std::string& name) -> Result<std::string> {
    if (auto found = take_first(candidates, program)) return *std::move(found);
    return not_there(tool, script, name);
  };
  for (int scripts = 0; scripts < k_most_scripts; ++scripts) {
    const std::vector<std::string> lines = split(beginning_of(script), '\n');
    if (!lines[0].starts_with("#!")) return {};
    const std::vector<std::string> words = words_in(std::string_view(lines[0]).substr(2));
    if (words.empty()) return {};
    LINTCACHE_TRY_ASSIGN(std::string next, add({absolute_path(words[0], places.source_dir)}, words[0]));
    const std::string for_shell = lines.size() > 1 ? interpreter_for_shell(lines[1]) : "";
    if (!for_shell.empty()) {
      LINTCACHE_TRY_ASSIGN(next, add({absolute_path(for_shell, places.source_dir)}, for_shell));
    } else if (const std::string name = name_for_env(words); file_name(words[0]) == "env" && !name.empty()) {
      const bool is_path = name.find('/') != std::string::npos;
      LINTCACHE_TRY_ASSIGN(next, add(is_path ? std::vector{absolute_path(name, places.source_dir)}
                                             : candidates_in_path(name, places), name));
    }
    script = next;
  }
  return {};
}

}  // namespace

Result<Program> find_program(const std::string& tool, const std::string& declared, const ProgramPlaces& places) {
  constexpr std::string_view k_source_dir = "{source_dir}";
  std::string word = declared;
  if (const size_t at = word.find(k_source_dir); at != std::string::npos)
    word.replace(at, k_source_dir.size(), places.source_dir);
  const bool is_path = word.find('/') != std::string::npos;
  std::vector<std::string> candidates;
  if (is_path) {
    candidates = {absolute_path(word, places.source_dir)};
  } else {
    candidates = candidates_in_path(word, places);
    candidates.insert(candidates.begin(), joined(parent_of(places.python), word));
  }
  Program program;
  auto found = take_first(candidates, program);
  if (!found)
    return asked_wrongly(tool + " is not installed: no program " + (is_path ? candidates[0] : "'" + word + "'"),
                         is_path ? "" : parent_of(places.python) + " and PATH=" + places.path,
                         "install it there, or leave " + tool + " out of the tools");
  program.path = *std::move(found);
  LINTCACHE_TRY(add_interpreters(tool, places, program));
  return program;
}

}  // namespace lintcache
