// SPDX-License-Identifier: MIT
// Whole runs as remembered results, by what was asked for: see run/replay.h.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "model/digest.h"
#include "store/database.h"

namespace lintcache {

struct Replay {
  std::string snapshot;  // see digest/disk_snapshot.h
  std::string report;    // what the run found
  bool is_told = false;  // decisions say already that nothing ran
};

class Replays {
 public:
  // `database` must outlive the object.
  explicit Replays(Database& database) : database_(database) {}

  // Nothing where none is recorded under this key, or it is damaged.
  std::optional<Replay> find(const Digest& key);

  // Records one that was made under these settings; the oldest of many goes.
  void put(const Digest& key, const Digest& settings, const Replay& replay);

  // The same run as the one recorded under this key, after a few things changed. Its parts stay.
  void change(const Digest& key, const Replay& replay);

  // What goes with a recorded run and is not read with it; nothing where it is not there or damaged.
  void put_part(const Digest& key, int64_t part, std::string_view bytes);
  std::optional<std::string> part(const Digest& key, int64_t part);

  // Drops those made under others: decisions will not be theirs any more.
  void keep_only(const Digest& settings);

  void mark_told(const Digest& key);

  // Drops all: what was remembered, or what was asked for last time, is another now.
  void forget();

 private:
  Database& database_;
};

}  // namespace lintcache
