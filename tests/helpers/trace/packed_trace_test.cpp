// SPDX-License-Identifier: MIT
// A packed trace comes out as it went in, and damage is noticed.
#include "trace/packed_trace.h"

#include <gtest/gtest.h>

namespace lintcache {
namespace {

Trace some_trace() {
  Trace trace;
  trace.processes.push_back({12, 0, {"sh", "-c", "x"}, "/bin/sh", "/tmp", false, 5, 100, 256});
  trace.processes.push_back({13, 0, {}, "/bin/cat", "/tmp", true, 6, 90, 0});
  trace.events.push_back({EventKind::open, 0, "/tmp/a", "", 0, 577, 0644, 7});
  trace.events.push_back({EventKind::doubt, 1, "", "is odd", -1, 0, 0, 6});
  return trace;
}

bool is_same(const Trace& a, const Trace& b) {
  return pack_trace(a) == pack_trace(b) && a.processes.size() == b.processes.size() && a.events.size() == b.events.size();
}

TEST(PackedTrace, comes_out_as_it_went_in) {
  const Trace trace = some_trace();
  const auto again = unpack_trace(pack_trace(trace));
  ASSERT_TRUE(again);
  EXPECT_TRUE(is_same(trace, *again));
  EXPECT_EQ(again->events[1].other, "is odd");
  EXPECT_EQ(again->events[1].begin, 6);
  EXPECT_EQ(again->processes[1].executable, "/bin/cat");
  EXPECT_EQ(again->processes[0].arguments, trace.processes[0].arguments);
}

TEST(PackedTrace, what_is_not_whole_is_nothing) {
  const std::string bytes = pack_trace(some_trace());
  for (size_t size = 0; size < bytes.size(); ++size) EXPECT_FALSE(unpack_trace(bytes.substr(0, size))) << size;
  EXPECT_FALSE(unpack_trace(bytes + "x"));
}

}  // namespace
}  // namespace lintcache
