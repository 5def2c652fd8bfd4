// SPDX-License-Identifier: MIT
// SQLite with values that close themselves and errors that are results.
#pragma once

#include <sqlite3.h>

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "base/result.h"

namespace lintcache {

// The first error that a database met, and what SQLite said about it.
struct DatabaseFailure {
  int code = SQLITE_OK;  // SQLite's primary result code
  std::string text;
};

// A prepared statement; `bind` counts parameters from 1, columns count from 0.
class Statement {
 public:
  Statement(sqlite3* database, const char* sql, std::shared_ptr<DatabaseFailure> failure);

  // Binds the parameters in order, from a clean start. Texts may hold any bytes.
  template <class... Values>
  Statement& with(const Values&... values) {
    reset();
    int at = 0;
    (bind(++at, values), ...);
    return *this;
  }

  // True while there is a row; false at the end, on an error, which `Database::failure` keeps, and
  // for a statement that writes after one.
  bool step();

  // Runs a statement that gives no rows.
  void run();

  // Lets go of the rows that were not stepped to.
  void reset();

  [[nodiscard]] int64_t integer(int column) const;
  [[nodiscard]] std::string_view bytes(int column) const;  // until the next step

  // Binds one parameter, for who does not know how many there are.
  void bind(int at, int64_t value);
  void bind(int at, std::string_view value);

 private:
  void keep(int code);

  struct Finalize {
    void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
  };
  std::unique_ptr<sqlite3_stmt, Finalize> statement_;
  std::shared_ptr<DatabaseFailure> failure_;
};

// In each database SQL has the function `row_sum(value, ...)`: the first 8 bytes, as a little-endian number, of the SHA-256
// of the values, each as a letter (i, b, n) and, by that, 8 bytes of number, or 8 bytes of length and the bytes. A row that
// holds its own sum shows damage, which SQLite itself does not notice within a value.
class Database {
 public:
  // `location` is a file, or ":memory:". With `read_only` nothing is written, not even a journal.
  static Result<Database> open(const std::string& location, bool read_only = false);

  [[nodiscard]] bool is_read_only() const { return sqlite3_db_readonly(handle_.get(), "main") != 0; }

  Statement prepare(const char* sql);
  void run(const char* sql);

  // Did the file show that it is no database, or that its tables are not those that are asked for?
  [[nodiscard]] bool is_damaged() const;

  // Could something that may be there not be read? By damage, or because the disk failed.
  [[nodiscard]] bool is_unreadable() const;

  // After a failure nothing more is written.
  [[nodiscard]] const DatabaseFailure& failure() const { return *failure_; }

  // Waits so long, in milliseconds, while somebody else writes.
  void be_patient(int milliseconds) { sqlite3_busy_timeout(handle_.get(), milliseconds); }

  // How many rows the last writing statement changed.
  [[nodiscard]] int changed_rows() const;

  // Replaces everything in this database by what `from` holds.
  void copy_from(Database& from);

 private:
  struct Close {
    void operator()(sqlite3* handle) const { sqlite3_close_v2(handle); }
  };
  std::unique_ptr<sqlite3, Close> handle_;
  std::shared_ptr<DatabaseFailure> failure_ = std::make_shared<DatabaseFailure>();
};

}  // namespace lintcache
