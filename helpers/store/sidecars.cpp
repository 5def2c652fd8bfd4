// SPDX-License-Identifier: MIT
// Which row stands in which sidecar; loading and writing them.
//
// Lines are described in store/sidecar_rows.cpp and store/sidecar_sets.cpp; `tree.replay` has one more, "sidecars" with a snapshot
// (digest/disk_snapshot.h) of all the others.
#include "store/sidecars.h"

#include <fcntl.h>

#include <algorithm>
#include <thread>

#include <fmt/format.h>

#include "base/disk.h"
#include "base/file.h"
#include "base/path.h"
#include "digest/disk_snapshot.h"
#include "report/records.h"
#include "store/id_list.h"
#include "store/sidecar_rows.h"
#include "store/sidecar_sets.h"
#include "store/sidecar_text.h"

namespace lintcache {
namespace {

constexpr const char* k_settings = "tree.settings";
constexpr const char* k_replay = "tree.replay";
constexpr const char* k_elsewhere = "tree.elsewhere";
constexpr const char* k_answers = "tree.answers";
constexpr const char* k_keys = "tree.keys";
constexpr std::string_view k_suffixes[] = {".digest", ".deps", ".manifest", ".decisions", ".groups"};

bool is_sidecar(std::string_view name) {
  const auto ends = [&](std::string_view suffix) { return name.ends_with(suffix); };
  const std::string_view all[] = {k_settings, k_replay, k_elsewhere, k_answers, k_keys};
  return std::any_of(std::begin(k_suffixes), std::end(k_suffixes), ends) || std::find(std::begin(all), std::end(all), name) != std::end(all);
}

std::string shelf_of(std::string_view digest) { return "groups/" + Digest::from(digest).hex().substr(0, 2) + ".groups"; }

std::string name_of_subject(std::string_view subject) {
  const std::string owner = owner_of(subject);
  return owner.empty() ? k_answers : with_suffix(owner, ".deps");
}

template <class Visit>
void each_sidecar(const std::string& state_dir, const std::string& below, const Visit& visit) {
  const auto entries = real_disk().list(joined(state_dir, below));
  if (!entries || !*entries) return;
  for (const DirectoryEntry& entry : **entries) {
    const std::string name = joined(below, entry.name);
    if (entry.type == FileType::directory) each_sidecar(state_dir, name, visit);
    else if (is_sidecar(entry.name)) visit(name);
  }
}

}  // namespace

Sidecars::Sidecars(std::string state_dir, Database& database, InputSets& sets, const Roots& roots)
    : state_dir_(std::move(state_dir)), source_dir_(roots.unpacked("\0011")), database_(database), sets_(sets), roots_(roots) {
  database_.run("CREATE TABLE dirty (kind, key, PRIMARY KEY (kind, key)) WITHOUT ROWID");
  load_first();
  watch("latch", "''");
  watch("replay", "''");
}

void Sidecars::watch(const char* table, const char* key) {
  for (const char* event : {"INSERT NEW", "UPDATE NEW", "DELETE OLD"}) {
    const std::string_view words = event;
    const std::string_view verb = words.substr(0, 6), row = words.substr(7);
    database_.run(fmt::format("CREATE TRIGGER {0}_{1} AFTER {1} ON {0} BEGIN INSERT OR IGNORE INTO dirty VALUES ('{0}', {2}{3}); END",
                              table, verb, *key == '\'' ? "" : std::string(row) + ".", key).c_str());
  }
}

std::string Sidecars::below_source(std::string_view path) const {
  return source_dir_.empty() || !is_below(path, source_dir_) ? std::string() : relative_to(path, source_dir_);
}

std::string Sidecars::name_of_row(std::string_view table, std::string_view key) const {
  const std::string below = below_source(key);
  if (table == "file") return below.empty() ? k_elsewhere : with_suffix(below, ".digest");
  if (table == "directory") return below.empty() && key != source_dir_ ? k_elsewhere : joined(below, "directory.manifest");
  if (table == "decision" || table == "record") return joined(parent_of(key), "directory.decisions");
  if (table == "key_parts") return k_keys;
  if (table == "latch") return k_settings;
  if (table == "input_group") return shelf_of(key);
  return table == "input_set" ? name_of_subject(key) : k_replay;
}

void Sidecars::load_first() {
  RowWriter rows(database_);
  const auto lines_of = [&](const char* name) {
    const auto read = real_disk().read(joined(state_dir_, name));
    if (read && *read) names_.insert(name);
    return read && *read ? sidecar_lines(name, (*read)->bytes) : std::nullopt;
  };
  const auto settings = lines_of(k_settings);
  has_settings_ = settings.has_value();
  if (settings)
    for (const Fields& line : *settings) rows.put(line);
  const auto replay = lines_of(k_replay);
  const bool holds = replay && !replay->empty() && replay->front().size() == 2 && replay->front()[0] == "sidecars" &&
                     snapshot_holds(replay->front()[1], state_dir_, std::max(1u, std::thread::hardware_concurrency()));
  if (holds)
    for (const Fields& line : *replay) rows.put(line);
}

void Sidecars::load_one(const std::string& name, RowWriter& rows, SetReader& sets) {
  if (name == k_settings || name == k_replay) return;
  names_.insert(name);
  const auto read = real_disk().read(joined(state_dir_, name));
  const auto lines = read && *read ? sidecar_lines(name, (*read)->bytes) : std::nullopt;
  const bool is_memory = lines && !lines->empty() && (lines->front()[0] == "file" || lines->front()[0] == "directory");
  if (!lines || (is_memory && !has_settings_)) {
    useless_.insert(name);
    return;
  }
  for (const Fields& line : *lines) rows.put(line);
  sets.take(name, *lines);
}

// Where sidecars come from different times, a decision may name a set that is another's by now.
void Sidecars::drop_strange_decisions() {
  std::vector<Fields> strange;
  Statement rows = database_.prepare("SELECT file, tool, subject, set_id FROM decision LEFT JOIN input_set ON id = set_id");
  int64_t last = 0;
  while (rows.step()) {
    last = std::max(last, rows.integer(3));
    const std::string begin = std::string("task").append(1, '\0').append(rows.bytes(0)).append(1, '\0').append(rows.bytes(1)).append(1, '\0');
    if (!rows.bytes(2).empty() && !rows.bytes(2).starts_with(begin)) strange.push_back({std::string(rows.bytes(0)), std::string(rows.bytes(1))});
  }
  rows.reset();
  for (const Fields& one : strange)
    database_.prepare("DELETE FROM decision WHERE file = ? AND tool = ?").with(std::string_view(one[0]), std::string_view(one[1])).run();
  // Ids that decisions name are not given again.
  database_.run("INSERT INTO sqlite_sequence SELECT 'input_set', 0 WHERE NOT EXISTS (SELECT 1 FROM sqlite_sequence)");
  database_.prepare("UPDATE sqlite_sequence SET seq = max(seq, ?)").with(last).run();
}

void Sidecars::load() {
  if (is_loaded_) return;
  is_loaded_ = true;
  RowWriter rows(database_);
  SetReader sets(database_, sets_, roots_);
  each_sidecar(state_dir_, "", [&](const std::string& name) { load_one(name, rows, sets); });
  sets.put();
  for (const auto& [name, groups] : sets.groups())
    for (const int64_t id : groups) {
      if (name.ends_with(".groups")) shelved_.insert(id);
      else own_[id] = name;
    }
  const std::pair<const char*, const char*> keys[] = {{"file", "path"},       {"directory", "path"},    {"decision", "file"}, {"record", "file"},
                                                      {"key_parts", "''"}, {"input_set", "subject"}, {"input_group", "digest"}};
  for (const auto& [table, key] : keys) watch(table, key);
  for (const std::string& subject : sets.lost())
    database_.prepare("INSERT OR IGNORE INTO dirty VALUES ('input_set', ?)").with(std::string_view(subject)).run();
  drop_strange_decisions();
}

Result<void> Sidecars::write(const std::string& name, const std::vector<Fields>& lines) {
  const std::string path = joined(state_dir_, name);
  useless_.erase(name);
  if (!lines.empty()) {
    names_.insert(name);
    return write_if_changed(path, sidecar_text(name, lines));
  }
  names_.erase(name);
  LINTCACHE_TRY(remove_file(path));
  remove_empty_directories(parent_of(path), state_dir_);
  return {};
}

// Sidecars of one row each.
Result<void> Sidecars::write_single(const char* table, const std::set<std::string>& keys) {
  if (keys.empty()) return {};
  const RowTable& columns = *row_table(table);
  Statement row = select_rows(database_, columns, "path = ?");
  for (const std::string& key : keys) {
    std::vector<Fields> lines;
    if (row.with(std::string_view(key)).step()) lines.push_back(line_of(row, columns));
    LINTCACHE_TRY(write(name_of_row(table, key), lines));
  }
  return {};
}

// Sidecars with all rows of these tables that stand there.
Result<void> Sidecars::write_rows(const std::set<std::string>& names, std::initializer_list<const char*> tables) {
  if (names.empty()) return {};
  std::map<std::string, std::vector<Fields>> all;
  for (const std::string& name : names) all[name];
  for (const char* table : tables) {
    const RowTable& columns = *row_table(table);
    Statement rows = select_rows(database_, columns, "1 ORDER BY 1, 2");
    while (rows.step())
      if (const auto sidecar = all.find(name_of_row(table, rows.bytes(0))); sidecar != all.end())
        sidecar->second.push_back(line_of(rows, columns));
  }
  for (const auto& [name, lines] : all) LINTCACHE_TRY(write(name, lines));
  return {};
}

// A group that only one sidecar names stands in it; others stand on shelves, each once.
struct Sidecars::Users {
  std::map<int64_t, std::string> names;  // of the sidecars, by group
  std::set<int64_t> shared;

  explicit Users(Database& database) {
    Statement sets = database.prepare("SELECT subject, below FROM input_set");
    while (sets.step()) {
      const std::string name = name_of_subject(sets.bytes(0));
      for (const int64_t id : decode_ids(sets.bytes(1)))
        if (names.try_emplace(id, name).first->second != name) shared.insert(id);
    }
    Statement groups = database.prepare("SELECT below FROM input_group");
    while (groups.step())
      for (const int64_t id : decode_ids(groups.bytes(0))) shared.insert(id);
  }
  [[nodiscard]] bool are_many(int64_t id) const { return shared.contains(id); }
};

Result<void> Sidecars::write_sets(const std::set<std::string>& subjects, std::set<std::string> shelves) {
  if (subjects.empty() && shelves.empty()) return {};
  const Users users(database_);
  SetWriter writer(database_, sets_, roots_);
  std::map<std::string, std::string> owners;  // by the name of the sidecar
  for (const std::string& subject : subjects) owners.emplace(name_of_subject(subject), owner_of(subject));
  for (const auto& [name, owner] : owners) {
    const auto lines = writer.sets_of(owner, [&, &name = name](int64_t group) {
      if (users.are_many(group)) return own_.erase(group), false;
      own_[group] = name;
      return true;
    });
    LINTCACHE_TRY(write(name, lines));
  }
  std::map<std::string, std::vector<int64_t>> places;
  Statement groups = database_.prepare("SELECT id, digest FROM input_group ORDER BY id");
  while (groups.step()) {
    const int64_t id = groups.integer(0);
    const auto user = users.names.find(id);
    const auto own = own_.find(id);
    const bool stands_there = user == users.names.end() || (own != own_.end() && own->second == user->second);
    if (stands_there && !users.are_many(id)) continue;
    const std::string name = shelf_of(groups.bytes(1));
    places[name].push_back(id);
    if (shelved_.insert(id).second) shelves.insert(name);
  }
  for (const std::string& name : shelves) {
    std::vector<std::vector<Fields>> all;
    for (const int64_t id : places[name]) all.push_back(writer.group(id));
    std::sort(all.begin(), all.end());
    std::vector<Fields> lines;
    for (auto& group : all) lines.insert(lines.end(), std::make_move_iterator(group.begin()), std::make_move_iterator(group.end()));
    LINTCACHE_TRY(write(name, lines));
  }
  return {};
}

Result<void> Sidecars::write_dirty() {
  std::map<std::string, std::set<std::string>> dirty;  // by table
  Statement rows = database_.prepare("SELECT kind, key FROM dirty");
  while (rows.step()) dirty[std::string(rows.bytes(0))].emplace(rows.bytes(1));
  rows.reset();
  if (dirty.empty() && useless_.empty()) return {};
  load();
  database_.run("DELETE FROM dirty");
  has_written_ = true;
  // Nothing is believed of it from here on, whoever is killed in between.
  LINTCACHE_TRY(remove_file(joined(state_dir_, k_replay)));
  const bool is_memory_new = dirty.contains("file") || dirty.contains("directory");
  if (is_memory_new) LINTCACHE_TRY(remove_file(joined(state_dir_, k_settings)));
  for (const std::string& name : std::set<std::string>(useless_)) LINTCACHE_TRY(write(name, {}));
  bool is_elsewhere = false;
  for (const char* table : {"file", "directory"})
    is_elsewhere = std::erase_if(dirty[table], [&](const std::string& path) { return name_of_row(table, path) == k_elsewhere; }) > 0 || is_elsewhere;
  LINTCACHE_TRY(write_single("file", dirty["file"]));
  LINTCACHE_TRY(write_single("directory", dirty["directory"]));
  if (is_elsewhere) LINTCACHE_TRY(write_rows({k_elsewhere}, {"file", "directory"}));
  std::set<std::string> decisions, shelves;
  for (const char* table : {"decision", "record"})
    for (const std::string& file : dirty[table]) decisions.insert(name_of_row(table, file));
  for (const std::string& digest : dirty["input_group"]) shelves.insert(shelf_of(digest));
  LINTCACHE_TRY(write_sets(dirty["input_set"], std::move(shelves)));
  LINTCACHE_TRY(write_rows(decisions, {"decision", "record"}));
  if (dirty.contains("key_parts")) LINTCACHE_TRY(write_rows({k_keys}, {"key_parts"}));
  if (is_memory_new || dirty.contains("latch")) LINTCACHE_TRY(write_rows({k_settings}, {"latch"}));
  return {};
}

Result<void> Sidecars::write_replays() {
  const RowTable& columns = *row_table("replay");
  std::vector<Fields> lines;
  Statement rows = select_rows(database_, columns, "1 ORDER BY made");
  while (rows.step()) lines.push_back(line_of(rows, columns));
  if (!lines.empty()) {
    std::vector<SeenPath> seen;
    for (const std::string& name : names_) {
      if (name == k_replay) continue;
      SeenPath one{joined(state_dir_, name), {}};
      one.state.presence = look_at(AT_FDCWD, one.path.c_str(), one.state.tuple);
      seen.push_back(std::move(one));
    }
    lines.insert(lines.begin(), {"sidecars", encode_snapshot(seen)});
  }
  return write(k_replay, lines);
}

Result<void> Sidecars::save(bool at_end) {
  LINTCACHE_TRY(write_dirty());
  if (!at_end || !has_written_) return {};
  has_written_ = false;
  return write_replays();
}

void remove_sidecars(const std::string& state_dir) {
  each_sidecar(state_dir, "", [&](const std::string& name) {
    const std::string path = joined(state_dir, name);
    if (remove_file(path)) remove_empty_directories(parent_of(path), state_dir);
  });
}

bool has_sidecars(const std::string& state_dir) {
  const auto there = real_disk().status(joined(state_dir, k_settings));
  return there && *there;
}

}  // namespace lintcache
