// SPDX-License-Identifier: MIT
// How much a linter may use, and what is said where it wants more.
#include "run/linter_limits.h"

#include <gtest/gtest.h>

#include <memory>

#include "tools/adapter.h"

namespace lintcache {
namespace {

TEST(LinterLimits, are_those_of_the_request_in_bytes) {
  Request request;
  request.linter_memory_limit = 5000;
  request.linter_output_limit = 3;
  const ProcessLimits limits = linter_limits(request);
  EXPECT_EQ(limits.memory, uint64_t{5000} << 20);
  EXPECT_EQ(limits.output, uint64_t{3} << 20);
  EXPECT_EQ(limits.time, 0);
}

TEST(SecondsFor, grows_where_the_files_are_looked_at_together) {
  Request request;
  request.linter_time_limit = 2;
  Adapter adapter;
  const auto seconds = [&](size_t files) { return seconds_for(request, std::make_shared<Adapter>(adapter), files); };
  EXPECT_EQ(seconds(1), 2);
  EXPECT_EQ(seconds(31), 2) << "they can be had one by one";
  adapter.undivided = true;
  EXPECT_EQ(seconds(1), 2);
  EXPECT_DOUBLE_EQ(seconds(31), 8);
  adapter.undivided = false;
  adapter.unit = Unit::tree;
  EXPECT_EQ(seconds(0), 2);
  EXPECT_DOUBLE_EQ(seconds(11), 4);
}

TEST(BeyondLimit, is_a_failure_that_names_the_limit) {
  Request request;
  request.linter_output_limit = 7;
  ProcessResult process;
  process.signal = 15;
  process.beyond = Beyond::time;
  process.out = "half";
  const Outcome late = beyond_limit(ProcessResult(process), request, 2.5);
  EXPECT_EQ(late.verdict, Verdict::tool_failure);
  EXPECT_EQ(late.failure, "no end after 2.5 s; LINTER_TIME_LIMIT sets how long it may take on one file");
  EXPECT_EQ(late.out, "half");
  process.beyond = Beyond::output;
  process.out = std::string(10 << 20, 'x');
  const Outcome loud = beyond_limit(std::move(process), request, 9);
  EXPECT_EQ(loud.verdict, Verdict::tool_failure);
  EXPECT_EQ(loud.failure, "it printed more than 7 MiB; LINTER_OUTPUT_LIMIT sets how much it may");
  EXPECT_LT(loud.out.size(), size_t{1} << 20) << "a sample is enough";
}

TEST(TooLarge, is_a_finding_about_each_file_that_names_size_and_limit) {
  Request request;
  request.file_size_limit = 3;
  const Outcome outcome = too_large({{"a.py", 5 << 20}, {"d/b.py", int64_t{1} << 40}}, request);
  EXPECT_EQ(outcome.verdict, Verdict::unusable_input);
  ASSERT_EQ(outcome.findings.size(), 2u);
  EXPECT_EQ(outcome.findings[0].path, "a.py");
  EXPECT_EQ(outcome.findings[0].rule, "too-big");
  EXPECT_EQ(outcome.findings[0].severity, Severity::error);
  EXPECT_TRUE(outcome.findings[0].text.starts_with("skipped: too big: 5.0 MiB, and FILE_SIZE_LIMIT")) << outcome.findings[0].text;
  EXPECT_TRUE(outcome.findings[0].text.ends_with("is 3 MiB")) << outcome.findings[0].text;
  EXPECT_NE(outcome.out.find("d/b.py: skipped: too big: 1048576.0 MiB"), std::string::npos) << outcome.out;
}

TEST(AddHint, is_for_those_who_lacked_memory) {
  const Request request;
  for (const char* sign : {"MemoryError", "terminate called after throwing an instance of 'std::bad_alloc'",
                           "memory allocation of 12 bytes failed", "FATAL ERROR: JavaScript heap out of memory"}) {
    Outcome outcome;
    outcome.failure = "it broke";
    outcome.err = std::string("Traceback\n") + sign + "\n";
    add_hint(request, outcome);
    EXPECT_EQ(outcome.failure, "it broke; it may have 4096 MiB of memory, which LINTER_MEMORY_LIMIT sets");
  }
  Outcome outcome;
  outcome.failure = "it broke";
  outcome.err = "ValueError";
  add_hint(request, outcome);
  EXPECT_EQ(outcome.failure, "it broke");
}

}  // namespace
}  // namespace lintcache
