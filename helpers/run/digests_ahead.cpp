// SPDX-License-Identifier: MIT
// One thread beside the one that follows the command.
#include "run/digests_ahead.h"

#include <csignal>
#include <utility>

#include "trace/known_names.h"
#include "trace/resolved_names.h"

namespace lintcache {
namespace {

// To begin with some takes as long as a few of them.
constexpr size_t k_at_once = 64;

}  // namespace

void DigestsAhead::want(const std::string& named) {
  std::string path = tidy(named);
  if (place_of(path) != Place::ordinary || remembered_.contains(memory_key(FactKind::content, path, ""))) return;
  if (!known_.insert(path).second) return;
  {
    const std::lock_guard lock(mutex_);
    wanted_.push_back(std::move(path));
  }
  if (++count_ % k_at_once != 0) return;
  changed_.notify_one();
  if (thread_.joinable()) return;
  // Signals are for the thread that waits for the command.
  sigset_t all, before;
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, &before);
  thread_ = std::thread([this] { work(); });
  pthread_sigmask(SIG_SETMASK, &before, nullptr);
}

void DigestsAhead::work() {
  std::unique_lock lock(mutex_);
  for (;;) {
    changed_.wait(lock, [this] { return is_over_ || wanted_.size() >= k_at_once; });
    if (is_over_) return;
    const std::vector<std::string> some = std::exchange(wanted_, {});
    lock.unlock();
    around_(true);
    for (const std::string& path : some) {
      if (!facts_.changed_since(path, true, start_)) facts_.state({FactKind::content, path, "", "", false});
      const std::lock_guard again(mutex_);
      if (is_over_) break;
    }
    around_(false);
    lock.lock();
  }
}

void DigestsAhead::stop() {
  if (!thread_.joinable()) return;
  {
    const std::lock_guard lock(mutex_);
    is_over_ = true;
  }
  changed_.notify_one();
  thread_.join();
}

}  // namespace lintcache
