// SPDX-License-Identifier: MIT
// The tables of the state and what is read from and written to them.
//
// In `state.sqlite` they are of version 8 (pragma user_version; any other is set aside, as a damaged file is). Paths are bytes. Rows that decide about
// verdicts end in a sum of what they hold (store/database.h); one whose sum is another is as if it were not there.
//   file       path (absolute), stat tuple, digest, ambiguous        see digest/stat_cache.h
//   directory  path, stat tuple, entries (fields: name, type, ...), ambiguous
//   input, input_group, input_set            see store/input_table.cpp, input_groups.cpp, input_sets.cpp, outcomes.cpp
//   record     file, tool, key, verdict: the stamp or log that stands on the disk
//   decision, key_parts                      see store/decisions.cpp
//   replay, replay_part                      see store/replays.cpp
//   latch      name, value: what the settings were when the tree was last looked at, see run/latch.h
#include "store/state_store.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>

#include <fmt/format.h>

#include "base/descriptor.h"
#include "base/disk.h"
#include "base/file.h"
#include "base/frame.h"
#include "base/path.h"

namespace lintcache {
namespace {

constexpr int64_t k_version = 8;

constexpr const char* k_file = "state.sqlite";

constexpr auto k_commit_interval = std::chrono::seconds(1);

constexpr const char* k_schema = R"(
  CREATE TABLE file (path BLOB PRIMARY KEY, size, modified, changed, inode, digest, ambiguous, sum) WITHOUT ROWID;
  CREATE TABLE directory (path BLOB PRIMARY KEY, size, modified, changed, inode, entries, ambiguous, sum) WITHOUT ROWID;
  CREATE TABLE input (id INTEGER PRIMARY KEY, kind, path, detail, state, origin, sum);
  CREATE INDEX input_path ON input (path);
  CREATE TABLE input_group (id INTEGER PRIMARY KEY, identity, digest, members, below, description, sum);
  CREATE INDEX input_group_identity ON input_group (substr(identity, 1, 8));
  CREATE TABLE input_set (id INTEGER PRIMARY KEY AUTOINCREMENT, subject, digest, payload, members, below, made, sum);
  CREATE INDEX input_set_subject ON input_set (subject, id);
  CREATE TABLE decision (file, tool, reused, decided, set_id, base, ran, unkept, reasons, output, sum, PRIMARY KEY (file, tool)) WITHOUT ROWID;
  CREATE INDEX decision_run ON decision (tool) WHERE reused = 0;
  CREATE TABLE key_parts (digest BLOB PRIMARY KEY, parts, sum) WITHOUT ROWID;
  CREATE TABLE replay (key BLOB PRIMARY KEY, settings, snapshot, report, told, made);
  CREATE TABLE replay_part (key, part, bytes, sum, PRIMARY KEY (key, part));
  CREATE TRIGGER replay_gone AFTER DELETE ON replay BEGIN DELETE FROM replay_part WHERE key = OLD.key; END;
  CREATE TABLE latch (name PRIMARY KEY, value, sum) WITHOUT ROWID;
  CREATE TABLE record (file, tool, key, verdict, sum, PRIMARY KEY (file, tool)) WITHOUT ROWID;
)";

// No fsync: a power cut may damage the file, which is then noticed and begun anew. No WAL: releases of
// SQLite before 3.51.3 can corrupt a database when the WAL is reset.
constexpr const char* k_pragmas =
    "PRAGMA journal_mode=TRUNCATE; PRAGMA synchronous=OFF; PRAGMA temp_store=MEMORY;";

StatTuple tuple_from(const Statement& row, int column) {
  return {row.integer(column), row.integer(column + 1), row.integer(column + 2),
          static_cast<uint64_t>(row.integer(column + 3))};
}

std::string entries_to_bytes(const std::vector<DirectoryEntry>& entries) {
  Fields fields;
  for (const DirectoryEntry& entry : entries) {
    fields.push_back(entry.name);
    fields.emplace_back(1, static_cast<char>(entry.type));
  }
  return encode_fields(fields);
}

std::vector<DirectoryEntry> entries_from_bytes(std::string_view bytes) {
  std::vector<DirectoryEntry> entries;
  auto fields = decode_fields(bytes);
  if (!fields) return entries;
  for (size_t i = 0; i + 1 < fields->size(); i += 2)
    entries.push_back({std::move((*fields)[i]), static_cast<FileType>((*fields)[i + 1][0])});
  return entries;
}

// What a table knows of a path; `read` makes what was seen there out of a column.
template <typename Record, typename Read>
std::optional<Record> recalled(Database& database, std::optional<Statement>& row, const char* table, const char* column,
                               std::string_view path, const Read& read) {
  if (!row)
    row = database.prepare(fmt::format("SELECT size, modified, changed, inode, {1}, ambiguous FROM {0} WHERE path = ?1 "
                                       "AND sum = row_sum(path, size, modified, changed, inode, {1}, ambiguous)", table, column)
                               .c_str());
  row->with(path);
  std::optional<Record> found;
  if (row->step()) found = Record{tuple_from(*row, 0), read(row->bytes(4)), row->integer(5) != 0};
  row->reset();
  return found;
}

int64_t version_of(Database& database) {
  Statement row = database.prepare("PRAGMA user_version");
  return row.step() ? row.integer(0) : -1;
}

void create(Database& database) {
  database.run("BEGIN");
  database.run(k_schema);
  database.run(fmt::format("PRAGMA user_version={}", k_version).c_str());
  database.run("COMMIT");
}

Database new_in_memory() {
  Database database = std::move(Database::open(":memory:")).value();
  create(database);
  return database;
}

// To open a fifo would wait for somebody to write there.
bool is_in_the_way(const std::string& file) {
  const auto there = real_disk().status(file);
  return there && *there && (*there)->type != FileType::regular;
}

// A copy in memory of what can be read, for a state that cannot be written.
Database copy_in_memory(const std::string& file) {
  if (is_in_the_way(file)) return new_in_memory();
  Database database = std::move(Database::open(":memory:")).value();
  if (auto old = Database::open(file, true); old && version_of(*old) == k_version)
    database.copy_from(*old);
  if (version_of(database) != k_version) create(database);
  return database;
}

}  // namespace

Database StateStore::open(const std::string& file, std::string& trouble, bool& in_memory) {
  for (int attempt = 0; attempt < 2; ++attempt) {
    if (is_in_the_way(file)) break;
    // By itself SQLite lets no group write, whatever the user's mask says.
    const Descriptor made(::open(file.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0666));
    auto database = Database::open(file);
    if (!database || database->is_read_only()) break;
    database->run(k_pragmas);
    const int64_t version = version_of(*database);
    const bool is_new = version == 0;
    if (is_new) create(*database);
    // Asks for the right to write now, not at the first result.
    database->run("BEGIN IMMEDIATE; COMMIT");
    const DatabaseFailure& failure = database->failure();
    if (failure.code == SQLITE_OK && (is_new || version == k_version)) {
      return std::move(*database);
    } else if (failure.code != SQLITE_OK && !database->is_damaged()) {
      trouble = "the state cannot be written, so this run is not remembered: " + file + " (" +
                failure.text + ")";
      break;
    }
    trouble = "the state was damaged or of another version and is begun anew: " + file +
              " (the old one is kept beside it as state.sqlite.bad)";
    std::rename(file.c_str(), (file + ".bad").c_str());
  }
  if (trouble.empty())
    trouble = "the state cannot be written, so this run is not remembered: " + file;
  in_memory = true;
  return copy_in_memory(file);
}

std::string import_subject(const std::string& file, std::string_view setting) {
  return std::string("import").append(1, '\0').append(file).append(1, '\0').append(setting);
}

std::string statements_subject(const std::string& file, std::string_view setting) {
  return std::string("statements").append(1, '\0').append(file).append(1, '\0').append(setting);
}

StateStore::StateStore(const std::string& state_dir, Roots roots, ResultStore* shared, Backend backend)
    : roots_(std::move(roots)),
      state_dir_(state_dir),
      database_file_(joined(state_dir, k_file)),
      shared_(shared),
      database_(backend == Backend::sqlite ? open(database_file_, trouble_, in_memory_) : new_in_memory()),
      input_sets_(database_, roots_),
      outcomes_(input_sets_, roots_),
      decisions_(database_),
      replays_(database_) {
  if (backend == Backend::files) {
    sidecars_.emplace(state_dir, database_, input_sets_, roots_);
    if (!make_directories(state_dir) || access(state_dir.c_str(), W_OK | X_OK) != 0) {
      in_memory_ = true;
      trouble_ = "the state cannot be written, so this run is not remembered: " + state_dir;
    }
  }
  database_.run("BEGIN");
  if (shared_ != nullptr) input_sets_.share(*shared_);
}

StateStore::~StateStore() {
  database_.run("COMMIT");
  save_sidecars(true);
  // Damage that only showed while reading: the next run shall not meet it again.
  if (database_.is_damaged()) std::rename(database_file_.c_str(), (database_file_ + ".bad").c_str());
}

Database& StateStore::tables() {
  if (sidecars_) sidecars_->load();
  return database_;
}

void StateStore::save_sidecars(bool at_end) {
  if (!sidecars_ || !is_writable()) return;
  if (const auto saved = sidecars_->save(at_end); !saved) unsaved_ = saved.error().text();
}

void StateStore::commit() {
  database_.run("COMMIT; BEGIN");
  save_sidecars(false);
  if (shared_ != nullptr) shared_->commit();
  committed_ = std::chrono::steady_clock::now();
}

void StateStore::commit_now_and_then() {
  if (std::chrono::steady_clock::now() - committed_ > k_commit_interval) commit();
}

bool StateStore::is_writable() const {
  return !in_memory_ && unsaved_.empty() && database_.failure().code == SQLITE_OK;
}

std::string StateStore::trouble() const {
  if (!trouble_.empty()) return trouble_;
  const std::string& failure = unsaved_.empty() ? database_.failure().text : unsaved_;
  if (failure.empty()) return shared_ == nullptr ? "" : shared_->trouble();
  return "the state could not be written in full, so some of this run is not remembered (" + failure + ")";
}

Memory StateStore::load_memory() {
  Memory memory;
  Statement files = tables().prepare(
      "SELECT path, size, modified, changed, inode, digest, ambiguous FROM file "
      "WHERE sum = row_sum(path, size, modified, changed, inode, digest, ambiguous)");
  while (files.step())
    memory.files.emplace(files.bytes(0), FileRecord{tuple_from(files, 1), Digest::from(files.bytes(5)),
                                                    files.integer(6) != 0});
  Statement directories = database_.prepare(
      "SELECT path, size, modified, changed, inode, entries, ambiguous FROM directory "
      "WHERE sum = row_sum(path, size, modified, changed, inode, entries, ambiguous)");
  while (directories.step())
    memory.directories.emplace(
        directories.bytes(0),
        DirectoryRecord{tuple_from(directories, 1), entries_from_bytes(directories.bytes(5)),
                        directories.integer(6) != 0});
  return memory;
}

std::optional<FileRecord> StateStore::file(const std::string& path) {
  return recalled<FileRecord>(tables(), file_, "file", "digest", path, Digest::from);
}

std::optional<DirectoryRecord> StateStore::directory(const std::string& path) {
  return recalled<DirectoryRecord>(tables(), directory_, "directory", "entries", path, entries_from_bytes);
}

void StateStore::save_memory(const StatCache& disk, bool forget_unused) {
  forget_other_backend();
  Statement file = tables().prepare(
      "REPLACE INTO file VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, row_sum(?1, ?2, ?3, ?4, ?5, ?6, ?7))");
  for (const std::string& path : disk.new_files()) {
    const auto record = disk.memory().files.find(path);
    if (record == disk.memory().files.end()) continue;
    const auto& [tuple, digest, ambiguous] = record->second;
    file.with(std::string_view(path), tuple.size, tuple.modified_nanoseconds,
              tuple.changed_nanoseconds, static_cast<int64_t>(tuple.inode), digest.view(),
              int64_t{ambiguous})
        .run();
  }
  Statement directory = database_.prepare(
      "REPLACE INTO directory VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, row_sum(?1, ?2, ?3, ?4, ?5, ?6, ?7))");
  for (const std::string& path : disk.new_directories()) {
    const auto& [tuple, entries, ambiguous] = disk.memory().directories.at(path);
    const std::string listed = entries_to_bytes(entries);
    directory.with(std::string_view(path), tuple.size, tuple.modified_nanoseconds,
                   tuple.changed_nanoseconds, static_cast<int64_t>(tuple.inode),
                   std::string_view(listed), int64_t{ambiguous})
        .run();
  }
  if (!forget_unused) return;
  Statement drop_file = database_.prepare("DELETE FROM file WHERE path = ?");
  for (const std::string& path : disk.unused_files()) drop_file.with(std::string_view(path)).run();
  Statement drop_directory = database_.prepare("DELETE FROM directory WHERE path = ?");
  for (const std::string& path : disk.unused_directories())
    drop_directory.with(std::string_view(path)).run();
}

// What it holds was true, and is not kept so any more.
void StateStore::forget_other_backend() {
  if (!is_writable()) return;
  if (!sidecars_ && has_sidecars(state_dir_)) remove_sidecars(state_dir_);
  if (sidecars_)
    for (const char* more : {"", "-journal"}) [[maybe_unused]] auto gone = remove_file(database_file_ + more);
}

std::vector<Record> StateStore::records() {
  std::vector<Record> list;
  Statement rows = tables().prepare("SELECT file, tool, key, verdict FROM record WHERE sum = row_sum(file, tool, key, verdict)");
  while (rows.step())
    list.push_back({std::string(rows.bytes(0)), std::string(rows.bytes(1)), Digest::from(rows.bytes(2)),
                    static_cast<Verdict>(rows.integer(3))});
  return list;
}

void StateStore::put_record(const Record& record) {
  tables().prepare("REPLACE INTO record VALUES (?1, ?2, ?3, ?4, row_sum(?1, ?2, ?3, ?4))")
      .with(std::string_view(record.file), std::string_view(record.tool), record.key.view(),
            static_cast<int64_t>(record.verdict))
      .run();
}

void StateStore::remove_record(const Record& record) {
  tables().prepare("DELETE FROM record WHERE file = ? AND tool = ?")
      .with(std::string_view(record.file), std::string_view(record.tool))
      .run();
}

void StateStore::forget_file(const std::string& file) {
  tables();
  outcomes_.forget_file(file);
  decisions_.forget_file(file);
  input_sets_.forget(import_subject(file, ""));
  input_sets_.forget(statements_subject(file, ""));
}

std::map<std::string, std::string> StateStore::latched() {
  std::map<std::string, std::string> all;
  Statement rows = database_.prepare("SELECT name, value FROM latch WHERE sum = row_sum(name, value)");
  while (rows.step()) all.emplace(rows.bytes(0), roots_.unpacked(rows.bytes(1)));
  return all;
}

void StateStore::latch(const std::string& name, const std::string& value) {
  database_.prepare("REPLACE INTO latch VALUES (?1, ?2, row_sum(?1, ?2))")
      .with(std::string_view(name), std::string_view(roots_.packed(value)))
      .run();
}

void StateStore::sweep() {
  tables();
  input_sets_.sweep();
  decisions_.sweep();
}

}  // namespace lintcache
