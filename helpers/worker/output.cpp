// SPDX-License-Identifier: MIT
// Marks in a stream.
#include "worker/output.h"

#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>

namespace lintcache {
namespace {

constexpr size_t k_kept = 64u << 10;

}  // namespace

OutputMark::OutputMark(int fd, std::string nonce) : fd_(fd), nonce_(std::move(nonce)) {
  struct stat status;
  if (fstat(fd, &status) != 0) return;
  device_ = status.st_dev;
  inode_ = status.st_ino;
}

bool OutputMark::is_pipe(int fd) const {
  struct stat status;
  return fstat(fd, &status) == 0 && status.st_dev == device_ && status.st_ino == inode_;
}

bool OutputMark::intact() const { return is_pipe(1) && is_pipe(2) && is_pipe(fd_); }

void OutputMark::write() const {
  // A module may have closed the number and opened a file under it.
  if (!is_pipe(fd_)) return;
  // Shorter than PIPE_BUF, so nothing comes between its bytes.
  [[maybe_unused]] const ssize_t written = ::write(fd_, nonce_.data(), nonce_.size());
}

void OutputSplitter::keep(std::string_view bytes) {
  std::string& file = files_.back();
  file.append(bytes.substr(0, k_kept - std::min(k_kept, file.size())));
}

void OutputSplitter::feed(std::string_view bytes) {
  pending_.append(bytes);
  size_t start = 0;
  for (size_t at; (at = pending_.find(nonce_, start)) != std::string::npos; start = at + nonce_.size()) {
    keep(std::string_view(pending_).substr(start, at - start));
    files_.emplace_back();
  }
  const size_t rest = pending_.size() - start;
  const size_t safe = rest - std::min(rest, nonce_.size() - 1);
  keep(std::string_view(pending_).substr(start, safe));
  pending_.erase(0, start + safe);
}

std::vector<std::string> OutputSplitter::finish() {
  keep(pending_);
  pending_.clear();
  return std::move(files_);
}

std::string new_nonce() {
  std::string nonce(16, '\0');
  [[maybe_unused]] const ssize_t got = getrandom(nonce.data(), nonce.size(), 0);
  return nonce;
}

}  // namespace lintcache
