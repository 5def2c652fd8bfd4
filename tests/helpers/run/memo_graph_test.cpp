// SPDX-License-Identifier: MIT
// Pictures of a trace hold what it says, and nothing of it breaks out of them.
#include "run/memo_graph.h"

#include <fcntl.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

namespace lintcache {
namespace {

Trace some_trace() {
  Trace trace;
  trace.processes.push_back({1, 0, {"sh", "-c", "cat </script>"}, "/bin/sh", "/w", false, 0, 100, 0});
  trace.processes.push_back({2, 0, {"cat"}, "/bin/cat", "/w", false, 10, 90, 256});
  trace.events.push_back({EventKind::status, 1, "/w/in", "", 0, 0, 0, 11});
  trace.events.push_back({EventKind::open, 1, "/w/in", "", 0, O_RDONLY, 0, 12});
  trace.events.push_back({EventKind::open, 1, "/w/none", "", 2, O_RDONLY, 0, 13});
  trace.events.push_back({EventKind::rename, 0, "/w/t", "/w/\"out\"", 0, 0, 0, 14});
  return trace;
}

TEST(MemoGraph, text_is_a_tree_of_processes) {
  EXPECT_EQ(trace_text(some_trace()),
            "sh -c 'cat </script>'\n  written /w/t\n  written /w/\"out\"\n"
            "  cat  (status 1)\n    read    /w/in\n    missed  /w/none\n");
}

TEST(MemoGraph, json_holds_processes_and_files) {
  const auto json = nlohmann::json::parse(trace_json(some_trace()));
  EXPECT_EQ(json["processes"].size(), 2u);
  EXPECT_EQ(json["files"].size(), 4u);
  EXPECT_EQ(json["files"][0]["deed"], "read");
}

TEST(MemoGraph, dot_quotes_names) {
  const std::string dot = trace_dot(some_trace());
  EXPECT_NE(dot.find("p0 -> \"/w/\\\"out\\\"\""), std::string::npos) << dot;
  EXPECT_EQ(dot.find("none"), std::string::npos);
}

TEST(MemoGraph, nothing_of_a_trace_ends_the_script_of_the_page) {
  const std::string page = trace_page(some_trace(), "a <b> & c");
  EXPECT_NE(page.find("a &lt;b> &amp; c"), std::string::npos);
  const size_t data = page.find("application/json\">") + 18;
  const std::string json = page.substr(data, page.find("</script>", data) - data);
  EXPECT_EQ(nlohmann::json::parse(json)["processes"][0]["arguments"][2], "cat </script>");
}

}  // namespace
}  // namespace lintcache
