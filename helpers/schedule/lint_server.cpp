// SPDX-License-Identifier: MIT
// Talking to a lint server, and watching its children.
#include "schedule/lint_server.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <cstring>

namespace lintcache {
namespace {

// Longer than any start or fork takes on a machine that is merely busy.
constexpr int k_patience_milliseconds = 60'000;

// Of what it should not say at all.
constexpr uint64_t k_small_talk = 16u << 20;

Descriptor pidfd_of(pid_t pid) { return Descriptor(static_cast<int>(syscall(SYS_pidfd_open, pid, 0))); }

// Sends the first bytes together with the descriptors; says how many bytes those were.
Result<size_t> send_descriptors(int socket, const std::string& bytes, const std::vector<int>& descriptors) {
  alignas(cmsghdr) char control[CMSG_SPACE(3 * sizeof(int))] = {};
  iovec part{const_cast<char*>(bytes.data()), bytes.size()};
  msghdr message{};
  message.msg_iov = &part;
  message.msg_iovlen = 1;
  message.msg_control = control;
  message.msg_controllen = CMSG_SPACE(descriptors.size() * sizeof(int));
  cmsghdr* head = CMSG_FIRSTHDR(&message);
  head->cmsg_level = SOL_SOCKET;
  head->cmsg_type = SCM_RIGHTS;
  head->cmsg_len = CMSG_LEN(descriptors.size() * sizeof(int));
  std::memcpy(CMSG_DATA(head), descriptors.data(), descriptors.size() * sizeof(int));
  ssize_t sent;
  do {
    sent = sendmsg(socket, &message, MSG_NOSIGNAL);
  } while (sent < 0 && errno == EINTR);
  if (sent < 0) return system_error(errno, "cannot send to the lint server");
  return static_cast<size_t>(sent);
}

Result<void> send_all(int socket, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t sent = send(socket, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent < 0 && errno == EINTR) continue;
    if (sent < 0) return system_error(errno, "cannot send to the lint server");
    bytes.remove_prefix(static_cast<size_t>(sent));
  }
  return {};
}

void set_time_limit(int socket) {
  const timeval limit{k_patience_milliseconds / 1000, 0};
  setsockopt(socket, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof limit);
  setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
}

Result<int> number_in(const Fields& answer) {
  if (answer.size() != 1 || answer[0].empty()) return our_fault("the lint server could not do it");
  return std::atoi(answer[0].c_str());
}

}  // namespace

LintServer::LintServer(Command command, const Stop& stop)
    : command_(std::move(command)), stop_(stop) {}

LintServer::~LintServer() {
  if (pid_ < 0) return;
  socket_.close();
  kill(-pid_, SIGKILL);
  while (waitpid(pid_, nullptr, 0) < 0 && errno == EINTR) {
  }
}

Result<void> LintServer::start() {
  int ends[2];
  if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0) return system_error(errno, "cannot make a socket");
  socket_ = Descriptor(ends[0]);
  Descriptor theirs(ends[1]);
  set_time_limit(socket_.get());
  LINTCACHE_TRY_ASSIGN(pipes_, OutputPipes::open(false, k_small_talk));
  const Descriptor nothing(open("/dev/null", O_RDONLY | O_CLOEXEC));
  const auto [out, err, report] = pipes_->theirs();
  LINTCACHE_TRY_ASSIGN(pid_, start_process(command_, nothing.get(), out, err, theirs.get()));
  live_.emplace(pid_);
  pipes_->close_theirs();
  theirs.close();
  pidfd_ = pidfd_of(pid_);
  LINTCACHE_TRY_ASSIGN(const Fields hello, answer());
  if (hello.size() == 1 && hello[0] == "ready") return {};
  return our_fault(hello.size() == 2 ? hello[1] : "the lint server does not start");
}

Result<Fields> LintServer::ask(const Fields& request, const std::vector<int>& descriptors) {
  const std::string body = encode_fields({encode_fields(request)});  // one field is a length and its bytes: a frame
  size_t sent = 0;
  if (!descriptors.empty()) {
    LINTCACHE_TRY_ASSIGN(sent, send_descriptors(socket_.get(), body, descriptors));
  }
  LINTCACHE_TRY(send_all(socket_.get(), std::string_view(body).substr(sent)));
  return answer();
}

Result<Fields> LintServer::answer() {
  std::array<pollfd, 3> waits = {{{socket_.get(), POLLIN, 0}, {stop_.descriptor(), POLLIN, 0}, {others_.descriptor(), POLLIN, 0}}};
  int ready;
  for (;;) {
    ready = poll(waits.data(), waits.size(), k_patience_milliseconds);
    if (ready < 0 && errno == EINTR) continue;
    if (ready <= 0 || waits[2].revents == 0) break;
    others_.forget();
    // It may be at work for all of its children; what it has begun it ends.
    if (waits[0].revents == 0) LINTCACHE_TRY(send_all(socket_.get(), encode_fields({encode_fields({"hurry"})})));
    if (waits[0].revents != 0 || waits[1].revents != 0) break;
  }
  if (stop_.raised()) return our_fault("stopped");
  if (ready <= 0) return our_fault("the lint server does not answer");
  LINTCACHE_TRY_ASSIGN(const Fields fields, read_frame(socket_.get()));
  for (const std::string& text : pipes_->take())
    if (!text.empty()) return our_fault("the lint server printed something: " + text.substr(0, 500));
  if (fields.empty()) return our_fault("the lint server ended");
  return fields;
}

bool LintServer::lives() const {
  pollfd wait{pidfd_.get(), POLLIN, 0};
  return pidfd_ && poll(&wait, 1, 0) == 0;
}

template <class Action>
auto LintServer::in_turn(const Action& action) -> decltype(action()) {
  std::unique_lock lock(mutex_, std::try_to_lock);
  if (!lock) {
    others_.wake();
    lock.lock();
  }
  auto result = action();
  // Who comes next must not take a late answer for its own.
  if (!result && trouble_.empty()) trouble_ = result.error().text();
  if (!result) is_out_ = true;
  return result;
}

Result<pid_t> LintServer::begin(const std::vector<std::string>& words, const OutputPipes& pipes) {
  if (is_out_) return our_fault("the lint server is of no use");
  if (!is_started_) {
    is_started_ = true;
    LINTCACHE_TRY(start());
  }
  Fields request = {"run"};
  request.insert(request.end(), words.begin(), words.end());
  const auto theirs = pipes.theirs();
  LINTCACHE_TRY_ASSIGN(const Fields fields, ask(request, {theirs.begin(), theirs.end()}));
  return number_in(fields);
}

Result<int> LintServer::reap(pid_t child) {
  if (is_out_) return our_fault("the lint server is of no use");
  LINTCACHE_TRY_ASSIGN(const Fields fields, ask({"reap", std::to_string(child)}));
  return number_in(fields);
}

std::string LintServer::trouble() {
  const std::lock_guard lock(mutex_);
  return trouble_;
}

std::optional<ProcessResult> LintServer::run(const std::vector<std::string>& words, double seconds) {
  ProcessResult result;
  const auto none = [&]() -> std::optional<ProcessResult> {
    if (!stop_.raised()) return {};
    result.stopped = true;
    return result;
  };
  auto pipes = OutputPipes::open(true, command_.limits.output);
  if (is_out_ || !pipes) return none();
  const auto child = in_turn([&] { return begin(words, *pipes); });
  if (!child) return none();
  const auto start = std::chrono::steady_clock::now();
  // Until it is reaped, its number is nobody else's.
  const Descriptor pidfd = pidfd_of(*child);
  const LiveProcess live(*child);
  pipes->close_theirs();
  if (!pidfd) return none();

  pipes->collect(*child, pidfd.get(), stop_, seconds, result);
  if (result.beyond != Beyond::nothing && lives()) ask_to_end(*child, pidfd.get());
  const bool is_unreaped = lives();
  // It may not have a session of its own yet.
  syscall(SYS_pidfd_send_signal, pidfd.get(), SIGKILL, nullptr, 0);
  if (is_unreaped) kill(-*child, SIGKILL);
  if (result.stopped) return result;
  const auto status = in_turn([&] { return reap(*child); });
  if (!status) return none();
  pipes->finish(result);
  result.set_status(*status);
  const std::chrono::nanoseconds elapsed = std::chrono::steady_clock::now() - start;
  result.nanoseconds = elapsed.count();
  return result;
}

}  // namespace lintcache
