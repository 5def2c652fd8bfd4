// SPDX-License-Identifier: MIT
// The ids of a table whose rows are read one by one as long as few are asked for.
#pragma once

#include <algorithm>
#include <cstdint>
#include <string>

#include "store/database.h"

namespace lintcache {

class RowIds {
 public:
  // `table` has ids that only grow. However small it is, `few` may be asked for. `database` must outlive the object.
  RowIds(Database& database, const std::string& table, int64_t few)
      : database_(database), question_("SELECT max(id) FROM " + table), few_(few) {}

  // 0: there is none.
  int64_t last() {
    if (last_ < 0) {
      Statement row = database_.prepare(question_.c_str());
      last_ = row.step() ? std::max<int64_t>(row.integer(0), 0) : 0;
    }
    return last_;
  }

  // For a row that is to be added.
  int64_t next() { return last_ = last() + 1; }

  // To read all takes about as long as to look for one in sixteen.
  bool is_one_of_few() { return ++looked_for_ < std::max<int64_t>(few_, last() / 16); }

 private:
  Database& database_;
  std::string question_;
  int64_t few_, last_ = -1, looked_for_ = 0;
};

}  // namespace lintcache
