// SPDX-License-Identifier: MIT
// The worker's command line; its other end is worker/program.cpp.
#include "imports/worker_command.h"

#include <fmt/format.h>

#include <cstdint>
#include <filesystem>
#include <utility>

#include "base/path.h"
#include "base/text.h"

namespace lintcache {
namespace {

// Loads the module whose path is its first argument, without import machinery that would stay behind: what
// was imported to import the worker would be missing from what modules are seen to import.
constexpr const char* k_bootstrap =
    "(lambda sys: sys.modules['_imp'].create_dynamic(type(sys.__spec__)"
    "('lintcache_worker', None, origin=sys.argv[1])))(__import__('sys'))";

// It lies beside the program, of which a link may be used.
std::string module_beside(const std::string& program) {
  std::error_code error;
  const std::filesystem::path real = std::filesystem::canonical(program, error);
  return (error ? program : real.string()) + ".so";
}

// Where there is no libpython to open, the worker lives in the interpreter's own process.
std::vector<std::string> program_words(const Request& request, const std::string& libpython,
                                       const std::string& executable) {
  if (!libpython.empty()) return {request.worker, "--libpython", libpython};
  return {executable, "-u", "-B", "-c", k_bootstrap, module_beside(request.worker)};
}

std::string bytes(unsigned mebibytes) { return std::to_string(uint64_t{mebibytes} << 20); }

}  // namespace

std::vector<std::string> limit_options(const Request& request) {
  return {"--time-limit",    fmt::format("{}", request.import_time_limit),
          "--memory-limit",  bytes(request.import_memory_limit),
          "--process-limit", std::to_string(request.import_process_limit),
          "--file-limit",    bytes(request.import_file_limit)};
}

Command worker_command(const Request& request, const std::string& libpython, const std::string& executable,
                       std::vector<std::string> environment) {
  Command command{program_words(request, libpython, executable), std::move(environment), request.source_dir};
  command.arguments.insert(command.arguments.end(),
                           {"--program", executable, "--source-dir", request.source_dir});
  if (!request.state_dir.empty())
    command.arguments.insert(command.arguments.end(), {"--byte-code", joined(request.state_dir, "bytecode")});
  for (std::string& option : limit_options(request)) command.arguments.push_back(std::move(option));
  return command;
}

std::string limits_key(const Request& request) { return join(limit_options(request), " "); }

}  // namespace lintcache
