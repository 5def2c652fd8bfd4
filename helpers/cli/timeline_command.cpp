// SPDX-License-Identifier: MIT
// Reads the record of the last run, and writes it in the forms that were asked for.
#include "cli/timeline_command.h"

#include "base/file.h"
#include "base/text.h"
#include "cli/console.h"
#include "report/timeline_svg.h"
#include "report/timeline_trace.h"
#include "run/record_timeline.h"

namespace lintcache {
namespace {

// `-` is standard output.
Result<void> write(const std::string& file, const std::string& text) {
  if (file != "-") return write_atomically(file, text);
  put(stdout, text);
  return {};
}

Result<void> write_all(const Options& options) {
  LINTCACHE_TRY_ASSIGN(const Timeline timeline, last_timeline(options.request.state_dir));
  if (!options.svg.empty()) LINTCACHE_TRY(write(options.svg, timeline_svg(timeline)));
  if (!options.trace.empty()) LINTCACHE_TRY(write(options.trace, timeline_trace(timeline)));
  return {};
}

}  // namespace

int timeline_command(const Options& options) {
  if (options.svg.empty() && options.trace.empty())
    return complain(asked_wrongly("nothing is to be written", {}, "--svg FILE for a picture, --trace FILE for Perfetto and chrome://tracing"));
  const auto written = write_all(options);
  return written ? 0 : complain(written.error());
}

}  // namespace lintcache
