// SPDX-License-Identifier: MIT
// A table as wide as its texts.
#include "report/run_table.h"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "base/columns.h"
#include "base/text.h"

namespace lintcache {
namespace {

using Row = std::vector<std::string>;

std::string number(size_t count) { return count == 0 ? "-" : std::to_string(count); }

std::string seconds(int64_t nanoseconds) {
  return nanoseconds == 0 ? "-" : fmt::format("{:.1f}s", static_cast<double>(nanoseconds) / 1e9);
}

Row row_of(const std::string& name, const ToolTally& tally) {
  return {name, number(tally.clean), number(tally.found), number(tally.broke), number(tally.not_run), number(tally.cached),
          number(tally.findings), seconds(tally.nanoseconds)};
}

// The first column is text, the others are numbers.
std::string aligned(const std::vector<Row>& rows) {
  std::vector<size_t> widths(rows.front().size());
  for (const Row& row : rows)
    for (size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], columns_of(row[i]));
  std::string text;
  for (const Row& row : rows)
    for (size_t i = 0; i < row.size(); ++i) {
      const std::string room(widths[i] - columns_of(row[i]), ' ');
      text += (i == 0 ? "  " + row[i] + room : "  " + room + row[i]) + (i + 1 == row.size() ? "\n" : "");
    }
  return text;
}

}  // namespace

std::string run_table(const Summary& summary) {
  if (summary.by_tool.empty()) return {};
  std::vector<Row> rows = {{"", "clean", "found", "broke", "not run", "cached", "findings", "time"}};
  for (const auto& [tool, tally] : summary.by_tool) rows.push_back(row_of(printable(tool), tally));
  std::string text = aligned(rows);
  std::vector<Row> slowest;
  for (const SlowTask& one : summary.slowest)
    slowest.push_back({"", seconds(one.nanoseconds), fmt::format("{} {}", printable(one.tool), one.file.empty() ? "(tree)" : printable(one.file))});
  if (slowest.empty()) return text;
  text += "  slowest:\n";
  size_t width = 0;
  for (const Row& row : slowest) width = std::max(width, row[1].size());
  for (const Row& row : slowest) text += fmt::format("    {:>{}}  {}\n", row[1], width, row[2]);
  return text;
}

}  // namespace lintcache
