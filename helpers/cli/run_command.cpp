// SPDX-License-Identifier: MIT
// From the command line to a memoized command, and from its result to an exit status.
#include "cli/run_command.h"

#include <fcntl.h>
#include <malloc.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <csignal>

#include <fmt/format.h>

#include "base/clock.h"
#include "base/path.h"
#include "base/put_all.h"
#include "base/stop.h"
#include "base/text.h"
#include "cli/console.h"
#include "cli/places.h"
#include "run/memo_runner.h"
#include "tools/environment.h"
#include "tools/platform.h"
#include "trace/known_names.h"

namespace lintcache {
namespace {

// As env(1) and timeout(1) have them.
constexpr int k_took_too_long = 124, k_cannot_run = 126, k_not_found = 127;

// What of standard input is kept in memory, and in the key.
constexpr size_t k_most_input = 64u << 20;

int complain_125(const Error& error) {
  complain(error);
  return k_run_fault;
}

bool is_named(const std::vector<std::string>& names, std::string_view name) {
  return std::any_of(names.begin(), names.end(), [&](const std::string& one) {
    return one.ends_with('*') ? name.starts_with(std::string_view(one).substr(0, one.size() - 1)) : one == name;
  });
}

std::string name_in(const std::string& entry) { return entry.substr(0, entry.find('=')); }

struct Program {
  std::string path;
  int status = 0;  // why it cannot be run; 0: it can
};

Program program_of(const std::string& word, const std::string& directory, const std::vector<std::string>& environment) {
  const auto is_program = [](const std::string& path) {
    struct stat status {};
    return access(path.c_str(), X_OK) == 0 && stat(path.c_str(), &status) == 0 && S_ISREG(status.st_mode);
  };
  if (word.find('/') != std::string::npos) {
    const std::string path = word.starts_with('/') ? word : joined(directory, word);
    if (is_program(path)) return {path, 0};
    return {path, access(path.c_str(), F_OK) == 0 ? k_cannot_run : k_not_found};
  }
  for (const std::string& place : split(value_of(environment, "PATH"), ':')) {
    const std::string path = joined(place.empty() ? directory : absolute_path(place, directory), word);
    if (is_program(path)) return {path, 0};
  }
  return {word, k_not_found};
}

Result<std::string> standard_input(const RunOptions& options) {
  struct stat status {};
  if (options.input == "empty" || fstat(STDIN_FILENO, &status) != 0 || S_ISCHR(status.st_mode)) return std::string();
  std::string bytes;
  char buffer[65536];
  for (;;) {
    const ssize_t got = read(STDIN_FILENO, buffer, sizeof buffer);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return system_error(errno, "cannot read the standard input");
    if (got == 0) return bytes;
    bytes.append(buffer, static_cast<size_t>(got));
    if (bytes.size() > k_most_input)
      return asked_wrongly("the standard input is larger than 64 MiB", "", "give it as a file that the command opens");
  }
}

int print_known() {
  put(stdout, "Programs whose results hold neither times, modes nor owners of the files that they ask about:\n");
  for (const std::string_view name : programs_without_times()) put(stdout, "  " + std::string(name) + "\n");
  put(stdout, "Programs whose results hold nothing but whether a file is there, and what it is:\n");
  for (const std::string_view name : programs_of_shapes()) put(stdout, "  " + std::string(name) + "\n");
  put(stdout, "Places of the kernel that no result depends on (any other of /dev, /proc and /sys is a reason to keep nothing):\n");
  for (const std::string_view name : harmless_places()) put(stdout, "  " + std::string(name) + "\n");
  put(stdout, "Variables that do not count where a process takes its whole environment:\n");
  for (const char* name : session_variables()) put(stdout, "  " + std::string(name) + "\n");
  put(stdout, "This system, which is a part of each key, so that another one takes none of its results:\n");
  for (const KeyPart& part : platform_parts()) put(stdout, "  " + printable(part.name) + " " + printable(part.value) + "\n");
  return 0;
}

MemoOptions memo_options(const RunOptions& options, const std::string& directory, int64_t limit, Sharing sharing,
                         int64_t asked_at) {
  MemoOptions memo;
  memo.asked_at = asked_at;
  memo.inputs = options.inputs;
  memo.outputs = options.outputs;
  memo.ignored = options.ignored;
  memo.ignored_variables = options.ignored_variables;
  if (!options.build_directory.empty()) memo.build_directory = absolute_path(options.build_directory, directory);
  memo.times = options.times == "content" ? Times::content : options.times == "exact" ? Times::exact : Times::automatic;
  memo.no_restore = options.no_restore;
  memo.refresh = options.refresh;
  memo.dry_run = options.dry_run;
  memo.most_bytes = limit / 2;
  memo.takes_only = sharing == Sharing::nothing;
  return memo;
}

MemoVoice memo_voice(const RunOptions& options) {
  const auto say = [](const std::string& line) { put(stderr, "lintcache: " + line + "\n"); };
  MemoVoice voice;
  voice.warn = [&options, say](const std::string& line) {
    if (!options.quiet) say(line);
  };
  voice.explain = [&options, say](const std::string& line) {
    if (options.explain) say(line);
  };
  voice.repeat = [](int stream, std::string_view bytes) { put_all(stream == 2 ? STDERR_FILENO : STDOUT_FILENO, bytes); };
  return voice;
}

// Ends as the command did.
int end_as(int status) {
  if (!WIFSIGNALED(status)) return WEXITSTATUS(status);
  const int signal = WTERMSIG(status);
  // The core, if there was one, was the command's.
  const rlimit none{};
  setrlimit(RLIMIT_CORE, &none);
  ::signal(signal, SIG_DFL);
  sigset_t only;
  sigemptyset(&only);
  sigaddset(&only, signal);
  sigprocmask(SIG_UNBLOCK, &only, nullptr);
  raise(signal);
  return 128 + signal;
}

void print_stats(const MemoResult& result, double milliseconds) {
  put(stderr, fmt::format("lintcache: {} in {:.1f} ms ({:.1f} ms when it ran); {} inputs, {} outputs, {} restored, {} files read\n",
                          result.is_hit ? "repeated" : result.is_kept ? "ran and kept" : "ran, kept nothing", milliseconds,
                          static_cast<double>(result.recorded_nanoseconds) / 1e6, result.inputs, result.outputs, result.restored,
                          result.hashed));
}

int tell_dry(const MemoResult& result) {
  put(stdout, result.is_hit ? "lintcache run: hit\n" : "lintcache run: miss: " + printable(result.why) + "\n");
  return result.is_hit ? 0 : 1;
}

}  // namespace

Result<CachePlace> cache_place(const Options& options) {
  const RunOptions& run = options.run;
  CachePlace place{options.request.shared_dir, options.request.shared_limit};
  if (!run.cache.empty()) place.directory = absolute_path(run.cache, current_directory());
  if (place.limit == 0) place.limit = Request().shared_limit;
  if (!run.cache_size.empty()) {
    LINTCACHE_TRY_ASSIGN(place.limit, size_from(run.cache_size, "--cache-size"));
  }
  return place;
}

Result<std::vector<std::string>> command_environment(const RunOptions& options, const std::vector<std::string>& environment) {
  std::vector<std::string> given;
  for (const std::string& entry : environment)
    if (options.passed_variables.empty() || is_named(options.passed_variables, name_in(entry))) given.push_back(entry);
  for (const std::string& entry : options.set_variables) {
    if (entry.find('=') == std::string::npos || entry.starts_with('='))
      return asked_wrongly("--env takes VAR=VALUE", entry, "--pass-env lets a variable pass");
    std::erase_if(given, [&](const std::string& one) { return name_in(one) == name_in(entry); });
    given.push_back(entry);
  }
  return given;
}

Result<MemoCommand> memo_command(const RunOptions& options, const std::vector<std::string>& environment) {
  if (options.command.empty()) return asked_wrongly("there is no command", "", "it stands behind `--`: lintcache run -- make");
  MemoCommand command;
  command.directory = current_directory();
  if (!options.directory.empty()) {
    const std::string wanted = absolute_path(options.directory, command.directory);
    command.directory = real_directory(wanted);
    if (command.directory.empty()) return asked_wrongly("there is no such directory", wanted, "--cwd names where the command runs");
  }
  LINTCACHE_TRY_ASSIGN(command.environment, command_environment(options, environment));
  command.arguments = options.command;
  command.mask = umask(0);
  umask(command.mask);
  return command;
}

// A run ends soon, and what it gives back it needs again: giving pages back to the system, and getting them anew, takes longer.
void keep_memory() {
#ifdef __GLIBC__
  mallopt(M_MMAP_THRESHOLD, 256 << 20);
  mallopt(M_TRIM_THRESHOLD, 256 << 20);
  mallopt(M_TOP_PAD, 1 << 20);
#endif
}

int run_command(const Options& options, const std::vector<std::string>& environment) {
  keep_memory();
  const RunOptions& run = options.run;
  if (run.known) return print_known();
  const auto begun = std::chrono::steady_clock::now();
  const int64_t asked_at = wall_clock();
  auto command = memo_command(run, environment);
  if (!command) return complain_125(command.error());
  const Program program = program_of(command->arguments[0], command->directory, command->environment);
  if (program.status != 0) {
    complain(asked_wrongly(program.status == k_not_found ? "there is no such command" : "the command cannot be run", program.path));
    return program.status;
  }
  command->executable = program.path;
  const auto place = cache_place(options);
  if (!place) return complain_125(place.error());
  if (auto input = standard_input(run); input) {
    command->input = std::move(*input);
  } else {
    return complain_125(input.error());
  }
  const Sharing sharing = sharing_named(value_of(environment, k_sharing)).value_or(Sharing::made);
  const MemoVoice voice = memo_voice(run);
  if (place->directory.empty()) voice.warn("nothing is kept, for LINTCACHE_MAX_SIZE is 0: --cache names a place");
  static Stop stop;
  raise_on_signals(stop);
  bool took_too_long = false;
  int status = 0;
  {
    MemoStore store(place->directory, place->limit);
    const RunTraced run_traced = traced_runner(stop, run.time_limit, run.tracer != "ptrace", took_too_long);
    const MemoOptions memo = memo_options(run, command->directory, place->limit, sharing, asked_at);
    const auto result = memoize(*command, memo, store, run_traced, voice);
    if (!result) return complain_125(result.error());
    store.commit();
    if (const std::string trouble = store.trouble(); !trouble.empty()) voice.warn(printable(trouble));
    const std::chrono::duration<double, std::milli> took = std::chrono::steady_clock::now() - begun;
    if (run.stats) print_stats(*result, took.count());
    if (run.dry_run) return tell_dry(*result);
    status = result->status;
  }
  return took_too_long ? k_took_too_long : end_as(status);
}

}  // namespace lintcache
