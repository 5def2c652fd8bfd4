// SPDX-License-Identifier: MIT
// Talking to the worker in frames.
#include "imports/import_client.h"

#include <poll.h>

#include <cerrno>
#include <charconv>
#include <string_view>

#include "base/text.h"

namespace lintcache {
namespace {

// The worker's own stands in worker/worker_loop.cpp.
constexpr std::string_view k_protocol = "3";

}  // namespace

Result<Fields> ImportClient::receive(const Stop& stop) {
  pollfd waits[] = {{worker_->from(), POLLIN, 0}, {stop.descriptor(), POLLIN, 0}};
  while (poll(waits, 2, -1) < 0 && errno == EINTR) {
  }
  if (stop.raised()) return our_fault("stopped");
  return read_frame(worker_->from());
}

Result<void> ImportClient::ensure_started(const Stop& stop) {
  if (worker_) return {};
  LINTCACHE_TRY_ASSIGN(auto worker, Conversation::start(command_));
  worker_.emplace(std::move(worker));
  LINTCACHE_TRY_ASSIGN(const Fields hello, receive(stop));
  if (hello.size() == 3 && hello[0] == "lintcache-python" && hello[1] == k_protocol) return {};
  const std::string complaint = last_line(worker_->complaint());
  worker_.reset();
  return our_fault("the import worker did not start", command_.arguments[0], complaint);
}

// An empty list where the worker died.
Result<Fields> ImportClient::receive_report(const Stop& stop,
                                            const std::function<void(size_t done)>& progress) {
  for (;;) {
    LINTCACHE_TRY_ASSIGN(Fields fields, receive(stop));
    if (fields.size() != 1) return fields;
    // From before this batch.
    if (fields[0] == k_learnt) continue;
    size_t done = 0;
    const char* end = fields[0].data() + fields[0].size();
    const auto [last, error] = std::from_chars(fields[0].data(), end, done);
    if (error != std::errc() || last != end) return our_fault("the import worker tells of its progress what cannot be");
    progress(done);
  }
}

void ImportClient::let_learn(const Stop& stop, std::chrono::milliseconds most) {
  if (!worker_) return;
  pollfd waits[] = {{worker_->from(), POLLIN, 0}, {stop.descriptor(), POLLIN, 0}};
  int ready;
  do {
    ready = poll(waits, 2, static_cast<int>(most.count()));
  } while (ready < 0 && errno == EINTR);
  if (ready > 0 && waits[0].revents != 0)
    if (const auto fields = read_frame(worker_->from()); fields && fields->size() == 1 && (*fields)[0] == k_learnt) return;
  worker_.reset();
}

Result<BatchReport> ImportClient::import(const ImportBatch& batch, const Stop& stop,
                                         const std::function<void(size_t done)>& progress) {
  const std::string where = batch.empty() ? "" : batch.front().path;
  Error last;
  for (int attempt = 0; attempt < 2; ++attempt) {
    LINTCACHE_TRY(ensure_started(stop));
    if (write_frame(worker_->to(), to_fields(batch))) {
      auto fields = receive_report(stop, progress);
      if (stop.raised()) return our_fault("stopped");
      if (fields && !fields->empty()) {
        LINTCACHE_TRY_ASSIGN(auto report, batch_report(*fields));
        if (!report.files.empty() && report.files.size() <= batch.size()) return report;
        return our_fault("the import worker answered for other files than it was asked for", where);
      }
    }
    last = our_fault("the import worker died", where, last_line(worker_->complaint()));
    worker_.reset();
  }
  return last;
}

}  // namespace lintcache
