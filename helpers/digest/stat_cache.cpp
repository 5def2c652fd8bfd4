// SPDX-License-Identifier: MIT
// Trusting what was seen before, and when not to.
#include "digest/stat_cache.h"

#include <algorithm>

#include "base/file.h"
#include "base/path.h"
#include "digest/hasher.h"
#include "digest/input_facts.h"

namespace lintcache {
namespace {

// How often what changes while it is looked at is looked at again.
constexpr int k_attempts = 3;

// A file that is too large to be read.
std::optional<FileStatus> status_of_huge(Disk& disk, const std::string& path) {
  const auto status = disk.status(path);
  if (!status || !*status || (*status)->type != FileType::regular || (*status)->tuple.size <= k_most_read) return {};
  return *status;
}

// Its tuple stands for its bytes: each edit gives it another one.
Digest digest_of_huge(const StatTuple& tuple) {
  Hasher hasher;
  for (const int64_t part : {tuple.size, tuple.modified_nanoseconds, tuple.changed_nanoseconds, static_cast<int64_t>(tuple.inode)})
    hasher.field("huge", std::to_string(part));
  return hasher.digest();
}

}  // namespace

const Digest k_unreadable = digest_of("there, but not readable");

StatCache::StatCache(Disk& disk, Memory memory, const Trust& trust)
    : disk_(disk), memory_(std::move(memory)), trust_(trust), clock_(disk, trust.probe) {
  judge();
}

StatCache::StatCache(Disk& disk, Recall& recall, const Trust& trust)
    : disk_(disk), recall_(&recall), trust_(trust), clock_(disk, trust.probe) {
  judge();
}

void StatCache::judge() {
  JudgedTimes& judged = trust_.judged;
  const bool is_empty = memory_.files.empty() && memory_.directories.empty() && recall_ == nullptr;
  if (!is_empty) {
    if (is_behind(clock_, judged) || trust_.max_drift > judged.max_drift) distrust_memory();
  }
  judged.max_drift = is_empty ? trust_.max_drift : std::min(judged.max_drift, trust_.max_drift);
}

void StatCache::recall_all() {
  if (recall_ == nullptr) return;
  Memory all = recall_->all();
  recall_ = nullptr;
  // What was asked for already may be newer.
  for (auto& [path, record] : all.files)
    if (!asked_files_.contains(path)) memory_.files.try_emplace(path, std::move(record));
  for (auto& [path, record] : all.directories)
    if (!asked_directories_.contains(path)) memory_.directories.try_emplace(path, std::move(record));
}

FileRecord* StatCache::known_file(const std::string& path) {
  if (recall_ != nullptr && asked_files_.insert(path).second && !memory_.files.contains(path))
    if (auto record = recall_->file(path)) memory_.files.emplace(path, std::move(*record));
  const auto known = memory_.files.find(path);
  return known == memory_.files.end() ? nullptr : &known->second;
}

DirectoryRecord* StatCache::known_directory(const std::string& path) {
  if (recall_ != nullptr && asked_directories_.insert(path).second && !memory_.directories.contains(path))
    if (auto record = recall_->directory(path)) memory_.directories.emplace(path, std::move(*record));
  const auto known = memory_.directories.find(path);
  return known == memory_.directories.end() ? nullptr : &known->second;
}

// All that was judged before the clock went back was judged by a time that is still to come.
void StatCache::distrust_memory() {
  recall_all();
  for (auto& [path, record] : memory_.files) {
    record.ambiguous = true;
    new_files_.insert(path);
  }
  for (auto& [path, record] : memory_.directories) {
    record.ambiguous = true;
    new_directories_.insert(path);
  }
  later_ = {};
  trust_.judged = {0, 0, trust_.max_drift};
}

void StatCache::check_clock() {
  clock_.machine();
  if (clock_.went_back()) distrust_memory();
}

int64_t StatCache::time_on(uint64_t device) {
  const int64_t now = clock_.now(device);
  if (clock_.went_back()) distrust_memory();
  return now;
}

JudgedTimes StatCache::judged() {
  const int64_t state = clock_.state();
  const int64_t machine = clock_.machine();
  if (clock_.went_back()) distrust_memory();
  return {machine, state == 0 ? trust_.judged.state : state, trust_.judged.max_drift};
}

template <typename Record>
bool StatCache::vouches(const Record& record, const StatTuple& tuple) const {
  return record.tuple == tuple && !record.ambiguous && !trust_.always_read;
}

bool StatCache::is_ambiguous(const FileStatus& status, int64_t looked_at) const {
  return !status.is_dated || lintcache::is_ambiguous(status.tuple, looked_at, trust_.max_drift);
}

Result<std::optional<FileStatus>> StatCache::status(const std::string& path) {
  auto status = disk_.status(path);
  SeenState state;
  if (!status) {
    state.presence = Presence::unreachable;
  } else if (*status) {
    state = {Presence::there, (*status)->tuple};
  }
  // Who was told something else before may have gone by that.
  const auto [known, is_new] = seen_.try_emplace(path, state);
  if (!is_new && known->second != state) doubt();
  if (is_new && status && *status && (*status)->type == FileType::directory) directories_before_.looked(path, (*status)->tuple);
  return status;
}

Digest StatCache::content(const std::string& path) {
  if (const auto seen = contents_.find(path); seen != contents_.end()) return seen->second;
  check_clock();
  const auto status = this->status(path);
  Digest digest;
  if (!status || (*status && (*status)->type != FileType::regular)) {
    digest = k_unreadable;
  } else if (*status) {
    const FileRecord* known = known_file(path);
    const bool is_known = known != nullptr && vouches(*known, (*status)->tuple);
    digest = is_known ? known->digest : read_content(path, (*status)->device);
  }
  return contents_[path] = digest;
}

int64_t StatCache::size(const std::string& path) {
  const Digest digest = content(path);
  const auto known = memory_.files.find(path);
  return digest.is_absent() || digest == k_unreadable || known == memory_.files.end() ? 0 : known->second.tuple.size;
}

StatCache::Seen<FileRecord> StatCache::read_anew(const std::string& path, uint64_t device) {
  Seen<FileRecord> seen;
  for (int attempt = 0; attempt < k_attempts; ++attempt) {
    // Before the first byte is read: a slow read gives an edit in the file's own tick time to slip in.
    const int64_t looked_at = time_on(device);
    const auto read = disk_.read(path);
    if (const auto huge = read ? std::nullopt : status_of_huge(disk_, path)) {
      const bool is_young = is_ambiguous(*huge, looked_at);
      // What may have changed without another tuple is as if it changed all the time.
      return {FileRecord{huge->tuple, digest_of_huge(huge->tuple), is_young}, true, !is_young};
    }
    if (!read || !*read) return {std::nullopt, read.ok(), true};
    const FileBytes& file = **read;
    const bool is_there = file.after.device == device;
    seen.is_settled = file.before.tuple == file.after.tuple && is_there;
    seen.record = {file.after.tuple, digest_of(file.bytes), !seen.is_settled || is_ambiguous(file.after, looked_at)};
    if (seen.is_settled) break;
    device = file.after.device;
  }
  return seen;
}

Digest StatCache::read_content(const std::string& path, uint64_t device) {
  const Seen<FileRecord> seen = read_anew(path, device);
  if (!seen.record) {
    // Kept, to be overwritten: what is only left out here would still be trusted by the next run.
    if (FileRecord* known = known_file(path)) {
      known->ambiguous = true;
      new_files_.insert(path);
    }
    // It may be made readable in the very tick in which we looked.
    is_doubtful_ = is_doubtful_ || !seen.is_readable;
    return seen.is_readable ? Digest{} : k_unreadable;
  }
  ++files_hashed_;
  if (!seen.is_settled) unstable_.insert(path);
  FileRecord& record = memory_.files[path];
  if (record != *seen.record) new_files_.insert(path);
  record = *seen.record;
  return record.digest;
}

StatCache::Seen<DirectoryRecord> StatCache::list_anew(const std::string& directory, FileStatus status) {
  Seen<DirectoryRecord> seen;
  for (int attempt = 0; attempt < k_attempts; ++attempt) {
    const int64_t looked_at = time_on(status.device);
    auto entries = disk_.list(directory);
    if (!entries || !*entries) return {std::nullopt, entries.ok(), true};
    const auto after = disk_.status(directory);
    seen.is_settled = after.ok() && *after && (*after)->tuple == status.tuple;
    seen.record = {status.tuple, std::move(**entries), !seen.is_settled || is_ambiguous(status, looked_at)};
    if (seen.is_settled || !after || !*after) break;
    status = **after;
  }
  return seen;
}

Result<const std::vector<DirectoryEntry>*> StatCache::entries(const std::string& directory) {
  using Entries = const std::vector<DirectoryEntry>*;
  if (directories_.contains(directory)) return Entries(&memory_.directories[directory].entries);
  if (absent_directories_.contains(directory)) return Entries(nullptr);
  check_clock();
  LINTCACHE_TRY_ASSIGN(const auto status, this->status(directory));
  if (status && status->type == FileType::directory) {
    const DirectoryRecord* known = known_directory(directory);
    if (known != nullptr && vouches(*known, status->tuple)) {
      directories_.insert(directory);
      return Entries(&known->entries);
    }
    Seen<DirectoryRecord> seen = list_anew(directory, *status);
    if (!seen.is_readable) {
      const auto why = disk_.list(directory);
      return why ? our_fault("cannot list the directory", directory) : why.error();
    }
    ++directories_listed_;
    if (seen.record) {
      directories_.insert(directory);
      if (!seen.is_settled) unstable_.insert(directory);
      DirectoryRecord& record = memory_.directories[directory];
      if (record != *seen.record) new_directories_.insert(directory);
      record = std::move(*seen.record);
      return Entries(&record.entries);
    }
  }
  absent_directories_.insert(directory);
  return Entries(nullptr);
}

Digest StatCache::state(const Input& input) {
  if (input.kind == InputKind::content) return content(input.path);
  if (const auto seen = states_.find(input); seen != states_.end()) return seen->second;
  if (is_plain_fact(input)) return states_[input] = state_of_plain(input);
  const auto found = entries(input.path);
  Digest digest = k_unreadable;
  if (found) digest = *found == nullptr ? Digest{} : state_in(input, **found);
  return states_[input] = digest;
}

Digest StatCache::state_of_plain(const Input& input) {
  const auto fact = fact_of(input);
  if (!fact) return k_unreadable;
  // What vouches for the answer, for who compares the whole run.
  [[maybe_unused]] const auto there = status(input.path);
  if (is_about_link(*fact)) [[maybe_unused]] const auto around = status(parent_of(input.path));
  if (may_change_unseen(*fact)) doubt();
  return state_of_fact(*fact);
}

bool StatCache::still(const Input& input) {
  const Digest before = state(input);
  if (is_plain_fact(input)) {
    const auto fact = fact_of(input);
    return fact && state_of_fact(*fact) == before;
  }
  check_clock();
  if (unstable_.contains(input.path)) return false;
  const auto status = disk_.status(input.path);
  if (!status) return before == k_unreadable;
  if (!*status) return before.is_absent();
  return input.kind == InputKind::content ? still_content(input, **status, before)
                                          : still_entries(input, **status, before);
}

bool StatCache::still(const Input& input, int64_t since) {
  if (!still(input)) return false;
  if (input.kind != InputKind::content) return true;
  // What was found just now has the tuple of now; what was found at first may have another one.
  const auto first = memory_.files.find(input.path);
  const auto last = later_.files.find(input.path);
  return first == memory_.files.end() || last == later_.files.end() || first->second.tuple == last->second.tuple ||
         !lintcache::changed_since(last->second.tuple, clock_.earliest(since));
}

bool StatCache::still_content(const Input& input, const FileStatus& status, const Digest& before) {
  if (status.type != FileType::regular) return before == k_unreadable;
  const auto known = memory_.files.find(input.path);
  const bool is_known = known != memory_.files.end();
  if (is_known && vouches(known->second, status.tuple)) return true;
  if (const auto last = later_.files.find(input.path); last != later_.files.end() && vouches(last->second, status.tuple))
    return last->second.digest == before;
  const Seen<FileRecord> seen = read_anew(input.path, status.device);
  if (!seen.record) return before == (seen.is_readable ? Digest{} : k_unreadable);
  later_.files[input.path] = *seen.record;
  if (!seen.is_settled || seen.record->digest != before) return false;
  // Old enough by now: the next run need not read it once more.
  if (is_known && known->second.tuple == seen.record->tuple && known->second != *seen.record) {
    known->second = *seen.record;
    new_files_.insert(input.path);
  }
  return true;
}

bool StatCache::still_entries(const Input& input, const FileStatus& status, const Digest& before) {
  if (status.type != FileType::directory) return before.is_absent();
  if (const auto known = memory_.directories.find(input.path);
      known != memory_.directories.end() && vouches(known->second, status.tuple))
    return true;
  if (const auto last = later_.directories.find(input.path);
      last != later_.directories.end() && vouches(last->second, status.tuple))
    return state_in(input, last->second.entries) == before;
  Seen<DirectoryRecord> seen = list_anew(input.path, status);
  if (!seen.record) return before == (seen.is_readable ? Digest{} : k_unreadable);
  DirectoryRecord& last = later_.directories[input.path] = std::move(*seen.record);
  return seen.is_settled && state_in(input, last.entries) == before;
}

bool StatCache::changed_since(const std::string& path, int64_t time) const {
  const auto known = memory_.files.find(path);
  return known != memory_.files.end() && lintcache::changed_since(known->second.tuple, clock_.earliest(time));
}

// Was all that was learnt of the path learnt from what its tuple stands for?
bool StatCache::vouches_for_itself(const SeenPath& seen) const {
  if (unstable_.contains(seen.path)) return false;
  if (const auto content = contents_.find(seen.path); content != contents_.end() && !content->second.is_absent()) {
    const auto known = memory_.files.find(seen.path);
    // A directory in a file's place is told by its tuple.
    const bool is_file = content->second != k_unreadable;
    if (is_file && (known == memory_.files.end() || !vouches(known->second, seen.state.tuple))) return false;
  }
  if (!directories_.contains(seen.path)) return true;
  const auto known = memory_.directories.find(seen.path);
  return known != memory_.directories.end() && vouches(known->second, seen.state.tuple);
}

std::optional<std::vector<SeenPath>> StatCache::seen() const {
  if (is_doubtful_ || trust_.always_read) return {};
  std::vector<SeenPath> all;
  all.reserve(seen_.size());
  for (const auto& [path, state] : seen_) {
    all.push_back({path, state});
    SeenPath& one = all.back();
    // Read after it was asked for: the tuple is of then.
    if (const auto known = memory_.files.find(path); contents_.contains(path) && known != memory_.files.end())
      one.state.tuple = known->second.tuple;
    if (one.state.presence == Presence::there && !vouches_for_itself(one)) return {};
  }
  std::sort(all.begin(), all.end(), [](const SeenPath& a, const SeenPath& b) { return a.path < b.path; });
  return all;
}

void StatCache::look_again() {
  seen_.clear();
  directories_before_.forget();
  is_doubtful_ = false;
  contents_.clear();
  directories_.clear();
  absent_directories_.clear();
  states_.clear();
  unstable_.clear();
  later_ = {};
}

std::vector<std::string> StatCache::unused_files() const {
  std::vector<std::string> paths;
  for (const auto& [path, record] : memory_.files) {
    const auto seen = contents_.find(path);
    if (seen == contents_.end() || seen->second.is_absent()) paths.push_back(path);
  }
  return paths;
}

std::vector<std::string> StatCache::unused_directories() const {
  std::vector<std::string> paths;
  for (const auto& [path, record] : memory_.directories)
    if (!directories_.contains(path)) paths.push_back(path);
  return paths;
}

}  // namespace lintcache
