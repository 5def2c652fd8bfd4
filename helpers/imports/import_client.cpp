// SPDX-License-Identifier: MIT
// Talking to the worker in frames.
#include "imports/import_client.h"

#include <poll.h>

#include <cerrno>

#include "base/text.h"

namespace lintcache {

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
  if (hello.size() == 3 && hello[0] == "lintcache-python" && hello[1] == "1") return {};
  const std::string complaint(trim(worker_->complaint()));
  worker_.reset();
  return our_fault("the import worker did not start", command_.arguments[0], complaint);
}

Result<ImportReport> ImportClient::import(const ImportRequest& request, const Stop& stop) {
  Error last;
  for (int attempt = 0; attempt < 2; ++attempt) {
    LINTCACHE_TRY(ensure_started(stop));
    if (write_frame(worker_->to(), to_fields(request))) {
      auto fields = receive(stop);
      if (fields && !fields->empty()) return import_report(*fields);
      if (stop.raised()) return our_fault("stopped");
    }
    last = our_fault("the import worker died", request.path, std::string(trim(worker_->complaint())));
    worker_.reset();
  }
  return last;
}

}  // namespace lintcache
