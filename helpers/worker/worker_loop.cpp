// SPDX-License-Identifier: MIT
// Batches in, reports out.
#include "worker/worker_loop.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <functional>
#include <memory>

#include "base/descriptor.h"
#include "base/frame.h"
#include "base/path.h"
#include "base/process_table.h"
#include "worker/batch.h"

namespace lintcache {
namespace {

constexpr const char* k_protocol_version = "3";
constexpr auto k_progress_interval = std::chrono::milliseconds(200);

// Below any limit of open files that Python can work with.
constexpr int k_out_of_the_way = 40;

// Never closed but by the end of the process: who sees the end of the stream can then read why.
struct Streams {
  int in, out;
};

// The protocol moves to other numbers, out of the way of whoever reads 0 or prints to 1.
Result<Streams> take_streams() {
  const Streams streams{fcntl(0, F_DUPFD_CLOEXEC, k_out_of_the_way), fcntl(1, F_DUPFD_CLOEXEC, k_out_of_the_way)};
  if (streams.in < 0 || streams.out < 0) return system_error(errno, "cannot move standard input and output");
  const Descriptor nothing(open("/dev/null", O_RDWR | O_CLOEXEC));
  dup2(nothing.get(), 0);
  dup2(nothing.get(), 1);
  return streams;
}

std::vector<std::string> names_of_directory(const std::string& directory) {
  std::vector<std::string> names = {directory};
  const std::unique_ptr<char, void (*)(void*)> real(realpath(directory.c_str(), nullptr), std::free);
  if (real && directory != real.get()) names.emplace_back(real.get());
  return names;
}

// Tells how far a batch is, as long as the driver listens: what it does not hear it does not need.
class ProgressFrames {
 public:
  explicit ProgressFrames(int out) : out_(out) {}

  void operator()(unsigned done) {
    const auto now = std::chrono::steady_clock::now();
    if (now - sent_ < k_progress_interval) return;
    sent_ = now;
    [[maybe_unused]] const auto result = write_frame(out_, {std::to_string(done)});
  }

 private:
  int out_;
  std::chrono::steady_clock::time_point sent_ = std::chrono::steady_clock::now();
};

Result<void> serve(ImportHost& host, const Streams& streams) {
  for (;;) {
    LINTCACHE_TRY_ASSIGN(const Fields fields, read_frame(streams.in));
    if (fields.empty()) break;
    LINTCACHE_TRY_ASSIGN(const ImportBatch batch, import_batch(fields));
    if (batch.empty()) return our_fault("a batch without files");
    ProgressFrames progress(streams.out);
    LINTCACHE_TRY_ASSIGN(const BatchReport report, import_files(host, batch, std::ref(progress)));
    LINTCACHE_TRY(write_frame(streams.out, to_fields(report)));
    host.byte_code.learn(host.interpreter, streams.in);
    // Whoever gave us the time for it may want it back.
    [[maybe_unused]] const auto told = write_frame(streams.out, {std::string(k_learnt)});
  }
  // What a request has interrupted.
  host.byte_code.learn(host.interpreter, -1);
  return {};
}

}  // namespace

Result<void> run_worker(const WorkerOptions& options) {
  LINTCACHE_TRY_ASSIGN(const Streams streams, take_streams());
  const std::string library =
      options.libpython.empty() ? "" : absolute_path(options.libpython, current_directory());
  WorkerOptions whole = options;
  whole.source_dir = absolute_path(options.source_dir, current_directory());
  if (!options.byte_code_dir.empty())
    whole.byte_code_dir = absolute_path(options.byte_code_dir, current_directory());
  // Relative entries of PYTHONPATH, and '' on sys.path, mean the source directory.
  if (chdir(whole.source_dir.c_str()) != 0)
    return asked_wrongly("cannot enter the source directory", whole.source_dir);
  const std::vector<std::string> names = names_of_directory(whole.source_dir);
  signal(SIGPIPE, SIG_IGN);
  adopt_orphans();
  LINTCACHE_TRY_ASSIGN(Interpreter interpreter, Interpreter::start(library, options.program));
  LINTCACHE_TRY_ASSIGN(SharedRecord record, SharedRecord::create());
  LINTCACHE_TRY(write_frame(streams.out,
                            {"lintcache-python", k_protocol_version, interpreter.api().version}));
  ByteCode byte_code(whole.byte_code_dir, names);
  ImportHost host{interpreter, record, byte_code,
                  {names, whole.byte_code_dir, whole.memory_limit, whole.file_limit, whole.process_limit},
                  whole.time_limit};
  return serve(host, streams);
}

}  // namespace lintcache
