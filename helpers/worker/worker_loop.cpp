// SPDX-License-Identifier: MIT
// Requests, attempts, reports.
#include "worker/worker_loop.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <memory>

#include "base/descriptor.h"
#include "base/frame.h"
#include "base/path.h"
#include "worker/attempt.h"

namespace lintcache {
namespace {

constexpr const char* k_protocol_version = "1";

// Never closed but by the end of the process: who sees the end of the stream can then read why.
struct Streams {
  int in, out;
};

// The protocol moves to other numbers, out of the way of whoever reads 0 or prints to 1.
Result<Streams> take_streams() {
  const Streams streams{fcntl(0, F_DUPFD_CLOEXEC, 100), fcntl(1, F_DUPFD_CLOEXEC, 100)};
  if (streams.in < 0 || streams.out < 0) return system_error(errno, "cannot move standard input and output");
  const Descriptor nothing(open("/dev/null", O_RDWR | O_CLOEXEC));
  dup2(nothing.get(), 0);
  dup2(nothing.get(), 1);
  return streams;
}

// Whether another interpreter may fare better than the sub-interpreter did. Not after a busy loop: it
// would cost the time limit once more. A plain exception of the module's own is the same everywhere;
// SystemError and a text about interpreters are what a refusal to live in a sub-interpreter looks like.
bool retry_in_main(const Attempt& attempt, const SharedRecord& record) {
  if (record.wants_main()) return true;
  if (const auto outcome = record.outcome())
    return *outcome == ImportOutcome::raised &&
           (record.type() == "SystemError" || record.text().find("interpreter") != std::string::npos);
  if (attempt.ending == Ending::asleep) return true;
  return attempt.ending == Ending::by_itself && WIFSIGNALED(attempt.status);
}

void describe_outcome(const Attempt& attempt, const SharedRecord& record, double time_limit,
                      ImportReport& report) {
  if (record.doubtful()) {
    report.outcome = ImportOutcome::crashed;
    report.exception = k_too_much_seen;
  } else if (const auto outcome = record.outcome()) {
    report.outcome = *outcome;
    report.exception = record.type();
    if (const std::string text = record.text(); !text.empty()) report.exception += ": " + text;
  } else if (attempt.ending != Ending::by_itself) {
    report.outcome = ImportOutcome::timed_out;
    report.exception = fmt::format("no end after {:g} s", time_limit);
  } else if (WIFSIGNALED(attempt.status)) {
    report.outcome = ImportOutcome::crashed;
    report.exception = fmt::format("signal {}", WTERMSIG(attempt.status));
  } else {
    report.outcome = ImportOutcome::exited;
    report.exception = fmt::format("exit status {}", WEXITSTATUS(attempt.status));
  }
}

class Worker {
 public:
  Worker(const WorkerOptions& options, Interpreter interpreter, SharedRecord record)
      : time_limit_(options.time_limit),
        interpreter_(std::move(interpreter)),
        record_(std::move(record)) {
    child_.memory_limit = options.memory_limit;
    child_.sources.push_back(options.source_dir);
    const std::unique_ptr<char, void (*)(void*)> real(realpath(options.source_dir.c_str(), nullptr),
                                                      std::free);
    if (real && options.source_dir != real.get()) child_.sources.emplace_back(real.get());
  }

  Result<ImportReport> import(const ImportRequest& request) {
    const auto start = std::chrono::steady_clock::now();
    Way way = Way::sub_interpreter;
    LINTCACHE_TRY_ASSIGN(Attempt attempt, try_way(request, way));
    if (retry_in_main(attempt, record_)) {
      way = Way::main_interpreter;
      LINTCACHE_TRY_ASSIGN(attempt, try_way(request, way));
    }
    ImportReport report;
    describe_outcome(attempt, record_, time_limit_, report);
    report.way = way == Way::sub_interpreter ? "sub-interpreter" : "main interpreter";
    report.output = std::move(attempt.output);
    report.seen = record_.entries();
    const std::chrono::nanoseconds elapsed = std::chrono::steady_clock::now() - start;
    report.nanoseconds = static_cast<uint64_t>(elapsed.count());
    return report;
  }

  // To be called when the report is sent: nobody waits meanwhile.
  void learn(const ImportReport& report) {
    std::vector<std::string> paths;
    for (const Seen& seen : report.seen)
      if (seen.kind == SeenKind::module && lies_in_tree(seen.path)) paths.push_back(seen.path);
    code_.learn(interpreter_, paths);
  }

 private:
  [[nodiscard]] bool lies_in_tree(const std::string& path) const {
    return std::any_of(child_.sources.begin(), child_.sources.end(),
                       [&](const std::string& directory) { return is_below(path, directory); });
  }

  Result<Attempt> try_way(const ImportRequest& request, Way way) {
    const std::chrono::duration<double> time(time_limit_);
    // A sub-interpreter can deadlock where the main one cannot. Two seconds of sleep look like one, and
    // the second try, which has the whole time limit, makes a mistake about it harmless.
    const AttemptLimits limits{std::chrono::ceil<std::chrono::milliseconds>(time),
                               way == Way::main_interpreter};
    return attempt_import(interpreter_, code_, record_, request, child_, way, limits);
  }

  double time_limit_;
  Interpreter interpreter_;
  CodeStore code_;
  SharedRecord record_;
  ChildOptions child_;
};

}  // namespace

Result<void> run_worker(const WorkerOptions& options) {
  LINTCACHE_TRY_ASSIGN(const Streams streams, take_streams());
  const std::string library = absolute_path(options.libpython, current_directory());
  WorkerOptions whole = options;
  whole.source_dir = absolute_path(options.source_dir, current_directory());
  // Relative entries of PYTHONPATH, and '' on sys.path, mean the source directory.
  if (chdir(whole.source_dir.c_str()) != 0)
    return asked_wrongly("cannot enter the source directory", whole.source_dir);
  signal(SIGPIPE, SIG_IGN);
  adopt_orphans();
  LINTCACHE_TRY_ASSIGN(Interpreter interpreter, Interpreter::start(library, options.program));
  LINTCACHE_TRY_ASSIGN(SharedRecord record, SharedRecord::create());
  LINTCACHE_TRY(write_frame(streams.out,
                            {"lintcache-python", k_protocol_version, interpreter.api().version}));
  Worker worker(whole, std::move(interpreter), std::move(record));
  for (;;) {
    LINTCACHE_TRY_ASSIGN(const Fields fields, read_frame(streams.in));
    if (fields.empty()) return {};
    LINTCACHE_TRY_ASSIGN(const ImportRequest request, import_request(fields));
    LINTCACHE_TRY_ASSIGN(const ImportReport report, worker.import(request));
    LINTCACHE_TRY(write_frame(streams.out, to_fields(report)));
    worker.learn(report);
  }
}

}  // namespace lintcache
