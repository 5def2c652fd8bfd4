// SPDX-License-Identifier: MIT
// Decisions in SQLite.
//
// Table `decision`: file, tool, reused, decided, set_id, base, ran, unkept, reasons (encoded fields: how many were left out, then
// three for each: kind, what, via), output, sum. Table `key_parts`: digest, parts (encoded fields, three for each part: kind,
// name, value), sum.
#include "store/decisions.h"

#include <set>

#include "base/frame.h"

namespace lintcache {
namespace {

// SQL: is the row of table `decision` whole?
const std::string k_is_whole = "sum = row_sum(file, tool, reused, decided, set_id, base, ran, unkept, reasons, output)";

// So many are looked for one by one; then all are read.
constexpr size_t k_few = 1000;

std::string task_name(const std::string& file, const std::string& tool) {
  return std::string(file).append(1, '\0').append(tool);
}

std::string to_bytes(const std::vector<Reason>& reasons, size_t more) {
  Fields fields = {std::to_string(more)};
  for (const Reason& reason : reasons)
    fields.insert(fields.end(), {std::to_string(static_cast<int>(reason.kind)), reason.what, reason.via});
  return encode_fields(fields);
}

void from_bytes(std::string_view bytes, Decision& decision) {
  auto fields = decode_fields(bytes);
  if (!fields || fields->empty()) return;
  decision.more = std::strtoul((*fields)[0].c_str(), nullptr, 10);
  for (size_t i = 1; i + 2 < fields->size(); i += 3) {
    const int kind = std::atoi((*fields)[i].c_str());
    if (kind < 0 || kind > static_cast<int>(ReasonKind::verify)) continue;
    decision.reasons.push_back(
        {static_cast<ReasonKind>(kind), std::move((*fields)[i + 1]), std::move((*fields)[i + 2])});
  }
}

}  // namespace

void Decisions::load() {
  if (loaded_) return;
  loaded_ = true;
  Statement rows = database_.prepare(("SELECT file, tool, reused, set_id, base FROM decision WHERE " + k_is_whole).c_str());
  while (rows.step())
    last_.emplace(task_name(std::string(rows.bytes(0)), std::string(rows.bytes(1))),
                  Last{rows.integer(2) != 0, rows.integer(3), Digest::from(rows.bytes(4))});
}

// What the row of a task says; null where there is none.
Decisions::Last* Decisions::last(const std::string& file, const std::string& tool) {
  const std::string name = task_name(file, tool);
  if (const auto known = last_.find(name); known != last_.end()) return &known->second;
  if (loaded_) return nullptr;
  if (++looked_for_ > k_few) {
    load();
    const auto known = last_.find(name);
    return known == last_.end() ? nullptr : &known->second;
  }
  if (!last_row_)
    last_row_ = database_.prepare(("SELECT reused, set_id, base FROM decision WHERE file = ?1 AND tool = ?2 AND " + k_is_whole).c_str());
  last_row_->with(std::string_view(file), std::string_view(tool));
  Last* found = nullptr;
  if (last_row_->step())
    found = &last_.emplace(name, Last{last_row_->integer(0) != 0, last_row_->integer(1), Digest::from(last_row_->bytes(2))}).first->second;
  last_row_->reset();
  return found;
}

std::optional<Decision> Decisions::find(const std::string& file, const std::string& tool) {
  if (!row_)
    row_ = database_.prepare(("SELECT reused, decided, set_id, base, ran, unkept, reasons, output FROM decision "
                              "WHERE file = ? AND tool = ? AND " + k_is_whole).c_str());
  Statement& row = row_->with(std::string_view(file), std::string_view(tool));
  if (!row.step()) {
    row.reset();
    return {};
  }
  Decision decision;
  decision.reused = row.integer(0) != 0;
  decision.decided = row.integer(1);
  decision.set = row.integer(2);
  decision.base = Digest::from(row.bytes(3));
  decision.ran = row.integer(4);
  decision.unkept = row.bytes(5);
  from_bytes(row.bytes(6), decision);
  decision.output = row.bytes(7);
  row.reset();
  return decision;
}

void Decisions::put(const std::string& file, const std::string& tool, const Decision& decision) {
  last_.insert_or_assign(task_name(file, tool), Last{decision.reused, decision.set, decision.base});
  replaced_ = true;
  if (!put_)
    put_ = database_.prepare("REPLACE INTO decision VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, "
                             "row_sum(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10))");
  put_
      ->with(std::string_view(file), std::string_view(tool), int64_t{decision.reused}, decision.decided, decision.set,
            decision.base.view(), decision.ran, std::string_view(decision.unkept),
            std::string_view(to_bytes(decision.reasons, decision.more)), std::string_view(decision.output))
      .run();
}

void Decisions::put_reuse(const std::string& file, const std::string& tool, int64_t set, const Digest& base,
                          int64_t now) {
  Last* before = last(file, tool);
  if (before != nullptr && before->reused && before->set == set && before->base == base) return;
  const bool is_first = before == nullptr;
  last_.insert_or_assign(task_name(file, tool), Last{true, set, base});
  replaced_ = true;
  if (is_first) {
    database_
        .prepare("REPLACE INTO decision VALUES (?1, ?2, 1, ?3, ?4, ?5, 0, '', ?6, '', row_sum(?1, ?2, 1, ?3, ?4, ?5, 0, '', ?6, ''))")
        .with(std::string_view(file), std::string_view(tool), now, set, base.view(), std::string_view(to_bytes({}, 0)))
        .run();
    return;
  }
  database_
      .prepare("UPDATE decision SET reused = 1, decided = ?3, set_id = ?4, base = ?5, unkept = '', output = '', "
               "sum = row_sum(file, tool, 1, ?3, ?4, ?5, ran, '', reasons, '') WHERE file = ?1 AND tool = ?2")
      .with(std::string_view(file), std::string_view(tool), now, set, base.view())
      .run();
}

void Decisions::put_reuse_of_all(const std::vector<std::string>& tools, int64_t now) {
  loaded_ = false;
  looked_for_ = 0;
  last_.clear();
  const std::string all = "UPDATE decision SET reused = 1, decided = ?1, unkept = '', output = '', "
                          "sum = row_sum(file, tool, 1, ?1, set_id, base, ran, '', reasons, '') WHERE reused = 0 AND " + k_is_whole;
  if (tools.empty()) database_.prepare(all.c_str()).with(now).run();
  for (const std::string& tool : tools)
    database_.prepare((all + " AND tool = ?2").c_str()).with(now, std::string_view(tool)).run();
}

std::vector<std::string> Decisions::files() {
  load();
  std::set<std::string> files;
  for (const auto& [task, last] : last_) files.insert(task.substr(0, task.find('\0')));
  return {files.begin(), files.end()};
}

std::vector<std::string> Decisions::tools() {
  std::vector<std::string> names;
  Statement rows = database_.prepare("SELECT DISTINCT tool FROM decision ORDER BY tool");
  while (rows.step()) names.emplace_back(rows.bytes(0));
  return names;
}

void Decisions::forget_file(const std::string& file) {
  loaded_ = false;
  looked_for_ = 0;
  last_.clear();
  replaced_ = true;
  database_.prepare("DELETE FROM decision WHERE file = ?").with(std::string_view(file)).run();
}

std::optional<KeyParts> Decisions::parts(const Digest& base) {
  Statement row = database_.prepare("SELECT parts FROM key_parts WHERE digest = ? AND sum = row_sum(digest, parts)");
  row.with(base.view());
  if (!row.step()) return {};
  auto fields = decode_fields(row.bytes(0));
  if (!fields) return {};
  KeyParts parts;
  for (size_t i = 0; i + 2 < fields->size(); i += 3)
    parts.push_back({static_cast<PartKind>(std::atoi((*fields)[i].c_str())), std::move((*fields)[i + 1]),
                     std::move((*fields)[i + 2])});
  return parts;
}

void Decisions::put_parts(const Digest& base, const KeyParts& parts) {
  if (!known_parts_.insert(base).second) return;
  Statement there = database_.prepare("SELECT 1 FROM key_parts WHERE digest = ? AND sum = row_sum(digest, parts)");
  there.with(base.view());
  if (there.step()) return;
  Fields fields;
  for (const KeyPart& part : parts)
    fields.insert(fields.end(), {std::to_string(static_cast<int>(part.kind)), part.name, part.value});
  database_.prepare("REPLACE INTO key_parts VALUES (?1, ?2, row_sum(?1, ?2))")
      .with(base.view(), std::string_view(encode_fields(fields)))
      .run();
}

void Decisions::sweep() {
  if (!replaced_) return;
  replaced_ = false;
  database_.run("DELETE FROM key_parts WHERE digest NOT IN (SELECT base FROM decision)");
}

}  // namespace lintcache
