// SPDX-License-Identifier: MIT
// Rows of the state's tables as lines of sidecars, and back.
#pragma once

#include <map>
#include <span>
#include <string>
#include <string_view>

#include "base/frame.h"
#include "model/digest.h"
#include "store/database.h"

namespace lintcache {

// A table whose rows are lines; see sidecar_rows.cpp.
struct RowTable {
  const char* name;
  const char* columns;
  std::string_view types;
  const char* summed;  // what `row_sum` is made of; null: its rows hold no sum
};

// The table of that name; null where its rows are no lines.
const RowTable* row_table(std::string_view name);

// Statements that select and that put whole rows of the table; `where` is SQL.
Statement select_rows(Database& database, const RowTable& table, const char* where);

// The row that the statement stands at, as a line.
Fields line_of(const Statement& row, const RowTable& table);

// Puts rows, with their sums.
class RowWriter {
 public:
  // `database` must outlive the object.
  explicit RowWriter(Database& database) : database_(database) {}

  // False for what is no line of a row.
  bool put(const Fields& line);

 private:
  Database& database_;
  std::map<std::string, Statement, std::less<>> puts_;
};

// "absent" or 64 hexadecimal digits.
std::string digest_text(const Digest& digest);
Digest digest_from(std::string_view text);

// 0 for what is no number.
int64_t number_from(std::string_view text);

}  // namespace lintcache
