// SPDX-License-Identifier: MIT
// Our side of a traced command: its streams, its limits, what its tracer says.
#include "trace/traced_run.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <chrono>
#include <filesystem>
#include <optional>

#include "base/frame.h"
#include "trace/call_events.h"
#include "trace/trace_bytes.h"
#include "trace/tracer_process.h"

namespace lintcache {
namespace {

using Clock = std::chrono::steady_clock;

// A signal that came a moment before its tracer waited is not heard.
constexpr int k_say_again_milliseconds = 50;
constexpr int k_peek_milliseconds = 10;
constexpr auto k_grace = std::chrono::seconds(1);

struct Ends {
  Descriptor ours, theirs;
};

Result<Ends> make_ends(int type) {
  int ends[2];
  const int made = type == 0 ? pipe2(ends, O_CLOEXEC) : socketpair(AF_UNIX, type | SOCK_CLOEXEC, 0, ends);
  if (made != 0) return system_error(errno, "cannot make a pipe");
  return Ends{Descriptor(ends[0]), Descriptor(ends[1])};
}

int number_of(const std::string& text) {
  int number = 0;
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

class TracedRun {
 public:
  TracedRun(const Command& command, const TraceOptions& options, const Stop& stop)
      : command_(command), options_(options), stop_(stop) {}

  Result<TracedResult> run();

 private:
  Result<void> start();
  Result<void> follow();
  Result<void> hear();
  void take(size_t stream);
  void watch_limits();
  void end_with(int signal) const { kill(tracer_, signal); }

  const Command& command_;
  const TraceOptions& options_;
  const Stop& stop_;
  std::array<Ends, 2> streams_;
  Ends channel_;
  pid_t tracer_ = -1;
  Clock::time_point began_ = Clock::now(), asked_;
  bool is_over_ = false, lives_on_ = false;
  LogReader log_;
  LogReader::Peek peek_;
  int writers_ = 0;  // to standard error, of which the tracer told
  bool knows_order_ = true;
  TracedResult result_;
};

Result<void> TracedRun::start() {
  for (Ends& ends : streams_) {
    LINTCACHE_TRY_ASSIGN(ends, make_ends(0));
    fcntl(ends.ours.get(), F_SETFL, O_NONBLOCK);
  }
  LINTCACHE_TRY_ASSIGN(channel_, make_ends(SOCK_STREAM));
  const Descriptor nothing(open("/dev/null", O_RDONLY | O_CLOEXEC));
  TracerTask task;
  task.command = command_;
  task.streams = {options_.inherits_input ? 0 : nothing.get(), streams_[0].theirs.get(), streams_[1].theirs.get()};
  task.channel = channel_.theirs.get();
  task.name = options_.name;
  task.has_session = !options_.inherits_input;
  task.filter.watches_input = options_.inherits_input;
  task.preload = options_.preload;
  log_.open();
  task.log = &log_;
  tracer_ = fork();
  if (tracer_ == 0) be_tracer(task);
  if (tracer_ < 0) return system_error(errno, "cannot start the program", command_.arguments[0]);
  for (Ends& ends : streams_) ends.theirs.close();
  channel_.theirs.close();
  return {};
}

void TracedRun::take(size_t stream) {
  std::array<char, 65536> buffer;
  std::string& text = stream == 0 ? result_.process.out : result_.process.err;
  Descriptor& from = streams_[stream].ours;
  while (from) {
    const ssize_t got = read(from.get(), buffer.data(), buffer.size());
    if (got == 0) from.close();
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return;
    knows_order_ = knows_order_ && (stream == 0 || writers_ > 0);
    OutputPiece piece{stream == 1, std::string(buffer.data(), static_cast<size_t>(got))};
    if (options_.on_output) options_.on_output(piece);
    text += piece.bytes;
    if (!result_.output.empty() && result_.output.back().is_error == piece.is_error)
      result_.output.back().bytes += piece.bytes;
    else
      result_.output.push_back(std::move(piece));
    const uint64_t most = command_.limits.output;
    if (most != 0 && text.size() > most) return;
  }
}

Result<void> TracedRun::hear() {
  LINTCACHE_TRY_ASSIGN(const Fields said, read_frame(channel_.ours.get()));
  if (said.empty()) return our_fault("the tracer of the command is gone", command_.arguments[0]);
  if (said[0] == k_say_output || said[0] == k_say_error) {
    const bool begins = said[0] == k_say_output;
    take(begins ? 0 : 1);
    writers_ += begins ? 1 : -1;
    const char answer = 1;
    [[maybe_unused]] const ssize_t told = write(channel_.ours.get(), &answer, 1);
  } else if (said[0] == k_say_failed && said.size() == 2) {
    return system_error(number_of(said[1]), "cannot start the program", command_.arguments[0]);
  } else if (said[0] == k_say_ended && said.size() == 4) {
    is_over_ = true;
    lives_on_ = said[3] == "1";
    result_.process.set_status(number_of(said[1]));
    LINTCACHE_TRY_ASSIGN(result_.trace, decode_trace(said[2]));
  }
  return {};
}

// Tells the tracer as often as it takes.
void TracedRun::watch_limits() {
  ProcessResult& process = result_.process;
  const ProcessLimits& limits = command_.limits;
  if (stop_.raised()) process.stopped = true;
  const bool was_asked = process.beyond != Beyond::nothing;
  const std::chrono::duration<double> spent = Clock::now() - began_;
  if (limits.output != 0 && std::max(process.out.size(), process.err.size()) > limits.output)
    process.beyond = Beyond::output;
  else if (limits.time > 0 && spent.count() > limits.time && !was_asked)
    process.beyond = Beyond::time;
  if (!was_asked && process.beyond != Beyond::nothing) {
    asked_ = Clock::now();
    end_with(k_ask_to_end);
  }
  if (process.stopped || (was_asked && Clock::now() - asked_ > k_grace)) end_with(k_end_now);
}

Result<void> TracedRun::follow() {
  while (!is_over_) {
    watch_limits();
    const bool waits_for_limit = command_.limits.time > 0 || result_.process.stopped;
    std::array<pollfd, 4> waits = {{{streams_[0].ours.get(), POLLIN, 0},
                                    {streams_[1].ours.get(), POLLIN, 0},
                                    {channel_.ours.get(), POLLIN, 0},
                                    {result_.process.stopped ? -1 : stop_.descriptor(), POLLIN, 0}}};
    const bool is_flooded = result_.process.beyond == Beyond::output;
    if (is_flooded) waits[0].fd = waits[1].fd = -1;
    const int patience = options_.on_opened ? k_peek_milliseconds : waits_for_limit || is_flooded ? k_say_again_milliseconds : -1;
    if (poll(waits.data(), waits.size(), patience) < 0 && errno != EINTR) return system_error(errno, "cannot wait");
    for (size_t stream = 0; stream < 2; ++stream)
      if (waits[stream].revents != 0) take(stream);
    if (options_.on_opened) peek_.look(log_, options_.on_opened);
    if (waits[2].revents != 0) LINTCACHE_TRY(hear());
  }
  return {};
}

Result<TracedResult> TracedRun::run() {
  LINTCACHE_TRY(start());
  auto followed = follow();
  if (!followed.ok()) end_with(SIGKILL);
  if (!lives_on_)
    while (waitpid(tracer_, nullptr, 0) < 0 && errno == EINTR) {
    }
  LINTCACHE_TRY(std::move(followed));
  for (size_t stream = 0; stream < 2; ++stream) take(stream);
  if (!knows_order_ && !result_.process.out.empty())
    result_.trace.events.push_back(doubt_event("writes to its standard error in a way that does not show when"));
  const std::chrono::nanoseconds elapsed = Clock::now() - began_;
  result_.process.nanoseconds = elapsed.count();
  return std::move(result_);
}

}  // namespace

std::string trace_library() {
  std::error_code error;
  const auto program = std::filesystem::canonical("/proc/self/exe", error);
  const auto library = program.parent_path() / "liblintcache-trace.so";
  return !error && std::filesystem::is_regular_file(library, error) ? library.string() : std::string();
}

Result<TracedResult> run_traced(const Command& command, const TraceOptions& options, const Stop& stop) {
  return TracedRun(command, options, stop).run();
}

}  // namespace lintcache
