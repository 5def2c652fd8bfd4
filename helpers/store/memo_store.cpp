// SPDX-License-Identifier: MIT
// Tables of `commands-1.sqlite`; the number is the version, so that another version has another file.
//
//   digest   key (see memory_key), seen (one of it, see store/memo_format.h)
//   seen     record, memory (the same of all facts of a record)
//   command  action, command, record, reasons (fields), outputs, trace, made (nanoseconds since 1970)
//   output   path, action
#include "store/memo_store.h"

#include "base/clock.h"
#include "base/disk.h"
#include "base/file.h"
#include "base/frame.h"
#include "base/path.h"
#include "digest/hasher.h"
#include "store/memo_format.h"

namespace lintcache {
namespace {

constexpr const char* k_commands = "commands-1.sqlite";

constexpr const char* k_schema =
    "BEGIN IMMEDIATE;"
    "CREATE TABLE IF NOT EXISTS digest (key BLOB PRIMARY KEY, seen) WITHOUT ROWID;"
    "CREATE TABLE IF NOT EXISTS seen (record BLOB PRIMARY KEY, memory);"
    "CREATE TABLE IF NOT EXISTS command (action BLOB PRIMARY KEY, command, record, reasons, outputs, trace, made);"
    "CREATE TABLE IF NOT EXISTS output (path BLOB, action BLOB, PRIMARY KEY (path, action)) WITHOUT ROWID;"
    "COMMIT";

constexpr int k_patience = 3'000;  // milliseconds that another driver's write is waited for

// Commands of which is known what they did last; the oldest tenth goes where there are more.
constexpr int64_t k_commands_kept = 2'000;

}  // namespace

Database* MemoStore::database(bool may_create) {
  if (database_) return &*database_;
  if (directory_.empty() || may_not_be_made_ || (was_tried_ && !may_create)) return nullptr;
  was_tried_ = true;
  const std::string file = joined(directory_, k_commands);
  const auto there = real_disk().status(file);
  if (!there || (!*there && !may_create)) return nullptr;
  if (may_create && !make_directories(directory_, 0700)) return nullptr;
  auto opened = Database::open(file);
  if (!opened) return nullptr;
  opened->be_patient(k_patience);
  if (!*there || (*there)->tuple.size == 0) {
    opened->run("PRAGMA journal_mode=TRUNCATE; PRAGMA synchronous=OFF;");
    opened->run(k_schema);
  }
  opened->run("PRAGMA synchronous=OFF; PRAGMA journal_mode=TRUNCATE; PRAGMA temp_store=MEMORY;");
  if (opened->failure().code == SQLITE_CORRUPT || opened->failure().code == SQLITE_NOTADB) {
    std::rename(file.c_str(), (file + ".bad").c_str());
    may_not_be_made_ = true;
    return nullptr;
  }
  database_ = std::move(*opened);
  return &*database_;
}

std::optional<MemoRecord> MemoStore::record(const Digest& name) {
  const auto bytes = results_.blob(name);
  return bytes ? decode_record(*bytes) : std::nullopt;
}

Digest MemoStore::put(const Digest& action, const MemoRecord& record) {
  const Digest name = results_.put_blob(encode_record(record));
  results_.put_result(action, name);
  return name;
}

FactMemory MemoStore::seen(const Digest& record) {
  Database* const all = database(false);
  if (all == nullptr) return {};
  Statement row = all->prepare("SELECT memory FROM seen WHERE record = ?");
  row.with(record.view());
  if (!row.step()) return {};
  return decode_memory(row.bytes(0), real_disk().now()).value_or(FactMemory());
}

namespace {

// One transaction for all that is noted in one run.
void begin(Database& all, bool& is_writing) {
  if (!std::exchange(is_writing, true)) all.run("BEGIN IMMEDIATE");
}

}  // namespace

void MemoStore::put_seen(const Digest& record, const FactMemory& memory) {
  Database* const all = database(true);
  if (all == nullptr) return;
  begin(*all, is_writing_);
  all->prepare("REPLACE INTO seen VALUES (?, ?)").with(record.view(), encode_memory(memory, real_disk().now())).run();
}

std::optional<RememberedDigest> MemoStore::digest(const std::string& key) {
  Database* const all = database(false);
  if (all == nullptr) return {};
  constexpr const char* k_question = "SELECT seen FROM digest WHERE key = ?";
  std::optional<Statement> once;
  std::optional<Statement>& row = is_reading_ ? digest_of_key_ : once;
  if (!row) row = all->prepare(k_question);
  row->with(key);
  const bool is_there = row->step();
  const auto memory = is_there ? decode_memory(row->bytes(0), real_disk().now()) : std::nullopt;
  row->reset();
  if (!memory || memory->size() != 1 || !memory->contains(key)) return {};
  return memory->at(key);
}

void MemoStore::begin_reading() {
  Database* const all = database(false);
  if (all == nullptr || is_reading_ || is_writing_) return;
  all->run("BEGIN");
  is_reading_ = true;
}

void MemoStore::end_reading() {
  digest_of_key_.reset();
  if (std::exchange(is_reading_, false)) database_->run("COMMIT");
}

void MemoStore::put_digests(const FactMemory& memory) {
  Database* const all = memory.empty() ? nullptr : database(true);
  if (all == nullptr) return;
  begin(*all, is_writing_);
  const int64_t now = real_disk().now();
  Statement row = all->prepare("REPLACE INTO digest VALUES (?, ?)");
  for (const auto& one : memory) row.with(one.first, encode_memory({one}, now)).run();
}

std::optional<LastRun> MemoStore::last_run(const Digest& action, bool with_trace) {
  Database* const all = database(false);
  if (all == nullptr) return {};
  Statement row = all->prepare(with_trace ? "SELECT command, record, reasons, outputs, made, trace FROM command WHERE action = ?"
                                          : "SELECT command, record, reasons, outputs, made FROM command WHERE action = ?");
  row.with(action.view());
  if (!row.step()) return {};
  auto reasons = decode_fields(row.bytes(2));
  auto outputs = decode_outputs(row.bytes(3));
  if (!reasons || !outputs) return {};
  LastRun run{action, std::string(row.bytes(0)), Digest::from(row.bytes(1)), std::move(*reasons), *std::move(outputs), {}, row.integer(4)};
  if (with_trace) run.trace = row.bytes(5);
  return run;
}

namespace {

// When a command was made stands behind its trace in the file, so to look at all of them takes long. To count them does not.
void forget_oldest(Database& all) {
  Statement many = all.prepare("SELECT count(*) FROM command");
  if (!many.step() || many.integer(0) <= k_commands_kept) return;
  many.reset();
  Statement last = all.prepare("SELECT made FROM command ORDER BY made DESC LIMIT 1 OFFSET ?");
  last.with(k_commands_kept - k_commands_kept / 10);
  if (!last.step()) return;
  const int64_t oldest = last.integer(0);
  last.reset();
  all.prepare("DELETE FROM command WHERE made <= ?").with(oldest).run();
  all.run("DELETE FROM output WHERE action NOT IN (SELECT action FROM command)");
}

}  // namespace

void MemoStore::put_last_run(const LastRun& run) {
  Database* const all = database(true);
  if (all == nullptr) return;
  begin(*all, is_writing_);
  all->prepare("REPLACE INTO command VALUES (?, ?, ?, ?, ?, ?, ?)")
      .with(run.action.view(), run.command, run.record.view(), encode_fields(run.reasons), encode_outputs(run.outputs), run.trace,
            wall_clock())
      .run();
  Statement row = all->prepare("INSERT OR IGNORE INTO output VALUES (?, ?)");
  for (const MemoOutput& output : run.outputs) row.with(output.path, run.action.view()).run();
  forget_oldest(*all);
}

void MemoStore::mark_used(const Digest& action, const Digest& record) {
  Database* const all = database(true);
  if (all == nullptr) return;
  begin(*all, is_writing_);
  all->prepare("UPDATE command SET record = ?, made = ? WHERE action = ?").with(record.view(), wall_clock(), action.view()).run();
}

std::vector<Digest> MemoStore::makers_of(const std::string& path) {
  Database* const all = database(false);
  if (all == nullptr) return {};
  Statement row = all->prepare(path.empty() ? "SELECT action FROM command WHERE length(?) = 0 ORDER BY made DESC"
                                            : "SELECT action FROM output JOIN command USING (action) WHERE path = ? ORDER BY made DESC");
  row.with(path);
  std::vector<Digest> actions;
  while (row.step()) actions.push_back(Digest::from(row.bytes(0)));
  return actions;
}

void MemoStore::commit() {
  end_reading();
  if (std::exchange(is_writing_, false) && database_)
    database_->run(database_->failure().code == SQLITE_OK ? "COMMIT" : "ROLLBACK");
  results_.commit();
}

}  // namespace lintcache
