// SPDX-License-Identifier: MIT
// Table `replay`: key, settings, snapshot (checks itself), report (SHA-256 of the rest, then the rest), told, made (a number that grows).
#include "store/replays.h"

#include "digest/hasher.h"

namespace lintcache {
namespace {

// The whole tree, and its targets for one tool.
constexpr int64_t k_kept = 16;

}  // namespace

std::optional<Replay> Replays::find(const Digest& key) {
  Statement row = database_.prepare("SELECT snapshot, report, told FROM replay WHERE key = ?");
  row.with(key.view());
  if (!row.step()) return {};
  const std::string_view report = row.bytes(1);
  const Digest check = Digest::from(report);
  const std::string_view rest = report.substr(std::min(report.size(), sizeof check.bytes));
  if (check != digest_of(rest)) return {};
  return Replay{std::string(row.bytes(0)), std::string(rest), row.integer(2) != 0};
}

void Replays::keep_only(const Digest& settings) {
  database_.prepare("DELETE FROM replay WHERE settings <> ?").with(settings.view()).run();
}

void Replays::put(const Digest& key, const Digest& settings, const Replay& replay) {
  const std::string report = std::string(digest_of(replay.report).view()) + replay.report;
  database_
      .prepare("REPLACE INTO replay VALUES (?, ?, ?, ?, ?, (SELECT 1 + ifnull(max(made), 0) FROM replay))")
      .with(key.view(), settings.view(), std::string_view(replay.snapshot), std::string_view(report), int64_t{replay.is_told})
      .run();
  database_.prepare("DELETE FROM replay WHERE made <= (SELECT max(made) FROM replay) - ?").with(k_kept).run();
}

void Replays::mark_told(const Digest& key) {
  database_.prepare("UPDATE replay SET told = 1 WHERE key = ?").with(key.view()).run();
}

void Replays::forget() { database_.run("DELETE FROM replay"); }

}  // namespace lintcache
