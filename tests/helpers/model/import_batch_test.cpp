// SPDX-License-Identifier: MIT
// Batches and their reports come out as they went in, and nothing else comes out at all.
#include "model/import_batch.h"

#include <gtest/gtest.h>

#include <functional>

namespace lintcache {
namespace {

const ImportBatch k_batch = {{"/t/a.py", "a", "/t", ImportMode::module},
                             {"/t/a-b.py", "a-b", "/t", ImportMode::file},
                             {"/t/setup.py", "setup", "/t", ImportMode::statements}};

BatchReport report() {
  const std::string bytes("a\0\xFF\n", 4);
  BatchReport report;
  report.modules = {{"a", {{SeenKind::module, "/t/a.py", "a"}, {SeenKind::lookup, "/t/" + bytes, bytes}}, {1, 0}, false},
                    {bytes, {}, {}, true},
                    {"", {{SeenKind::data, "", ""}}, {2}, false}};
  report.files = {{ImportOutcome::imported, "", "sub-interpreter", "", 0, 0, true},
                  {ImportOutcome::timed_out, "signal 11", bytes, bytes, UINT64_MAX, 2, false}};
  return report;
}

TEST(ImportBatchFields, a_batch_comes_out_as_it_went_in) {
  const auto batch = import_batch(to_fields(k_batch));
  ASSERT_TRUE(batch.ok()) << batch.error().text();
  ASSERT_EQ(batch->size(), k_batch.size());
  for (size_t i = 0; i < k_batch.size(); ++i) {
    EXPECT_EQ((*batch)[i].path, k_batch[i].path);
    EXPECT_EQ((*batch)[i].name, k_batch[i].name);
    EXPECT_EQ((*batch)[i].root, k_batch[i].root);
    EXPECT_EQ((*batch)[i].mode, k_batch[i].mode);
  }
}

TEST(ImportBatchFields, numbers_on_the_wire_stay) {
  EXPECT_EQ(to_fields(ImportBatch{{"p", "n", "r", ImportMode::statements}}), (Fields{"p", "n", "r", "2"}));
  const BatchReport batch{{{"m", {{SeenKind::lookup, "d", "l"}}, {0}, true}},
                          {{ImportOutcome::timed_out, "e", "w", "o", 7, 0, true}}};
  EXPECT_EQ(to_fields(batch), (Fields{"1", "1", "m", "1", std::string(4, '\0'), encode_fields({"5", "d", "l"}), "4", "e", "w",
                                      "o", "7", "0", "1"}));
}

TEST(ImportBatchFields, a_batch_that_makes_no_sense_is_refused) {
  Fields fields = to_fields(k_batch);
  EXPECT_FALSE(import_batch({fields.begin(), fields.end() - 1}).ok());
  for (const char* mode : {"3", "", "-1", "module"}) {
    fields[3] = mode;
    EXPECT_FALSE(import_batch(fields).ok()) << mode;
  }
  ImportBatch two_roots = k_batch;
  two_roots[1].root = "/other";
  EXPECT_FALSE(import_batch(to_fields(two_roots)).ok());
}

TEST(BatchReportFields, a_report_comes_out_as_it_went_in) {
  const auto again = batch_report(to_fields(report()));
  ASSERT_TRUE(again.ok()) << again.error().text();
  EXPECT_EQ(*again, report());
}

TEST(BatchReportFields, no_report_looks_like_progress) {
  EXPECT_GT(to_fields(BatchReport{}).size(), 1u);
  EXPECT_TRUE(batch_report(to_fields(BatchReport{})).ok());
  EXPECT_FALSE(batch_report({"3"}).ok());
}

struct Damage {
  const char* what;
  std::function<void(Fields&)> act;
};

// Fields: the head 0-1, modules 2-5, 6-9, 10-13, files 14-20, 21-27.
TEST(BatchReportFields, a_report_that_makes_no_sense_is_our_fault) {
  const Damage all[] = {
      {"nothing", [](Fields& fields) { fields.clear(); }},
      {"a field too few", [](Fields& fields) { fields.pop_back(); }},
      {"a field too many", [](Fields& fields) { fields.emplace_back(); }},
      {"more modules than there are", [](Fields& fields) { fields[0] = "4"; }},
      {"as many as would wrap around", [](Fields& fields) { fields[0] = "4611686018427387907"; }},
      {"no number of files", [](Fields& fields) { fields[1] = "two"; }},
      {"an order that is neither", [](Fields& fields) { fields[3] = "2"; }},
      {"half a number", [](Fields& fields) { fields[4] += 'x'; }},
      {"an import of a module that is not there", [](Fields& fields) { fields[4] = std::string("\3\0\0\0", 4); }},
      {"what was seen, cut off", [](Fields& fields) { fields[5].pop_back(); }},
      {"half a thing seen", [](Fields& fields) { fields[5] = encode_fields({"0", "/t/a.py"}); }},
      {"an unknown kind", [](Fields& fields) { fields[5] = encode_fields({"6", "/t/a.py", ""}); }},
      {"an unknown outcome", [](Fields& fields) { fields[14] = "5"; }},
      {"no time", [](Fields& fields) { fields[18] = ""; }},
      {"a module that is not there", [](Fields& fields) { fields[19] = "3"; }},
      {"neither first nor not", [](Fields& fields) { fields[27] = ""; }}};
  for (const Damage& damage : all) {
    Fields fields = to_fields(report());
    ASSERT_EQ(fields.size(), 28u);
    damage.act(fields);
    const auto again = batch_report(fields);
    ASSERT_FALSE(again.ok()) << damage.what;
    EXPECT_EQ(again.error().blame, Blame::us) << damage.what;
  }
}

// As large as a tree of ten thousand files makes them.
TEST(BatchReportFields, a_large_report_fits_a_frame) {
  BatchReport large;
  for (uint32_t i = 0; i < 20'000; ++i) {
    ImportedModule module{"package" + std::to_string(i % 100) + ".module" + std::to_string(i), {}, {}, false};
    for (uint32_t k = 0; k < 25; ++k) {
      module.seen.push_back({SeenKind::lookup, "/somewhere/in/a/tree/package" + std::to_string(k), module.name});
      module.imports.push_back((i + k) % 20'000);
    }
    large.modules.push_back(std::move(module));
  }
  const Fields fields = to_fields(large);
  EXPECT_LT(encode_fields(fields).size(), k_frame_limit / 2);
  const auto again = batch_report(fields);
  ASSERT_TRUE(again.ok()) << again.error().text();
  EXPECT_EQ(*again, large);
}

}  // namespace
}  // namespace lintcache
