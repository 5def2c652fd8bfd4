// SPDX-License-Identifier: MIT
// Bytes of a pipe, and a table of those that we have which a signal handler can empty.
#include "schedule/jobserver.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/stat.h>

#include <array>
#include <cerrno>
#include <charconv>
#include <csignal>
#include <cstdint>
#include <cstdlib>
#include <ctime>

#include "base/live_processes.h"
#include "base/stop.h"

namespace lintcache {
namespace {

constexpr int k_nothing = -1;

// All of it is for signal handlers as well.
struct Held {
  std::array<std::atomic<int>, 4096> bytes;
  std::atomic<int> write_end = -1;
  std::atomic<int> moving = 0;     // threads with a byte that is neither in the pipe nor in the table
  std::atomic<bool> is_over = false;

  Held() {
    for (auto& byte : bytes) byte = k_nothing;
  }
};
Held held;

// While a byte goes from the pipe into the table or back. A handler in another thread waits for that; one in this thread
// would wait for itself, so it does not come between.
class Moving {
 public:
  Moving() {
    sigset_t all;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before_);
    ++held.moving;
  }
  Moving(const Moving&) = delete;
  ~Moving() {
    --held.moving;
    pthread_sigmask(SIG_SETMASK, &before_, nullptr);
  }

 private:
  sigset_t before_;
};

void write_back(int byte) {
  const auto one = static_cast<unsigned char>(byte);
  while (write(held.write_end, &one, 1) < 0) {
    pollfd wait{held.write_end, POLLOUT, 0};
    if (errno == EAGAIN) {
      poll(&wait, 1, 1000);
    } else if (errno != EINTR) {
      return;
    }
  }
}

void on_break(int signal) {
  kill_live_processes();
  give_slots_back();
  // The handler is gone by now.
  raise(signal);
}

void give_back_in_every_end() {
  static const bool is_done = [] {
    std::atexit(give_slots_back);
    before_quick_end(give_slots_back);
    struct sigaction action {};
    action.sa_handler = on_break;
    action.sa_flags = static_cast<int>(SA_RESETHAND | SA_NODEFER);
    for (const int signal : {SIGABRT, SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGQUIT}) sigaction(signal, &action, nullptr);
    return true;
  }();
  static_cast<void>(is_done);
}

bool is_fifo(int fd, struct stat& status) { return fstat(fd, &status) == 0 && S_ISFIFO(status.st_mode); }

// Both ends of one pipe, and not what happens to have their numbers now.
bool are_ends(int read_end, int write_end) {
  struct stat read_status {}, write_status {};
  if (!is_fifo(read_end, read_status) || !is_fifo(write_end, write_status)) return false;
  if (read_status.st_ino != write_status.st_ino || read_status.st_dev != write_status.st_dev) return false;
  return (fcntl(read_end, F_GETFL) & O_ACCMODE) != O_WRONLY && (fcntl(write_end, F_GETFL) & O_ACCMODE) != O_RDONLY;
}

std::optional<std::pair<int, int>> pipe_in(const std::string& name) {
  int read_end = 0, write_end = 0;
  const char* end = name.data() + name.size();
  const auto first = std::from_chars(name.data(), end, read_end);
  if (first.ec != std::errc() || first.ptr == end || *first.ptr != ',') return {};
  const auto second = std::from_chars(first.ptr + 1, end, write_end);
  if (second.ec != std::errc() || second.ptr != end) return {};
  return std::pair(read_end, write_end);
}

}  // namespace

JobServer::JobServer(const std::string& name) {
  constexpr std::string_view k_fifo = "fifo:";
  if (name.starts_with(k_fifo)) {
    open_fifo(name.substr(k_fifo.size()));
  } else if (const auto ends = pipe_in(name)) {
    open_pipe(ends->first, ends->second);
  } else {
    trouble_ = "make offers job slots in a way that is not known here, '" + name + "'";
  }
  if (!trouble_.empty()) return;
  held.write_end = write_ ? write_.get() : read_.get();
  held.is_over = false;
  give_back_in_every_end();
}

JobServer::~JobServer() {
  give_slots_back();
  held.write_end = -1;
}

void JobServer::open_pipe(int read_end, int write_end) {
  if (read_end < 0 || write_end < 0 || !are_ends(read_end, write_end)) {
    trouble_ = "make's job slots do not reach this command";
    return;
  }
  const auto own = [](int fd, int flags) {
    return Descriptor(open(("/proc/self/fd/" + std::to_string(fd)).c_str(), flags | O_NONBLOCK | O_CLOEXEC));
  };
  read_ = own(read_end, O_RDONLY);
  write_ = own(write_end, O_WRONLY);
  if (!read_ || !write_) trouble_ = "make's job slots cannot be opened by way of /proc";
}

void JobServer::open_fifo(const std::string& path) {
  struct stat status {};
  // For reading and writing, so that it does not wait for another one to open it.
  read_ = Descriptor(open(path.c_str(), O_RDWR | O_NONBLOCK | O_CLOEXEC));
  if (!read_ || !is_fifo(read_.get(), status)) trouble_ = "make's job slots cannot be opened, " + path;
}

std::optional<int> JobServer::take() {
  if (!trouble_.empty()) return {};
  const Moving moving;
  std::optional<int> slot;
  for (size_t place = 0; place < held.bytes.size() && !held.is_over; ++place) {
    if (held.bytes[place] != k_nothing) continue;
    unsigned char byte = 0;
    const ssize_t got = read(read_.get(), &byte, 1);
    if (got == 1) {
      held.bytes[place] = byte;
      slot = static_cast<int>(place);
    } else if (got == 0 || (errno != EAGAIN && errno != EINTR)) {
      trouble_ = "make's job slots are gone";
    }
    break;
  }
  return slot;
}

void JobServer::give(int slot) {
  const Moving moving;
  // A handler may have given it back.
  if (const int byte = held.bytes[static_cast<size_t>(slot)].exchange(k_nothing); byte != k_nothing) write_back(byte);
}

void give_slots_back() {
  const int number = errno;
  held.is_over = true;
  // Nobody who moves one waits for anything.
  for (int i = 0; i < 100 && held.moving > 0; ++i) {
    const timespec moment{0, 1'000'000};
    nanosleep(&moment, nullptr);
  }
  if (held.write_end >= 0)
    for (auto& place : held.bytes)
      if (const int byte = place.exchange(k_nothing); byte != k_nothing) write_back(byte);
  errno = number;
}

}  // namespace lintcache
