// SPDX-License-Identifier: MIT
// The worker's options, the same in both places.
#include "worker/program.h"

#include <unistd.h>

#include <CLI/CLI.hpp>
#include <cstdio>

#include "worker/worker_loop.h"

namespace lintcache {

int run_program(int argc, const char* const* argv, Host host) {
  WorkerOptions options;
  CLI::App app("Imports Python files one at a time and reports what each import depended on. "
               "Talks in frames over standard input and output; `lintcache` starts it.",
               "lintcache-python");
  if (host == Host::program)
    app.add_option("--libpython", options.libpython, "Shared library of CPython 3.8 or newer")
        ->required()->type_name("FILE");
  app.add_option("--program", options.program, "Interpreter that imports; may be a venv's")
      ->required()->type_name("PYTHON");
  app.add_option("--source-dir", options.source_dir,
                 "Where imports start; byte code of files below it is neither read nor written")
      ->required()->type_name("DIR");
  app.add_option("--byte-code", options.byte_code_dir, "Where code of those files is kept instead")
      ->type_name("DIR");
  app.add_option("--time-limit", options.time_limit, "For one import (default 30)")
      ->type_name("SECONDS")->check(CLI::Range(0.001, 86400.0));
  app.add_option("--memory-limit", options.memory_limit, "Private memory of one import (default 4 GiB)")
      ->type_name("BYTES")->check(CLI::Range(uint64_t{64} << 20, uint64_t{1} << 46));
  app.add_option("--process-limit", options.process_limit, "Processes that one import may start (default 256)")
      ->type_name("N")->check(CLI::Range(0u, 1u << 20));
  app.add_option("--file-limit", options.file_limit, "What one import may write to one file (default 1 GiB)")
      ->type_name("BYTES")->check(CLI::Range(uint64_t{1}, uint64_t{1} << 46));
  app.set_version_flag("--version", "lintcache-python " LINTCACHE_VERSION);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : 2;
  }

  const auto result = run_worker(options);
  if (result) _exit(0);  // without ending Python, which would only take time
  std::fprintf(stderr, "lintcache-python: %s\n", result.error().text().c_str());
  _exit(result.error().blame == Blame::asker ? 2 : 3);
}

}  // namespace lintcache
