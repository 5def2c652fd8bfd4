// SPDX-License-Identifier: MIT
// The few calls of SQLite that we use.
#include "store/database.h"

#include "digest/hasher.h"

namespace lintcache {
namespace {

void keep_failure(DatabaseFailure& failure, int code, sqlite3* database) {
  if (code == SQLITE_OK || code == SQLITE_ROW || code == SQLITE_DONE || failure.code != SQLITE_OK)
    return;
  failure = {code & 0xFF, sqlite3_errmsg(database)};
}

void add_number(std::string& bytes, uint64_t number) {
  for (int shift = 0; shift < 64; shift += 8) bytes += static_cast<char>(number >> shift & 0xFF);
}

void row_sum(sqlite3_context* context, int count, sqlite3_value** values) {
  static thread_local std::string bytes;
  bytes.clear();
  for (int i = 0; i < count; ++i) {
    const int type = sqlite3_value_type(values[i]);
    if (type == SQLITE_NULL) {
      bytes += 'n';
    } else if (type == SQLITE_INTEGER) {
      add_number(bytes += 'i', static_cast<uint64_t>(sqlite3_value_int64(values[i])));
    } else {
      const void* data = sqlite3_value_blob(values[i]);
      const auto size = static_cast<size_t>(sqlite3_value_bytes(values[i]));
      add_number(bytes += 'b', size);
      if (size > 0) bytes.append(static_cast<const char*>(data), size);
    }
  }
  const Digest digest = digest_of(bytes);
  uint64_t sum = 0;
  for (int i = 7; i >= 0; --i) sum = sum << 8 | digest.bytes[static_cast<size_t>(i)];
  sqlite3_result_int64(context, static_cast<int64_t>(sum));
}

}  // namespace

Statement::Statement(sqlite3* database, const char* sql, std::shared_ptr<DatabaseFailure> failure)
    : failure_(std::move(failure)) {
  sqlite3_stmt* statement = nullptr;
  keep_failure(*failure_, sqlite3_prepare_v2(database, sql, -1, &statement, nullptr), database);
  statement_.reset(statement);
}

bool Statement::step() {
  if (!statement_) return false;
  // What was written before the failure may be rolled back; later rows that name it must not survive it.
  if (failure_->code != SQLITE_OK && sqlite3_stmt_readonly(statement_.get()) == 0) return false;
  const int code = sqlite3_step(statement_.get());
  keep(code);
  return code == SQLITE_ROW;
}

void Statement::keep(int code) {
  keep_failure(*failure_, code, sqlite3_db_handle(statement_.get()));
}

void Statement::run() {
  step();
  reset();
}

int64_t Statement::integer(int column) const {
  return sqlite3_column_int64(statement_.get(), column);
}

std::string_view Statement::bytes(int column) const {
  const void* data = sqlite3_column_blob(statement_.get(), column);
  const int size = sqlite3_column_bytes(statement_.get(), column);
  return {static_cast<const char*>(data), data == nullptr ? 0 : static_cast<size_t>(size)};
}

void Statement::reset() {
  if (statement_) sqlite3_reset(statement_.get());
}

void Statement::bind(int at, int64_t value) {
  if (statement_) keep(sqlite3_bind_int64(statement_.get(), at, value));
}

void Statement::bind(int at, std::string_view value) {
  const char* data = value.data() == nullptr ? "" : value.data();
  if (statement_)
    keep(sqlite3_bind_blob64(statement_.get(), at, data, value.size(), SQLITE_TRANSIENT));
}

Result<Database> Database::open(const std::string& location, bool read_only) {
  sqlite3* handle = nullptr;
  const int flags = read_only ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
  const int code = sqlite3_open_v2(location.c_str(), &handle, flags, nullptr);
  Database database;
  database.handle_.reset(handle);
  if (code != SQLITE_OK) return our_fault(sqlite3_errstr(code), location);
  sqlite3_create_function(handle, "row_sum", -1, SQLITE_UTF8 | SQLITE_DETERMINISTIC, nullptr, row_sum, nullptr, nullptr);
  return database;
}

Statement Database::prepare(const char* sql) { return {handle_.get(), sql, failure_}; }

void Database::run(const char* sql) {
  keep_failure(*failure_, sqlite3_exec(handle_.get(), sql, nullptr, nullptr, nullptr), handle_.get());
}

bool Database::is_damaged() const {
  const int code = failure_->code;
  return code == SQLITE_CORRUPT || code == SQLITE_NOTADB || code == SQLITE_ERROR;
}

bool Database::is_unreadable() const { return is_damaged() || failure_->code == SQLITE_IOERR; }

int Database::changed_rows() const { return sqlite3_changes(handle_.get()); }

void Database::copy_from(Database& from) {
  sqlite3_backup* backup =
      sqlite3_backup_init(handle_.get(), "main", from.handle_.get(), "main");
  if (backup == nullptr) return;
  sqlite3_backup_step(backup, -1);
  sqlite3_backup_finish(backup);
}

}  // namespace lintcache
