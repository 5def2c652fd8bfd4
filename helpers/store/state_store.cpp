// SPDX-License-Identifier: MIT
// The tables of `state.sqlite` and what is read from and written to them.
//
// Version 2 (pragma user_version; any other is set aside, as a damaged file is). Paths are bytes.
//   file       path (absolute), stat tuple, digest, ambiguous        see digest/stat_cache.h
//   directory  path, stat tuple, entries (fields: name, type, ...), ambiguous
//   input, input_group, input_set            see store/input_table.cpp, input_groups.cpp, input_sets.cpp
//   result     key, file, tool, verdict, status, nanoseconds, out, err, findings
//              (fields, six for each finding: path, line, column, severity, text, rule)
//   record     file, tool, key, verdict: the stamp or log that stands on the disk
#include "store/state_store.h"

#include <algorithm>
#include <charconv>
#include <cstdio>

#include <fmt/format.h>

#include "base/file.h"
#include "base/frame.h"
#include "base/path.h"

namespace lintcache {
namespace {

constexpr int64_t k_version = 2;

// Verdicts of one (file, tool) that are kept, so that a reverted edit hits again.
constexpr int64_t k_results_kept = 16;

constexpr auto k_commit_interval = std::chrono::seconds(1);

constexpr const char* k_schema = R"(
  CREATE TABLE file (path BLOB PRIMARY KEY, size, modified, changed, inode, digest, ambiguous) WITHOUT ROWID;
  CREATE TABLE directory (path BLOB PRIMARY KEY, size, modified, changed, inode, entries, ambiguous) WITHOUT ROWID;
  CREATE TABLE input (id INTEGER PRIMARY KEY, kind, path, detail, state, origin);
  CREATE TABLE input_group (id INTEGER PRIMARY KEY, identity, digest, members, below, description);
  CREATE TABLE input_set (id INTEGER PRIMARY KEY AUTOINCREMENT, subject, digest, payload, members, below);
  CREATE INDEX input_set_subject ON input_set (subject, id);
  CREATE TABLE result (id INTEGER PRIMARY KEY AUTOINCREMENT, key BLOB UNIQUE, file, tool, verdict,
                       status, nanoseconds, out, err, findings);
  CREATE INDEX result_task ON result (file, tool, id);
  CREATE TABLE record (file, tool, key, verdict, PRIMARY KEY (file, tool)) WITHOUT ROWID;
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

std::string findings_to_bytes(const std::vector<Finding>& findings) {
  Fields fields;
  for (const Finding& finding : findings)
    fields.insert(fields.end(),
                  {finding.path, std::to_string(finding.line), std::to_string(finding.column),
                   std::to_string(static_cast<int>(finding.severity)), finding.text, finding.rule});
  return encode_fields(fields);
}

unsigned number(const std::string& text) {
  unsigned value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

std::vector<Finding> findings_from_bytes(std::string_view bytes) {
  std::vector<Finding> findings;
  auto fields = decode_fields(bytes);
  if (!fields) return findings;
  for (size_t i = 0; i + 5 < fields->size(); i += 6) {
    Fields& f = *fields;
    findings.push_back({std::move(f[i]), number(f[i + 1]), number(f[i + 2]),
                        static_cast<Severity>(number(f[i + 3])), std::move(f[i + 4]),
                        std::move(f[i + 5])});
  }
  return findings;
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

// A copy in memory of what can be read, for a state that cannot be written.
Database copy_in_memory(const std::string& file) {
  Database database = std::move(Database::open(":memory:")).value();
  if (auto old = Database::open(file, true); old && version_of(*old) == k_version)
    database.copy_from(*old);
  if (version_of(database) != k_version) create(database);
  return database;
}

bool is_damage(int code) { return code == SQLITE_CORRUPT || code == SQLITE_NOTADB; }

}  // namespace

Database StateStore::open(const std::string& file, std::string& trouble, bool& in_memory) {
  for (int attempt = 0; attempt < 2; ++attempt) {
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
    } else if (failure.code != SQLITE_OK && !is_damage(failure.code)) {
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

StateStore::StateStore(const std::string& state_dir)
    : file_(joined(state_dir, "state.sqlite")),
      database_(open(file_, trouble_, in_memory_)),
      input_sets_(database_) {
  database_.run("BEGIN");
}

StateStore::~StateStore() {
  database_.run("COMMIT");
  // Damage that only showed while reading: the next run shall not meet it again.
  if (is_damage(database_.failure().code)) std::rename(file_.c_str(), (file_ + ".bad").c_str());
}

void StateStore::commit() {
  database_.run("COMMIT; BEGIN");
  committed_ = std::chrono::steady_clock::now();
}

void StateStore::commit_now_and_then() {
  if (std::chrono::steady_clock::now() - committed_ > k_commit_interval) commit();
}

bool StateStore::is_writable() const {
  return !in_memory_ && database_.failure().code == SQLITE_OK;
}

std::string StateStore::trouble() const {
  if (!trouble_.empty() || database_.failure().code == SQLITE_OK) return trouble_;
  return "the state could not be written in full, so some of this run is not remembered (" +
         database_.failure().text + ")";
}

Memory StateStore::load_memory() {
  Memory memory;
  Statement files = database_.prepare(
      "SELECT path, size, modified, changed, inode, digest, ambiguous FROM file");
  while (files.step())
    memory.files.emplace(files.bytes(0), FileRecord{tuple_from(files, 1), Digest::from(files.bytes(5)),
                                                    files.integer(6) != 0});
  Statement directories = database_.prepare(
      "SELECT path, size, modified, changed, inode, entries, ambiguous FROM directory");
  while (directories.step())
    memory.directories.emplace(
        directories.bytes(0),
        DirectoryRecord{tuple_from(directories, 1), entries_from_bytes(directories.bytes(5)),
                        directories.integer(6) != 0});
  return memory;
}

void StateStore::save_memory(const StatCache& disk, bool forget_unused) {
  Statement file = database_.prepare("REPLACE INTO file VALUES (?, ?, ?, ?, ?, ?, ?)");
  for (const std::string& path : disk.new_files()) {
    const auto record = disk.memory().files.find(path);
    if (record == disk.memory().files.end()) continue;
    const auto& [tuple, digest, ambiguous] = record->second;
    file.with(std::string_view(path), tuple.size, tuple.modified_nanoseconds,
              tuple.changed_nanoseconds, static_cast<int64_t>(tuple.inode), digest.view(),
              int64_t{ambiguous})
        .run();
  }
  Statement directory = database_.prepare("REPLACE INTO directory VALUES (?, ?, ?, ?, ?, ?, ?)");
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

std::optional<Outcome> StateStore::result(const Digest& key) {
  Statement row = database_.prepare(
      "SELECT verdict, status, nanoseconds, out, err, findings FROM result WHERE key = ?");
  row.with(key.view());
  if (!row.step()) return {};
  Outcome outcome;
  outcome.verdict = static_cast<Verdict>(row.integer(0));
  outcome.exit_status = static_cast<int>(row.integer(1));
  outcome.nanoseconds = row.integer(2);
  outcome.out = row.bytes(3);
  outcome.err = row.bytes(4);
  outcome.findings = findings_from_bytes(row.bytes(5));
  return outcome;
}

void StateStore::put_result(const Task& task, const Outcome& outcome) {
  const std::string findings = findings_to_bytes(outcome.findings);
  database_
      .prepare("REPLACE INTO result (key, file, tool, verdict, status, nanoseconds, out, err, findings)"
               " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)")
      .with(task.key.view(), std::string_view(task.file), std::string_view(task.tool),
            static_cast<int64_t>(outcome.verdict), int64_t{outcome.exit_status}, outcome.nanoseconds,
            std::string_view(outcome.out), std::string_view(outcome.err), std::string_view(findings))
      .run();
  database_
      .prepare("DELETE FROM result WHERE file = ?1 AND tool = ?2 AND id NOT IN "
               "(SELECT id FROM result WHERE file = ?1 AND tool = ?2 ORDER BY id DESC LIMIT ?3)")
      .with(std::string_view(task.file), std::string_view(task.tool), k_results_kept)
      .run();
}

std::vector<Record> StateStore::records() {
  std::vector<Record> list;
  Statement rows = database_.prepare("SELECT file, tool, key, verdict FROM record");
  while (rows.step())
    list.push_back({std::string(rows.bytes(0)), std::string(rows.bytes(1)), Digest::from(rows.bytes(2)),
                    static_cast<Verdict>(rows.integer(3))});
  return list;
}

void StateStore::put_record(const Record& record) {
  database_.prepare("REPLACE INTO record VALUES (?, ?, ?, ?)")
      .with(std::string_view(record.file), std::string_view(record.tool), record.key.view(),
            static_cast<int64_t>(record.verdict))
      .run();
}

void StateStore::remove_record(const Record& record) {
  database_.prepare("DELETE FROM record WHERE file = ? AND tool = ?")
      .with(std::string_view(record.file), std::string_view(record.tool))
      .run();
}

void StateStore::forget_file(const std::string& file) {
  database_.prepare("DELETE FROM result WHERE file = ?").with(std::string_view(file)).run();
  input_sets_.forget(import_subject(file, ""));
  input_sets_.forget(statements_subject(file, ""));
}

}  // namespace lintcache
