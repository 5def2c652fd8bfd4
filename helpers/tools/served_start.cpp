// SPDX-License-Identifier: MIT
// Bootstraps of tools, put into a lint server.
#include "tools/served_start.h"

#include "base/text.h"
#include "tools/python_source.h"
#include "tools/tool_command.h"

namespace lintcache {
namespace {

// A process that takes the interpreter apart piece by piece is slow to end; what has to happen at an end happens here.
// No name is taken before the tool has ended: it may look at them. What is not plain, Python does itself.
std::string program_around(std::string_view start) {
  return "try:\n    " + std::string(start) +
         "\n    raise SystemExit\n"
         "except SystemExit as error:\n"
         "    if error.code is not None and type(error.code) is not int:\n"
         "        raise\n"
         "    import atexit, os, sys\n"
         "    if 'threading' in sys.modules:\n"
         "        sys.modules['threading']._shutdown()\n"
         "    try:\n"
         "        atexit._run_exitfuncs()\n"
         "    except BaseException:\n"
         "        pass\n"
         "    for stream in sys.stdout, sys.stderr:\n"
         "        if stream is not None and not stream.closed:\n"
         "            stream.flush()\n"
         "    os._exit((error.code or 0) & 255)\n";
}

}  // namespace

std::vector<std::string> served_start(const DescribedTool& tool, const std::vector<std::string>& started) {
  constexpr size_t k_source = 2, k_descriptor = 3;  // places in what start_of() gives
  const std::string_view common = k_start_source;
  const std::string_view warm = tool.command().warm;
  if (warm.empty() || !tool->bootstrap.starts_with(common) || started.size() <= k_descriptor) return {};
  const std::string_view own = trim(tool->bootstrap.substr(common.size()));
  std::vector<std::string> words = started;
  words[k_source] = std::string(k_server_source) + std::string(common) + "\n" + program_around(own);
  words.insert(words.begin() + k_descriptor + 1, std::string(warm));
  return words;
}

}  // namespace lintcache
