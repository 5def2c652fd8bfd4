// SPDX-License-Identifier: MIT
// Batches for the worker, and what comes back as footprints.
#include "run/runtime_parts.h"

#include <algorithm>
#include <chrono>
#include <map>
#include <numeric>

#include "base/frame.h"
#include "base/path.h"
#include "imports/footprint.h"
#include "schedule/parallel.h"

namespace lintcache {
namespace {

// Format of the payload: four fields, the outcome's number, exception, way and output.
std::string to_payload(const ImportedFile& file) {
  return encode_fields(
      {std::to_string(static_cast<int>(file.outcome)), file.exception, file.way, file.output});
}

Footprint footprint_from(const KnownSet& known) {
  Footprint footprint;
  footprint.runtime = {known.id, known.digest};
  if (auto fields = decode_fields(known.payload); fields && fields->size() == 4) {
    footprint.outcome = static_cast<ImportOutcome>(std::atoi((*fields)[0].c_str()));
    footprint.exception = std::move((*fields)[1]);
    footprint.way = std::move((*fields)[2]);
    footprint.output = std::move((*fields)[3]);
  }
  return footprint;
}

}  // namespace

void RuntimeParts::look_up(const std::string& file) {
  if (auto known = session_.store.input_sets().find(import_subject(file, setting_), session_.disk)) {
    known_.emplace(file, footprint_from(*known));
  } else {
    stale_.push_back({file, name_module(joined(session_.request.source_dir, file), session_.disk, search_path_)});
  }
}

// The largest first: who ends with it waits the shortest.
std::vector<RuntimeParts::Batch> RuntimeParts::batches() const {
  std::map<std::string, Batch> by_root;
  for (const Stale& stale : stale_) by_root[stale.module.request.root].push_back(&stale);
  std::vector<Batch> all;
  for (auto& [root, batch] : by_root) all.push_back(std::move(batch));
  std::stable_sort(all.begin(), all.end(),
                   [](const Batch& a, const Batch& b) { return a.size() > b.size(); });
  return all;
}

Result<void> RuntimeParts::import_stale(JobSlots& slots) {
  if (!stale_.empty()) session_.voice.tell(PhaseBegan{Phase::infer});
  // So an edit meanwhile shows as one.
  for (const Stale& stale : stale_) {
    session_.disk.content(stale.module.request.path);
    known_files_.insert(stale.module.request.path);
  }
  for (unsigned slot = 0; slot < slots.width(); ++slot) clients_.emplace_back(command_);
  import_all(batches(), slots);
  const std::vector<Batch> alone = std::move(alone_);
  import_all(alone, slots);
  if (failure_) return *failure_;
  return {};
}

void RuntimeParts::import_all(const std::vector<Batch>& batches, JobSlots& slots) {
  running_.assign(slots.width(), 0);
  const auto enough = [&] {
    const std::lock_guard lock(mutex_);
    return session_.stop.raised() || failure_;
  };
  run_parallel(batches.size(), slots, enough,
               [&](size_t index, unsigned slot) { import_one(batches[index], slot); });
}

void RuntimeParts::import_one(const Batch& batch, unsigned slot) {
  ImportBatch requests;
  for (const Stale* stale : batch) requests.push_back(stale->module.request);
  const auto progress = [&](size_t done) {
    const std::lock_guard lock(mutex_);
    running_[slot] = std::min(done, batch.size());
    if (running_[slot] > 0) tell_progress(batch[running_[slot] - 1]->file);
  };
  const Beginning beginning{session_.disk.disk().now(), known_files_};
  session_.voice.tell(ImportEvent{false, slot, batch.size()});
  const auto start = std::chrono::steady_clock::now();
  auto report = clients_[slot].import(requests, session_.stop, progress);
  // With the slot that it has; compiling is half of an import, so it may take half as long.
  clients_[slot].let_learn(session_.stop, std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - start) / 2);
  session_.voice.tell(ImportEvent{true, slot, batch.size()});
  const std::lock_guard lock(mutex_);
  running_[slot] = 0;
  if (report) {
    keep(batch, *report, beginning);
    tell_progress(batch.back()->file);
  } else if (!failure_ && !session_.stop.raised()) {
    failure_ = report.error();
  }
}

void RuntimeParts::keep(const Batch& batch, const BatchReport& report, const Beginning& beginning) {
  const RuntimeGraph graph = runtime_graph(report);
  RememberedGraph remembered(session_, graph.graph, beginning);
  std::vector<bool> is_kept(batch.size(), true);
  for (const size_t index : to_import_alone(report, graph, batch.size())) {
    is_kept[index] = false;
    alone_.push_back({batch[index]});
  }
  for (size_t index = 0; index < batch.size(); ++index) {
    if (!is_kept[index]) continue;
    const ImportedFile& file = report.files[index];
    const uint32_t group = graph.group_of[file.module];
    const auto own = own_inputs(batch[index]->module);
    const std::string payload = to_payload(file);
    const KnownSet known =
        file.exception == k_too_much_seen
            ? remembered.for_this_run(own, group, payload)
            : remembered.remember(import_subject(batch[index]->file, setting_), own, group, payload);
    known_.insert_or_assign(batch[index]->file, footprint_from(known));
    ++finished_;
  }
  session_.store.commit_now_and_then();
}

void RuntimeParts::tell_progress(const std::string& file) {
  const size_t done = std::accumulate(running_.begin(), running_.end(), finished_);
  session_.voice.tell(Counted{Phase::infer, std::min(done, stale_.size()), stale_.size(), file});
}

}  // namespace lintcache
