// SPDX-License-Identifier: MIT
// Records come out as they went in, and damage is noticed.
#include "store/memo_format.h"

#include <gtest/gtest.h>

namespace lintcache {
namespace {

MemoRecord some_record() {
  MemoRecord record;
  record.facts = {{FactKind::absent, "/a", "", "-", true}, {FactKind::content, "/b", "", std::string("=\0\n", 3), false}};
  record.outputs = {{OutputKind::file, "/out", 0644, Digest{{1, 2}}, "", 77}, {OutputKind::symbolic_link, "/l", 0777, {}, "out", 0}};
  record.chunks = {{1, "said"}, {2, "wrong"}};
  record.status = 256;
  record.nanoseconds = 5;
  return record;
}

TEST(MemoFormat, a_record_comes_out_as_it_went_in) {
  const auto again = decode_record(encode_record(some_record()));
  ASSERT_TRUE(again);
  EXPECT_EQ(*again, some_record());
  EXPECT_EQ(decode_outputs(encode_outputs(some_record().outputs)), some_record().outputs);
}

TEST(MemoFormat, what_is_not_whole_is_nothing) {
  const std::string bytes = encode_record(some_record());
  for (size_t size = 0; size < bytes.size(); ++size) EXPECT_FALSE(decode_record(bytes.substr(0, size))) << size;
  EXPECT_FALSE(decode_outputs(bytes));
}

TEST(MemoFormat, what_vouches_was_not_written_later_than_now) {
  const FactMemory memory = {{"1/a", {{3, -4, 5, 6}, Digest{{9}}}}};
  EXPECT_EQ(decode_memory(encode_memory(memory, 100), 100), memory);
  EXPECT_FALSE(decode_memory(encode_memory(memory, 100), 99)) << "the clock went back";
}

TEST(MemoFormat, a_command_comes_out_as_it_went_in) {
  MemoCommand command;
  command.arguments = {"a", "", "b c"};
  command.executable = "/bin/a";
  command.directory = "/tmp";
  command.mask = 022;
  const auto again = decode_command(encode_command(command));
  ASSERT_TRUE(again);
  EXPECT_EQ(again->arguments, command.arguments);
  EXPECT_EQ(again->mask, 022u);
}

}  // namespace
}  // namespace lintcache
