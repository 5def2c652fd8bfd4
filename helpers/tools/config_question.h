// SPDX-License-Identifier: MIT
// What of a configuration file a tool reads: the question that the interpreter is asked, and its answer.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "tools/tool_facts.h"

namespace lintcache {

struct Adapter;

// Is it known which sections of a file of this name the tool reads?
bool reads_sections(const ToolFacts& tool, std::string_view path);

// Can its content be part of a question?
bool can_be_asked_about(std::string_view content);

struct ConfigFile {
  std::string path;
  std::string content;
};

// A program in Python, and its arguments, about files whose sections one of `adapters` reads.
std::vector<std::string> config_question(const std::vector<Adapter>& adapters, const std::vector<ConfigFile>& files);

// One answer for each of `count` files, in their order; empty where the output is not that of the question.
std::vector<std::string> config_answers(const std::string& output, size_t count);

// From the answer about a file: a text that stays the same as long as the tool reads the same there. Nothing where
// its whole content counts.
std::optional<std::string> sections_read(const std::string& answer, const std::string& tool);

}  // namespace lintcache
