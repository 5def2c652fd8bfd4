// SPDX-License-Identifier: MIT
// Every task is in the picture, whatever it is called; tests/behaviour 860 reads it as XML.
#include "report/timeline_svg.h"

#include <gtest/gtest.h>

namespace lintcache {
namespace {

size_t count(const std::string& text, const std::string& part) {
  size_t found = 0;
  for (size_t at = 0; (at = text.find(part, at)) != std::string::npos; ++at) ++found;
  return found;
}

TEST(TimelineSvg, an_empty_one_is_a_picture) {
  const std::string svg = timeline_svg({});
  EXPECT_TRUE(svg.starts_with("<?xml")) << svg;
  EXPECT_TRUE(svg.ends_with("</svg>\n")) << svg;
}

TEST(TimelineSvg, each_task_has_a_bar_that_tells_of_it) {
  Timeline timeline{"app", 0, 1000, 0, 0, {}, {}, {}};
  timeline.jobs.push_back({"pylint", 0, 0, 600, {{"a.py", TaskStep::finished, Verdict::findings, 2}}});
  timeline.jobs.push_back({"black", 1, 0, 400, {{"a.py", TaskStep::finished, Verdict::clean, 0}, {"b.py", TaskStep::put_back, {}, 0}}});
  timeline.jobs.push_back({"mypy", 1, 400, 1000, {{"", TaskStep::finished, Verdict::tool_failure, 0}}});
  const std::string svg = timeline_svg(timeline);
  EXPECT_EQ(count(svg, "<title>pylint a.py: 2 findings, "), 1u) << svg;
  EXPECT_EQ(count(svg, "<title>black a.py: clean, 0 ms together with 1 other</title>"), 1u) << svg;
  EXPECT_EQ(count(svg, "<title>black b.py: not clear, so it ran again"), 1u) << svg;
  EXPECT_EQ(count(svg, "<title>mypy the whole tree: tool failure"), 1u) << svg;
  EXPECT_EQ(count(svg, ">slot 1</text>"), 1u);
  EXPECT_EQ(count(svg, ">slot 2</text>"), 1u);
  EXPECT_EQ(count(svg, "class=\"lane\""), 3u) << "two slots, and the legend";
}

TEST(TimelineSvg, names_do_not_become_markup) {
  Timeline timeline{"a&b", 0, 1000, 0, 0, {}, {}, {}};
  timeline.jobs.push_back({"<t>", 0, 0, 1000, {{"\"<b>&\xEF\xBF\xBF\x01.py", TaskStep::finished, Verdict::clean, 0}}});
  const std::string svg = timeline_svg(timeline);
  EXPECT_EQ(count(svg, "<b>"), 0u) << svg;
  EXPECT_EQ(count(svg, "<t>"), 0u) << svg;
  EXPECT_NE(svg.find("&lt;t&gt; &quot;&lt;b&gt;&amp;?\\x01.py: clean"), std::string::npos) << svg;
}

TEST(TimelineSvg, many_processes_get_more_room) {
  Timeline timeline{"app", 0, 1'000'000, 0, 0, {}, {}, {}};
  for (int64_t job = 0; job < 1000; ++job) timeline.jobs.push_back({"black", 0, job * 1000, job * 1000 + 900, {{"a.py", TaskStep::finished, {}, 0}}});
  EXPECT_NE(timeline_svg(timeline).find("width=\"5000\""), std::string::npos);
  EXPECT_EQ(count(timeline_svg(timeline), "<title>black a.py"), 1000u);
}

}  // namespace
}  // namespace lintcache
