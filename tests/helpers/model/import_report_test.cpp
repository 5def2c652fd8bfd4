// SPDX-License-Identifier: MIT
// Import requests and reports survive the wire; what is no request or report is refused.
#include <gtest/gtest.h>

#include "model/import_report.h"

namespace lintcache {
namespace {

ImportReport some_report() {
  return {ImportOutcome::crashed,
          "signal 11",
          "main interpreter",
          std::string("out\0put\n\xff", 9),
          12345678901234567890u,
          {{SeenKind::lookup, "/a", "leaf"}, {SeenKind::module, "/a/\xff\n.py", "a.b"}, {SeenKind::data, "", ""}}};
}

TEST(ImportReport, request_survives) {
  for (const ImportMode mode : {ImportMode::module, ImportMode::file, ImportMode::statements}) {
    const auto request = import_request(to_fields(ImportRequest{"/p/m\xff.py", "p.m", "/", mode}));
    ASSERT_TRUE(request.ok());
    EXPECT_EQ(request->path, "/p/m\xff.py");
    EXPECT_EQ(request->name, "p.m");
    EXPECT_EQ(request->root, "/");
    EXPECT_EQ(request->mode, mode);
  }
}

TEST(ImportReport, report_survives) {
  const ImportReport sent = some_report();
  const auto report = import_report(to_fields(sent));
  ASSERT_TRUE(report.ok());
  EXPECT_EQ(report->outcome, sent.outcome);
  EXPECT_EQ(report->exception, sent.exception);
  EXPECT_EQ(report->way, sent.way);
  EXPECT_EQ(report->output, sent.output);
  EXPECT_EQ(report->nanoseconds, sent.nanoseconds);
  EXPECT_EQ(report->seen, sent.seen);
}

TEST(ImportReport, numbers_on_the_wire_stay) {
  const Fields request = to_fields(ImportRequest{"p", "n", "r", ImportMode::statements});
  EXPECT_EQ(request, (Fields{"p", "n", "r", "2"}));
  const Fields report = to_fields(ImportReport{ImportOutcome::timed_out, "e", "w", "o", 7, {{SeenKind::lookup, "d", "l"}}});
  EXPECT_EQ(report, (Fields{"4", "e", "w", "o", "7", "5", "d", "l"}));
}

TEST(ImportReport, refuses_what_is_none) {
  EXPECT_FALSE(import_request({}).ok());
  EXPECT_FALSE(import_request({"p", "n", "r", "3"}).ok());
  EXPECT_FALSE(import_request({"p", "n", "r", "-1"}).ok());
  EXPECT_FALSE(import_request({"p", "n", "r", "1x"}).ok());
  EXPECT_FALSE(import_request({"p", "n", "r", ""}).ok());
  EXPECT_FALSE(import_report({"0", "", "", ""}).ok());
  EXPECT_FALSE(import_report({"5", "", "", "", "1"}).ok());
  EXPECT_FALSE(import_report({"0", "", "", "", "soon"}).ok());
  EXPECT_FALSE(import_report({"0", "", "", "", "1", "6", "d", "l"}).ok());
  EXPECT_FALSE(import_report({"0", "", "", "", "1", "5", "d"}).ok());
}

}  // namespace
}  // namespace lintcache
