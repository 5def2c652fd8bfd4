// SPDX-License-Identifier: MIT
// Table `replay`: key, settings, snapshot (checks itself), report (a check, see check_of, then the rest), told, made (a number that grows).
// Table `replay_part`: key, part (a number), bytes, sum: what goes with a replay and is read apart from it; gone with it.
#include "store/replays.h"

#include "digest/disk_snapshot.h"
#include "digest/hasher.h"

namespace lintcache {
namespace {

// The whole tree, and its targets for one tool.
constexpr int64_t k_kept = 16;

// Of the report with what it is for; the snapshot by the digests that it has itself.
Digest check_of(const Digest& key, std::string_view snapshot, std::string_view report) {
  return Hasher().field("key", key).field("snapshot", name_of_snapshot(snapshot)).field("report", report).digest();
}

}  // namespace

std::optional<Replay> Replays::find(const Digest& key) {
  Statement row = database_.prepare("SELECT snapshot, report, told FROM replay WHERE key = ?");
  row.with(key.view());
  if (!row.step()) return {};
  const std::string_view report = row.bytes(1);
  const Digest check = Digest::from(report);
  const std::string_view rest = report.substr(std::min(report.size(), sizeof check.bytes));
  if (check != check_of(key, row.bytes(0), rest)) return {};
  return Replay{std::string(row.bytes(0)), std::string(rest), row.integer(2) != 0};
}

void Replays::keep_only(const Digest& settings) {
  database_.prepare("DELETE FROM replay WHERE settings <> ?").with(settings.view()).run();
}

void Replays::put(const Digest& key, const Digest& settings, const Replay& replay) {
  // Parts of an older one go, too.
  database_.prepare("DELETE FROM replay WHERE key = ?").with(key.view()).run();
  const std::string report = std::string(check_of(key, replay.snapshot, replay.report).view()) + replay.report;
  database_
      .prepare("INSERT INTO replay VALUES (?, ?, ?, ?, ?, (SELECT 1 + ifnull(max(made), 0) FROM replay))")
      .with(key.view(), settings.view(), std::string_view(replay.snapshot), std::string_view(report), int64_t{replay.is_told})
      .run();
  database_.prepare("DELETE FROM replay WHERE made <= (SELECT max(made) FROM replay) - ?").with(k_kept).run();
}

void Replays::change(const Digest& key, const Replay& replay) {
  const std::string report = std::string(check_of(key, replay.snapshot, replay.report).view()) + replay.report;
  database_.prepare("UPDATE replay SET snapshot = ?2, report = ?3, told = ?4 WHERE key = ?1")
      .with(key.view(), std::string_view(replay.snapshot), std::string_view(report), int64_t{replay.is_told})
      .run();
}

void Replays::put_part(const Digest& key, int64_t part, std::string_view bytes) {
  database_.prepare("REPLACE INTO replay_part VALUES (?1, ?2, ?3, row_sum(?1, ?2, ?3))").with(key.view(), part, bytes).run();
}

std::optional<std::string> Replays::part(const Digest& key, int64_t part) {
  Statement row = database_.prepare("SELECT bytes FROM replay_part WHERE key = ?1 AND part = ?2 AND sum = row_sum(key, part, bytes)");
  row.with(key.view(), part);
  if (!row.step()) return {};
  return std::string(row.bytes(0));
}

void Replays::mark_told(const Digest& key) {
  database_.prepare("UPDATE replay SET told = 1 WHERE key = ?").with(key.view()).run();
}

void Replays::forget() { database_.run("DELETE FROM replay"); }

}  // namespace lintcache
