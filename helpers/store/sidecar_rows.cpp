// SPDX-License-Identifier: MIT
// Rows as lines: the name of the table, then its columns.
//
// Types of columns: t is text, i a number, d a digest ("absent" or 64 hexadecimal digits). The last column may be encoded fields
// (base/frame.h), of which each is a field of the line: f as they are, e pairs of a name and a type ("file", "directory", "link",
// "other").
#include "store/sidecar_rows.h"

#include <algorithm>
#include <charconv>

#include <fmt/format.h>

namespace lintcache {
namespace {

constexpr RowTable k_tables[] = {
    {"file", "path, size, modified, changed, inode, digest, ambiguous", "tiiiidi", "?1, ?2, ?3, ?4, ?5, ?6, ?7"},
    {"directory", "path, size, modified, changed, inode, ambiguous, entries", "tiiiiie", "?1, ?2, ?3, ?4, ?5, ?7, ?6"},
    {"decision", "file, tool, reused, decided, set_id, base, ran, unkept, output, reasons", "ttiiidittf",
     "?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?10, ?9"},
    {"key_parts", "digest, parts", "df", "?1, ?2"},
    {"record", "file, tool, key, verdict", "ttdi", "?1, ?2, ?3, ?4"},
    {"latch", "name, value", "tt", "?1, ?2"},
    {"replay", "key, settings, told, made, report, snapshot", "ddiitt", nullptr},
};

constexpr std::string_view k_entry_types[] = {"file", "directory", "link", "other"};  // by FileType

bool ends_in_fields(const RowTable& table) { return table.types.back() == 'f' || table.types.back() == 'e'; }

void add_fields(std::string_view bytes, bool are_entries, Fields& line) {
  auto fields = decode_fields(bytes);
  if (!fields) return;
  for (size_t i = 1; are_entries && i < fields->size(); i += 2) {
    std::string& type = (*fields)[i];
    type = k_entry_types[std::min<size_t>(type.empty() ? 3 : static_cast<unsigned char>(type[0]), 3)];
  }
  line.insert(line.end(), fields->begin(), fields->end());
}

std::string fields_from(const Fields& line, size_t first, bool are_entries) {
  Fields fields(line.begin() + static_cast<ptrdiff_t>(first), line.end());
  for (size_t i = 1; are_entries && i < fields.size(); i += 2) {
    const auto type = std::find(std::begin(k_entry_types), std::end(k_entry_types) - 1, fields[i]);
    fields[i] = std::string(1, static_cast<char>(type - std::begin(k_entry_types)));
  }
  return encode_fields(fields);
}

}  // namespace

const RowTable* row_table(std::string_view name) {
  const auto found = std::find_if(std::begin(k_tables), std::end(k_tables), [&](const RowTable& one) { return one.name == name; });
  return found == std::end(k_tables) ? nullptr : found;
}

Statement select_rows(Database& database, const RowTable& table, const char* where) {
  return database.prepare(fmt::format("SELECT {} FROM {} WHERE {}", table.columns, table.name, where).c_str());
}

Fields line_of(const Statement& row, const RowTable& table) {
  Fields line = {table.name};
  for (size_t i = 0; i < table.types.size(); ++i) {
    const int column = static_cast<int>(i);
    if (table.types[i] == 'i') {
      line.push_back(std::to_string(row.integer(column)));
    } else if (table.types[i] == 'd') {
      line.push_back(digest_text(Digest::from(row.bytes(column))));
    } else if (table.types[i] == 't') {
      line.emplace_back(row.bytes(column));
    } else {
      add_fields(row.bytes(column), table.types[i] == 'e', line);
    }
  }
  return line;
}

bool RowWriter::put(const Fields& line) {
  const RowTable* table = line.empty() ? nullptr : row_table(line[0]);
  if (table == nullptr) return false;
  const bool has_fields = ends_in_fields(*table);
  const size_t single = table->types.size() - (has_fields ? 1 : 0);
  if (has_fields ? line.size() < 1 + single : line.size() != 1 + single) return false;
  auto statement = puts_.find(table->name);
  if (statement == puts_.end()) {
    std::string values = "?1";
    for (size_t i = 2; i <= table->types.size(); ++i) values += fmt::format(", ?{}", i);
    const std::string sum = table->summed == nullptr ? "" : fmt::format(", row_sum({})", table->summed);
    const std::string sql = fmt::format("REPLACE INTO {} ({}{}) VALUES ({}{})", table->name, table->columns,
                                        sum.empty() ? "" : ", sum", values, sum);
    statement = puts_.emplace(table->name, database_.prepare(sql.c_str())).first;
  }
  Statement& put = statement->second.with();
  for (size_t i = 0; i < single; ++i) {
    const int at = static_cast<int>(i + 1);
    const std::string& field = line[i + 1];
    if (table->types[i] == 'i') put.bind(at, number_from(field));
    else if (table->types[i] == 'd') put.bind(at, digest_from(field).view());
    else put.bind(at, std::string_view(field));
  }
  if (has_fields)
    put.bind(static_cast<int>(table->types.size()), std::string_view(fields_from(line, 1 + single, table->types.back() == 'e')));
  put.run();
  return true;
}

std::string digest_text(const Digest& digest) { return digest.is_absent() ? "absent" : digest.hex(); }

Digest digest_from(std::string_view text) {
  Digest digest;
  if (text.size() != 2 * digest.bytes.size()) return digest;
  for (size_t i = 0; i < digest.bytes.size(); ++i)
    std::from_chars(text.data() + 2 * i, text.data() + 2 * i + 2, digest.bytes[i], 16);
  return digest;
}

int64_t number_from(std::string_view text) {
  int64_t number = 0;
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

}  // namespace lintcache
