// SPDX-License-Identifier: MIT
// Looking after what is kept.
#include "cli/store_commands.h"

#include <fmt/format.h>

#include <filesystem>

#include "base/text.h"
#include "cli/console.h"
#include "store/result_store.h"
#include "store/tree_lock.h"

namespace lintcache {
namespace {

namespace fs = std::filesystem;

std::string size_text(int64_t bytes) { return fmt::format("{:.1f} MiB", static_cast<double>(bytes) / (1 << 20)); }

// Bytes of all files in a directory and below it.
int64_t size_below(const std::string& directory) {
  int64_t bytes = 0;
  std::error_code ignored;
  for (const auto& entry : fs::recursive_directory_iterator(directory, fs::directory_options::skip_permission_denied, ignored))
    if (entry.is_regular_file(ignored)) bytes += static_cast<int64_t>(entry.file_size(ignored));
  return bytes;
}

ResultStore shared_results(const Options& options) {
  return {options.request.shared_dir, options.request.shared_limit};
}

// The trouble, if there was any, is the last thing that is said.
int ended(const ResultStore& store) {
  const std::string trouble = store.trouble();
  if (trouble.empty()) return 0;
  put(stderr, "lintcache: error: " + trouble + "\n");
  return 3;
}

// Results to the file that the user names, or from it; `told` gets how many, and the file.
int moved(const Options& options, Result<int64_t> (ResultStore::*move)(const std::string& file), const char* told) {
  ResultStore store = shared_results(options);
  const auto count = (store.*move)(options.file);
  if (!count) return complain(count.error());
  put(stdout, fmt::format(fmt::runtime(told), *count, printable(options.file)));
  return ended(store);
}

bool is_about_tree(const Options& options) { return !options.request.state_dir.empty(); }

}  // namespace

int stats_command(const Options& options) {
  if (is_about_tree(options))
    put(stdout, fmt::format("tree {}: {} in {}\n", printable(options.request.name),
                            size_text(size_below(options.request.state_dir)), printable(options.request.state_dir)));
  if (options.request.shared_dir.empty()) {
    put(stdout, "shared results: none, LINTCACHE_MAX_SIZE is 0\n");
    return 0;
  }
  ResultStore store = shared_results(options);
  const ResultStatistics all = store.statistics();
  const int64_t asked = all.hits + all.misses;
  put(stdout, fmt::format("shared results: {} of {} at most in {}\n", size_text(all.bytes), size_text(all.limit), printable(all.file)));
  put(stdout, fmt::format("  {} results in {} blobs, {} evicted so far\n", all.actions, all.blobs, all.evicted));
  put(stdout, fmt::format("  asked for {} times, found {} times ({:.1f} %)\n", asked, all.hits,
                          asked == 0 ? 0.0 : 100.0 * static_cast<double>(all.hits) / static_cast<double>(asked)));
  return ended(store);
}

int gc_command(const Options& options) {
  ResultStore store = shared_results(options);
  const int64_t before = store.statistics().bytes;
  store.collect_garbage();
  const int64_t after = store.statistics().bytes;
  put(stdout, fmt::format("lintcache gc: {} of shared results left, {} freed\n", size_text(after), size_text(before - after)));
  return ended(store);
}

int clean_command(const Options& options) {
  if (!is_about_tree(options)) {
    ResultStore store = shared_results(options);
    store.clean();
    if (store.trouble().empty()) put(stdout, "lintcache clean: the shared results are forgotten\n");
    return ended(store);
  }
  static Stop stop;
  raise_on_signals(stop);
  const std::string& state_dir = options.request.state_dir;
  const TreeLock lock(state_dir, stop, [&](const std::string& holder) {
    put(stderr, "lintcache: waiting for another run on " + printable(state_dir) + holder + "\n");
  });
  if (stop.raised()) return 128 + stop.signal();
  std::error_code failed;
  // The lock stays: who waits for it must not wait for another file of that name. So does the request.
  for (const auto& entry : fs::directory_iterator(state_dir, failed)) {
    const std::string name = entry.path().filename();
    if (name != "lock" && name != "manifest.json" && !failed) fs::remove_all(entry.path(), failed);
  }
  if (failed && failed != std::errc::no_such_file_or_directory)
    return complain(our_fault("cannot remove the state: " + failed.message(), state_dir));
  put(stdout, "lintcache clean: the state of " + printable(options.request.name) + " is forgotten\n");
  return 0;
}

int export_command(const Options& options) {
  return moved(options, &ResultStore::export_to, "lintcache export: {} results written to {}\n");
}

int import_command(const Options& options) {
  return moved(options, &ResultStore::import_from, "lintcache import: {} results read from {}\n");
}

}  // namespace lintcache
