// SPDX-License-Identifier: MIT
// Limits of linters.
#include "run/linter_limits.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string_view>

#include "tools/tool_command.h"

namespace lintcache {
namespace {

constexpr double k_share_of_further_file = 0.1;

// How programs in Python, C++, Rust and JavaScript end.
constexpr std::array<std::string_view, 6> k_signs = {"MemoryError",        "std::bad_alloc", "memory allocation of",
                                                     "heap out of memory", "Out of memory",  "Cannot allocate memory"};

// Of what a tool printed beyond any measure, so much is kept to be shown.
constexpr size_t k_sample = 64u << 10;

constexpr uint64_t mebibytes(unsigned number) { return uint64_t{number} << 20; }

void shorten(std::string& text) {
  if (text.size() <= k_sample) return;
  text.resize(k_sample);
  text += "\n[and so on]\n";
}

}  // namespace

ProcessLimits linter_limits(const Request& request) {
  return {0, mebibytes(request.linter_memory_limit), mebibytes(request.linter_output_limit)};
}

double seconds_for(const Request& request, const DescribedTool& tool, size_t files) {
  const bool is_together = tool.command().undivided || tool->unit == Unit::tree;
  const double further = is_together && files > 1 ? static_cast<double>(files - 1) : 0;
  return request.linter_time_limit * (1 + k_share_of_further_file * further);
}

Outcome beyond_limit(ProcessResult&& process, const Request& request, double seconds) {
  Outcome outcome;
  outcome.verdict = Verdict::tool_failure;
  outcome.exit_status = process.exit_status;
  outcome.nanoseconds = process.nanoseconds;
  if (process.beyond == Beyond::time) {
    outcome.failure = fmt::format("no end after {:g} s; LINTER_TIME_LIMIT sets how long it may take on one file", seconds);
  } else {
    outcome.failure = fmt::format("it printed more than {} MiB; LINTER_OUTPUT_LIMIT sets how much it may",
                                  request.linter_output_limit);
  }
  shorten(process.out);
  shorten(process.err);
  outcome.out = std::move(process.out);
  outcome.err = std::move(process.err);
  return outcome;
}

Outcome too_large(const std::vector<LargeFile>& files, const Request& request) {
  Outcome outcome;
  outcome.verdict = Verdict::unusable_input;
  for (const LargeFile& one : files) {
    const std::string text =
        fmt::format("skipped: too big: {:.1f} MiB, and FILE_SIZE_LIMIT, which sets how large a file may be that is linted, is {} MiB",
                    static_cast<double>(one.size) / (1 << 20), request.file_size_limit);
    outcome.findings.push_back({one.file, 1, 1, Severity::error, text, "too-big"});
    outcome.out += one.file + ": " + text + "\n";
  }
  return outcome;
}

void add_hint(const Request& request, Outcome& failure) {
  const std::array<std::string_view, 3> texts = {failure.failure, failure.err, failure.out};
  const bool lacked_memory = std::any_of(texts.begin(), texts.end(), [](std::string_view text) {
    return std::any_of(k_signs.begin(), k_signs.end(),
                       [&](std::string_view sign) { return text.find(sign) != std::string_view::npos; });
  });
  if (lacked_memory)
    failure.failure += fmt::format("; it may have {} MiB of memory, which LINTER_MEMORY_LIMIT sets", request.linter_memory_limit);
}

}  // namespace lintcache
