// SPDX-License-Identifier: MIT
// Frames arrive as they were sent, and what is no frame is refused.
#include "base/frame.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <thread>

#include "base/descriptor.h"

namespace lintcache {
namespace {

struct Pipe {
  Pipe() {
    int ends[2];
    if (pipe(ends) != 0) std::abort();
    read_end = Descriptor(ends[0]);
    write_end = Descriptor(ends[1]);
  }
  Descriptor read_end, write_end;
};

TEST(Frame, fields_survive) {
  Pipe pipe;
  const Fields sent{"", "text", std::string("\0\xff\n", 3), std::string(1000, 'x')};
  ASSERT_TRUE(write_frame(pipe.write_end.get(), sent).ok());
  ASSERT_TRUE(write_frame(pipe.write_end.get(), {"second"}).ok());
  EXPECT_EQ(*read_frame(pipe.read_end.get()), sent);
  EXPECT_EQ(*read_frame(pipe.read_end.get()), Fields{"second"});
}

TEST(Frame, larger_than_a_pipe) {
  Pipe pipe;
  const Fields sent(3, std::string(1 << 20, 'y'));
  std::thread writer([&] { EXPECT_TRUE(write_frame(pipe.write_end.get(), sent).ok()); });
  EXPECT_EQ(*read_frame(pipe.read_end.get()), sent);
  writer.join();
}

TEST(Frame, end_of_stream_is_an_empty_list) {
  Pipe pipe;
  pipe.write_end.close();
  const auto fields = read_frame(pipe.read_end.get());
  ASSERT_TRUE(fields.ok());
  EXPECT_TRUE(fields->empty());
}

TEST(Frame, bytes_on_the_wire_stay) {
  EXPECT_EQ(encode_fields({"ab", ""}), std::string("\2\0\0\0ab\0\0\0\0", 10));
}

TEST(Frame, refuses_what_is_cut_short) {
  const std::string whole("\6\0\0\0\2\0\0\0ab", 10);
  for (size_t length = 1; length < whole.size(); ++length) {
    Pipe pipe;
    ASSERT_EQ(write(pipe.write_end.get(), whole.data(), length), static_cast<ssize_t>(length));
    pipe.write_end.close();
    EXPECT_FALSE(read_frame(pipe.read_end.get()).ok()) << length;
  }
}

TEST(Frame, refuses_lengths_that_do_not_agree) {
  EXPECT_FALSE(decode_fields(std::string("\3\0\0\0ab", 6)).ok());
  EXPECT_FALSE(decode_fields(std::string("\1\0", 2)).ok());
  Pipe pipe;
  ASSERT_EQ(write(pipe.write_end.get(), "\xff\xff\xff\xff", 4), 4);
  EXPECT_FALSE(read_frame(pipe.read_end.get()).ok());
}

TEST(Frame, a_reader_that_went_is_an_error) {
  Pipe pipe;
  pipe.read_end.close();
  signal(SIGPIPE, SIG_IGN);
  EXPECT_FALSE(write_frame(pipe.write_end.get(), {"x"}).ok());
}

}  // namespace
}  // namespace lintcache
