// SPDX-License-Identifier: MIT
// The table of settings.
#include "discovery/settings.h"

#include <fmt/format.h>

#include <array>

namespace lintcache {
namespace {

constexpr double k_tebibyte = 1 << 20;  // in MiB

}  // namespace

std::span<const Setting> settings() {
  static const std::array<Setting, 27> table = {{
      {"tools", "TOOL", "linters to run, or groups of them; those of flake8, pylint that the interpreter has, if not set",
       false, &Request::tools},
      {"include", "GLOB", "files to lint, as .gitignore writes patterns; **/*.py if not set", false,
       &Request::include},
      {"exclude", "GLOB", "files and directories to leave out", false, &Request::exclude},
      {"allowlist", "FILE", "a file with the names of files that are not linted, one a line", true,
       &Request::allowlist},
      {"python", "FILE", "the interpreter that lints; the first python3 if not set", true,
       &Request::python},
      {"python_path", "DIR", "goes before PYTHONPATH, for imports and linters", true,
       &Request::python_path},
      {"add_source_tree_to_python_path", "", "puts the source tree itself there too", false,
       &Request::add_source_tree_to_python_path},
      {"environment", "VAR=VALUE", "sets a variable for imports and linters", false,
       &Request::environment},
      {"merge_environment", "", "lets all other variables of the environment pass, too", false,
       &Request::merge_environment},
      {"extra_inputs", "FILE", "a file that every verdict depends on", true, &Request::extra_inputs},
      {"jobs", "N", "at most so many linters at the same time; fewer where make's job slots, CMAKE_BUILD_PARALLEL_LEVEL or the CPUs are fewer", false,
       &Request::jobs, {1, 4096}},
      {"fail_fast", "", "starts no further linter after the first finding", false,
       &Request::fail_fast},
      {"warn_only", "", "findings do not make the run fail", false, &Request::warn_only},
      {"merged_log", "FILE", "where to write the full output of all tools that found something", true,
       &Request::merged_log},
      {"import_time_limit", "SECONDS", "for the import of one file; 30 if not set", false,
       &Request::import_time_limit, {0.001, 86400}},
      {"import_memory_limit", "MIB", "memory for the import of one file; 4096 if not set", false,
       &Request::import_memory_limit, {64, k_tebibyte}},
      {"import_process_limit", "N", "processes that one import may start; 256 if not set", false,
       &Request::import_process_limit, {0, 65536}},
      {"import_file_limit", "MIB", "what one import may write to one file; 1024 if not set", false,
       &Request::import_file_limit, {1, k_tebibyte}},
      {"linter_time_limit", "SECONDS", "for a linter on one file; 600 if not set", false,
       &Request::linter_time_limit, {0.001, 86400}},
      {"linter_memory_limit", "MIB", "memory for a process of a linter; 4096 if not set", false,
       &Request::linter_memory_limit, {64, k_tebibyte}},
      {"linter_output_limit", "MIB", "what a linter may print, or write to one file; 256 if not set", false,
       &Request::linter_output_limit, {1, k_tebibyte}},
      {"file_size_limit", "MIB", "files that are larger are not linted, which counts as a finding; 128 if not set", false,
       &Request::file_size_limit, {1, k_tebibyte}},
      {"decider", "HOW",
       "what tells that a file changed: content-timestamp (default), or content, which reads all in every run",
       false, &Request::decider},
      {"inference", "WHEN",
       "which files are imported to see what they load: needed (default), where no linter can be watched; or always, all",
       false, &Request::inference},
      {"max_drift", "SECONDS",
       "files changed so shortly before they are read are read again the next time; 0 if not set", false,
       &Request::max_drift, {0, 86400}},
      {"backend", "KIND",
       "how the state is kept: sqlite (default), as one database; or files, as text, stamps and logs for each source",
       false, &Request::backend},
      {"worker", "FILE", "the program lintcache-python; the one beside lintcache if not set", true,
       &Request::worker},
  }};
  return table;
}

std::string complaint_about(const Setting& setting, double number) {
  const auto [least, greatest] = setting.range;
  // Not the other way round: what is no number lies on neither side.
  if (number >= least && number <= greatest) return {};
  return fmt::format("{} is out of range, it takes {} from {} to {}", number,
                     std::holds_alternative<double Request::*>(setting.member) ? "a number" : "a whole number",
                     least, greatest);
}

std::string complaint_about_backend(std::string_view backend) {
  if (backend == "sqlite" || backend == "files") return {};
  return fmt::format("'{}' is none, it takes sqlite or files", backend);
}

std::string complaint_about_inference(std::string_view inference) {
  if (inference == "needed" || inference == "always") return {};
  return fmt::format("'{}' is none, it takes needed or always", inference);
}

std::string complaint_about_decider(std::string_view decider) {
  if (decider == "content-timestamp" || decider == "content") return {};
  if (decider == "newer" || decider == "match" || decider.starts_with("timestamp"))
    return fmt::format("'{}' goes by time stamps alone, which miss edits: two in one tick of the clock, "
                       "and files whose old time was restored", decider);
  return fmt::format("'{}' is none, it takes content-timestamp or content", decider);
}

}  // namespace lintcache
