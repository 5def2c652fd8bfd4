// SPDX-License-Identifier: MIT
// What was asked: which tree, which tools, and everything that a user can set.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "model/tool_declaration.h"

namespace lintcache {

enum class DiagnosticFormat { gcc, msvc };

// All paths are absolute.
struct Request {
  std::string name;        // of the tree; names its targets and its messages
  std::string source_dir;
  std::string binary_dir;  // left out of the walk; empty without CMake
  std::string state_dir;
  std::string shared_dir;  // with the results that trees share; empty: they share none
  int64_t shared_limit = int64_t{2} << 30;  // bytes that these may take
  std::string python;      // the interpreter that lints
  std::string worker;      // the program lintcache-python
  std::vector<std::string> tools;  // empty: those of flake8, pylint that the interpreter has
  std::vector<std::string> include = {"**/*.py"};
  std::vector<std::string> exclude;
  std::vector<std::string> skip;  // files with SKIP_LINTING
  std::vector<std::string> python_path;
  bool add_source_tree_to_python_path = false;
  std::vector<std::string> environment;  // VAR=VALUE
  bool merge_environment = false;  // all other variables of the caller pass, too
  std::string allowlist;           // a file that names files which are not linted, one a line; empty: none
  std::vector<ToolDeclaration> lint_tools;
  std::map<std::string, std::vector<std::string>> file_inputs;  // file, relative -> what else it depends on
  std::vector<std::string> extra_inputs;
  unsigned jobs = 0;  // 0: the CPUs that this process may use
  bool fail_fast = false;
  bool warn_only = false;
  std::string merged_log;  // empty: none
  double import_time_limit = 30;         // seconds for one import
  unsigned import_memory_limit = 4096;   // MiB of private memory of one process of it
  unsigned import_process_limit = 256;   // processes that one import may start
  unsigned import_file_limit = 1024;     // MiB that one import may write to one file
  double linter_time_limit = 600;        // seconds for one file
  unsigned linter_memory_limit = 4096;   // MiB of private memory of one process of a linter
  unsigned linter_output_limit = 256;    // MiB that a linter may write to one stream or to one file
  unsigned file_size_limit = 128;        // MiB that a file may have to be linted
  std::string decider = "content-timestamp";  // or "content": reads every input in every run
  std::string inference = "needed";  // which files are imported: those of which something depends on it; or "always": all
  double max_drift = 0;  // seconds; a time stamp counts only if it was at least so old when the file was read
  std::string backend = "sqlite";  // how the state is kept: as one database; or "files": as sidecars, stamps and logs
  DiagnosticFormat diagnostic_format = DiagnosticFormat::gcc;

  std::vector<std::string> selected_tools;  // of `tools`, those to run now; empty: all
  std::vector<std::string> selected_files;  // relative to source_dir; empty: all
};

}  // namespace lintcache
