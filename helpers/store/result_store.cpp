// SPDX-License-Identifier: MIT
// Tables of `results-1.sqlite`; the number is the version, so that another version has another file.
//
//   blob     name (SHA-256 of bytes), bytes, used (seconds since 1970, by the hour)
//   action   key, result (the name of a blob), made (a number that grows)
//   counter  name, value
#include "store/result_store.h"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <utility>

#include <fmt/format.h>

#include "base/clock.h"
#include "base/disk.h"
#include "base/path.h"
#include "base/file.h"
#include "digest/hasher.h"

namespace lintcache {
namespace {

constexpr const char* k_name = "results-1.sqlite";
constexpr int64_t k_application = 0x4C435231;  // "LCR1"

constexpr const char* k_schema =
    "PRAGMA auto_vacuum=INCREMENTAL; BEGIN IMMEDIATE;"
    "CREATE TABLE IF NOT EXISTS blob (name BLOB PRIMARY KEY, bytes, used);"
    "CREATE INDEX IF NOT EXISTS blob_used ON blob (used);"
    "CREATE TABLE IF NOT EXISTS action (key BLOB, result BLOB, made, PRIMARY KEY (key, result)) WITHOUT ROWID;"
    "CREATE TABLE IF NOT EXISTS counter (name PRIMARY KEY, value) WITHOUT ROWID;"
    "PRAGMA application_id=1279480369; COMMIT";

constexpr int k_patience = 3'000;  // milliseconds that another driver's write is waited for

// Results of one action that are looked at.
constexpr int64_t k_results_kept = 8;

// What is made room for at once, so that it need not be done for each result.
constexpr double k_share_kept = 0.9;

int64_t hour() { return wall_clock() / 1'000'000'000 / 3600 * 3600; }

int64_t number_from(Database& database, const char* sql) {
  Statement row = database.prepare(sql);
  return row.step() ? row.integer(0) : 0;
}

// The name is text in SQL; what is bound is bytes, which are never equal to text.
void count(Database& database, const char* name, int64_t value) {
  const std::string sql = fmt::format(
      "INSERT INTO counter VALUES ('{}', ?) ON CONFLICT (name) DO UPDATE SET value = value + excluded.value", name);
  database.prepare(sql.c_str()).with(value).run();
}

// What somebody else may write is no store of ours.
std::string foreign(const std::string& directory) {
  struct stat status {};
  if (stat(directory.c_str(), &status) != 0 || status.st_uid == geteuid()) return {};
  return "the shared results belong to another user, so they are not used: " + directory;
}

// What is noted while another file is read; false where its bytes are not what their name says.
bool is_whole(const Digest& name, std::string_view bytes) { return digest_of(bytes) == name; }

}  // namespace

std::optional<Sharing> sharing_named(std::string_view name) {
  if (name.empty() || name == "new") return Sharing::made;
  if (name == "none") return Sharing::nothing;
  return name == "all" ? std::optional(Sharing::known) : std::nullopt;
}

ResultStore::ResultStore(const std::string& directory, int64_t limit, Sharing sharing)
    : directory_(directory), file_(directory.empty() ? "" : joined(directory, k_name)), limit_(limit), sharing_(sharing) {}

ResultStore::~ResultStore() { commit(); }

void ResultStore::open(bool may_create) {
  if (database_ || directory_.empty() || !trouble_.empty() || (was_opened_ && !may_create)) return;
  was_opened_ = true;
  const auto there = real_disk().status(file_);
  if (!there || (!*there && !may_create)) return;
  if (*there && (*there)->type != FileType::regular) {
    trouble_ = "the shared results cannot be used: not a file: " + file_;
    return;
  }
  if (may_create && !make_directories(directory_, 0700)) {
    trouble_ = "the shared results cannot be kept: no directory can be made at " + directory_;
    return;
  }
  if (trouble_ = foreign(directory_); !trouble_.empty()) return;
  for (int attempt = 0; attempt < 2; ++attempt) {
    auto database = Database::open(file_);
    if (!database) {
      trouble_ = "the shared results cannot be used: " + database.error().text();
      return;
    }
    database->be_patient(k_patience);
    database->run("PRAGMA journal_mode=TRUNCATE; PRAGMA synchronous=OFF; PRAGMA temp_store=MEMORY;");
    if (const auto& failure = database->failure(); failure.code != SQLITE_OK && !database->is_damaged()) {
      trouble_ = "the shared results cannot be used: " + file_ + " (" + failure.text + ")";
      return;
    }
    const bool is_new = number_from(*database, "PRAGMA application_id") == 0;
    if (is_new && !database->is_read_only()) database->run(k_schema);
    const bool is_ours = number_from(*database, "PRAGMA application_id") == k_application;
    if (is_ours && database->failure().code == SQLITE_OK) {
      database_ = std::move(*database);
      return;
    }
    if (is_ours || !(database->is_damaged() || database->failure().code == SQLITE_OK)) {
      trouble_ = "the shared results cannot be used: " + file_ + " (" + database->failure().text + ")";
      return;
    }
    std::rename(file_.c_str(), (file_ + ".bad").c_str());
  }
}

bool ResultStore::is_usable() { return database_ && database_->failure().code == SQLITE_OK; }

std::optional<std::string> ResultStore::blob(const Digest& name) {
  open(false);
  if (!is_usable()) return {};
  std::optional<Statement> once;
  std::optional<Statement>& row = is_reading_ ? blob_row_ : once;
  if (!row) row = database_->prepare("SELECT bytes FROM blob WHERE name = ?");
  row->with(name.view());
  std::optional<std::string> bytes;
  if (row->step() && is_whole(name, row->bytes(0))) bytes = std::string(row->bytes(0));
  row->reset();
  if (!bytes) return {};
  known_.insert(name);
  used_.insert(name);
  return bytes;
}

void ResultStore::begin_reading() {
  open(false);
  if (!is_usable() || is_reading_) return;
  database_->run("BEGIN");
  is_reading_ = true;
}

void ResultStore::end_reading() {
  blob_row_.reset();
  if (std::exchange(is_reading_, false)) database_->run("COMMIT");
}

std::vector<Digest> ResultStore::result_names(const Digest& action) {
  open(false);
  std::vector<Digest> names;
  if (is_usable()) {
    Statement rows = database_->prepare("SELECT result FROM action WHERE key = ? ORDER BY made DESC LIMIT ?");
    rows.with(action.view(), k_results_kept);
    while (rows.step()) names.push_back(Digest::from(rows.bytes(0)));
  }
  return names;
}

std::vector<std::string> ResultStore::results(const Digest& action) {
  std::vector<std::string> found;
  for (const Digest& name : result_names(action))
    if (auto bytes = blob(name)) found.push_back(*std::move(bytes));
  return found;
}

Digest ResultStore::put_blob(std::string bytes) {
  const Digest name = digest_of(bytes);
  if (!directory_.empty() && known_.insert(name).second) new_blobs_.emplace_back(name, std::move(bytes));
  return name;
}

void ResultStore::put_result(const Digest& action, const Digest& result) {
  if (!directory_.empty() && sharing_ != Sharing::nothing) new_results_.emplace_back(action, result);
}

void ResultStore::forget(const Digest& action) {
  std::erase_if(new_results_, [&](const auto& one) { return one.first == action; });
  if (sharing_ == Sharing::nothing) return;
  open(false);
  if (is_usable()) database_->prepare("DELETE FROM action WHERE key = ?").with(action.view()).run();
}

void ResultStore::commit() {
  end_reading();
  if (!new_results_.empty()) open(true);
  const bool has_news = !new_results_.empty() || !used_.empty() || hits_ + misses_ > 0;
  if (has_news && sharing_ != Sharing::nothing && is_usable() && !database_->is_read_only()) {
    database_->run("BEGIN IMMEDIATE");
    Statement blob = database_->prepare("INSERT OR IGNORE INTO blob VALUES (?, ?, ?)");
    for (const auto& [name, bytes] : new_blobs_) blob.with(name.view(), std::string_view(bytes), hour()).run();
    Statement result = database_->prepare(
        "REPLACE INTO action VALUES (?, ?, (SELECT 1 + ifnull(max(value), 0) FROM counter WHERE name = 'made'))");
    for (const auto& [action, name] : new_results_) result.with(action.view(), name.view()).run();
    Statement used = database_->prepare("UPDATE blob SET used = ? WHERE name = ? AND used < ?");
    for (const Digest& name : used_) used.with(hour(), name.view(), hour()).run();
    for (const auto& [name, value] : {std::pair("hits", hits_), {"misses", misses_}, {"made", int64_t{1}}})
      count(*database_, name, value);
    if (size() > limit_) make_room();
    database_->run(is_usable() ? "COMMIT" : "ROLLBACK");
    if (is_usable() && size() > limit_) database_->run("PRAGMA incremental_vacuum");
    hits_ = misses_ = 0;
  }
  new_blobs_.clear();
  new_results_.clear();
  used_.clear();
  if (database_ && database_->is_damaged()) {
    trouble_ = "the shared results were damaged and are begun anew: " + file_;
    std::rename(file_.c_str(), (file_ + ".bad").c_str());
    database_.reset();
  }
}

// Bytes of what is in the file, without the pages that are free.
int64_t ResultStore::size() {
  return number_from(*database_, "PRAGMA page_size") *
         (number_from(*database_, "PRAGMA page_count") - number_from(*database_, "PRAGMA freelist_count"));
}

void ResultStore::make_room() {
  int64_t too_much = size() - static_cast<int64_t>(k_share_kept * static_cast<double>(limit_));
  Statement oldest = database_->prepare("SELECT name, length(bytes) FROM blob ORDER BY used, rowid");
  std::vector<Digest> leaving;
  while (too_much > 0 && oldest.step()) {
    leaving.push_back(Digest::from(oldest.bytes(0)));
    too_much -= oldest.integer(1) + 100;
  }
  oldest.reset();
  Statement drop = database_->prepare("DELETE FROM blob WHERE name = ?");
  for (const Digest& name : leaving) {
    drop.with(name.view()).run();
    known_.erase(name);
  }
  database_->run("DELETE FROM action WHERE result NOT IN (SELECT name FROM blob)");
  count(*database_, "evicted", static_cast<int64_t>(leaving.size()));
}

ResultStatistics ResultStore::statistics() {
  open(false);
  ResultStatistics all{file_, 0, limit_, 0, 0, 0, 0, 0};
  if (!is_usable()) return all;
  all.bytes = size();
  all.actions = number_from(*database_, "SELECT count(*) FROM action");
  all.blobs = number_from(*database_, "SELECT count(*) FROM blob");
  all.hits = number_from(*database_, "SELECT value FROM counter WHERE name = 'hits'");
  all.misses = number_from(*database_, "SELECT value FROM counter WHERE name = 'misses'");
  all.evicted = number_from(*database_, "SELECT value FROM counter WHERE name = 'evicted'");
  return all;
}

void ResultStore::collect_garbage() {
  open(false);
  if (!is_usable()) return;
  database_->run("BEGIN IMMEDIATE");
  if (size() > limit_) make_room();
  database_->run("COMMIT; PRAGMA incremental_vacuum");
}

void ResultStore::clean() {
  open(false);
  if (!is_usable()) return;
  database_->run("BEGIN IMMEDIATE; DELETE FROM action; DELETE FROM blob; DELETE FROM counter; COMMIT; PRAGMA incremental_vacuum");
}

Result<int64_t> ResultStore::export_to(const std::string& file) {
  open(false);
  if (!is_usable()) return asked_wrongly("there are no shared results to export", file_.empty() ? directory_ : file_);
  const auto there = real_disk().status(file);
  if (!there) return there.error();
  if (*there) return asked_wrongly("the file to export to is there already", file, "name another one, or remove it");
  LINTCACHE_TRY_ASSIGN(Database copy, Database::open(file));
  copy.copy_from(*database_);
  copy.run("DELETE FROM counter WHERE name <> 'made'");
  if (copy.failure().code != SQLITE_OK) return our_fault("cannot write the file: " + copy.failure().text, file);
  return number_from(copy, "SELECT count(*) FROM action");
}

Result<int64_t> ResultStore::import_from(const std::string& file) {
  const auto there = real_disk().status(file);
  if (!there) return there.error();
  if (!*there) return asked_wrongly("there is no such file", file);
  LINTCACHE_TRY_ASSIGN(Database from, Database::open(file, true));
  if (number_from(from, "PRAGMA application_id") != k_application)
    return asked_wrongly("not a file of exported results, or of another version", file);
  Statement blobs = from.prepare("SELECT name, bytes FROM blob");
  while (blobs.step())
    if (const Digest name = Digest::from(blobs.bytes(0)); is_whole(name, blobs.bytes(1))) put_blob(std::string(blobs.bytes(1)));
  Statement actions = from.prepare("SELECT key, result FROM action ORDER BY made");
  int64_t count = 0;
  for (; actions.step(); ++count)
    put_result(Digest::from(actions.bytes(0)), Digest::from(actions.bytes(1)));
  if (from.failure().code == SQLITE_OK && count == 0) return 0;
  if (from.failure().code != SQLITE_OK)
    return asked_wrongly("the file is damaged: " + from.failure().text, file, "export it again");
  commit();
  if (!trouble_.empty() || !is_usable()) return our_fault(trouble_.empty() ? "the results cannot be written" : trouble_, file_);
  return count;
}

std::string ResultStore::trouble() const {
  if (!trouble_.empty() || !database_ || database_->failure().code == SQLITE_OK) return trouble_;
  return "the shared results could not be used in full (" + database_->failure().text + "): " + file_;
}

}  // namespace lintcache
