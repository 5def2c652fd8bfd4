// SPDX-License-Identifier: MIT
// What the files of a batch write to standard output and error, told apart by marks in the stream.
#pragma once

#include <sys/types.h>

#include <string>
#include <string_view>
#include <vector>

namespace lintcache {

// The writing end: after each file a mark that no module writes by accident.
class OutputMark {
 public:
  // `fd`: the pipe, under a number that stays ours as long as no module closes it.
  OutputMark(int fd, std::string nonce);

  // To be called when all that the file wrote has left the process.
  void write() const;

  // Whether 1 and 2 are still the pipe, and the mark would get there.
  [[nodiscard]] bool intact() const;

 private:
  [[nodiscard]] bool is_pipe(int fd) const;
  int fd_;
  dev_t device_ = 0;
  ino_t inode_ = 0;
  std::string nonce_;
};

// The reading end: takes the stream in pieces of any size and keeps the first 64 KiB of each file.
class OutputSplitter {
 public:
  explicit OutputSplitter(std::string nonce) : nonce_(std::move(nonce)) {}

  void feed(std::string_view bytes);

  // By file; call once, at the end of the stream.
  std::vector<std::string> finish();

 private:
  void keep(std::string_view bytes);

  std::string nonce_;
  std::string pending_;  // may hold the beginning of a mark
  std::vector<std::string> files_{1};
};

// 16 random bytes.
std::string new_nonce();

}  // namespace lintcache
