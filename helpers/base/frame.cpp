// SPDX-License-Identifier: MIT
// Frames on the wire.
#include "base/frame.h"

#include <unistd.h>

#include <cerrno>
#include <cstdint>

namespace lintcache {
namespace {

void append_length(std::string& bytes, size_t length) {
  for (int shift = 0; shift < 32; shift += 8)
    bytes += static_cast<char>((length >> shift) & 0xFF);
}

size_t length_at(std::string_view bytes, size_t at) {
  size_t length = 0;
  for (int i = 0; i < 4; ++i)
    length |= static_cast<size_t>(static_cast<unsigned char>(bytes[at + i])) << (8 * i);
  return length;
}

// The number of bytes read: fewer than asked for only at the end of the stream.
Result<size_t> read_fully(int fd, char* into, size_t size) {
  size_t done = 0;
  while (done < size) {
    const ssize_t got = read(fd, into + done, size - done);
    if (got == 0) break;
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return system_error(errno, "cannot read a frame");
    done += static_cast<size_t>(got);
  }
  return done;
}

}  // namespace

std::string encode_fields(const Fields& fields) {
  std::string bytes;
  for (const std::string& field : fields) {
    append_length(bytes, field.size());
    bytes += field;
  }
  return bytes;
}

Result<Fields> decode_fields(std::string_view bytes) {
  Fields fields;
  for (size_t at = 0; at < bytes.size();) {
    if (bytes.size() - at < 4) return our_fault("a frame ends inside a length");
    const size_t length = length_at(bytes, at);
    at += 4;
    if (bytes.size() - at < length) return our_fault("a frame ends inside a field");
    fields.emplace_back(bytes.substr(at, length));
    at += length;
  }
  return fields;
}

Result<void> write_frame(int fd, const Fields& fields) {
  const std::string body = encode_fields(fields);
  if (body.size() > k_frame_limit) return our_fault("a frame is too long to send");
  std::string bytes;
  append_length(bytes, body.size());
  bytes += body;
  for (size_t done = 0; done < bytes.size();) {
    const ssize_t put = write(fd, bytes.data() + done, bytes.size() - done);
    if (put < 0 && errno == EINTR) continue;
    if (put < 0) return system_error(errno, "cannot write a frame");
    done += static_cast<size_t>(put);
  }
  return {};
}

Result<Fields> read_frame(int fd) {
  char head[4];
  LINTCACHE_TRY_ASSIGN(const size_t got, read_fully(fd, head, sizeof head));
  if (got == 0) return Fields{};
  if (got < sizeof head) return our_fault("a frame ends inside its length");
  const size_t length = length_at({head, sizeof head}, 0);
  if (length > k_frame_limit) return our_fault("a frame is too long to be true");
  std::string body(length, '\0');
  LINTCACHE_TRY_ASSIGN(const size_t filled, read_fully(fd, body.data(), length));
  if (filled < length) return our_fault("a frame ends early");
  return decode_fields(body);
}

}  // namespace lintcache
