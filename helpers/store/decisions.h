// SPDX-License-Identifier: MIT
// The last decision about each (file, tool), and the key parts that decisions name.
#pragma once

#include <optional>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "model/decision.h"
#include "model/key.h"
#include "store/database.h"

namespace lintcache {

class Decisions {
 public:
  // `database` must outlive the object.
  explicit Decisions(Database& database) : database_(database) {}

  std::optional<Decision> find(const std::string& file, const std::string& tool);

  void put(const std::string& file, const std::string& tool, const Decision& decision);

  // The task was not run, because what is in set `set` still holds. Writes nothing where the last decision says so already.
  void put_reuse(const std::string& file, const std::string& tool, int64_t set, const Digest& base, int64_t now);

  // The same for all tasks of these tools (empty: of all), because a run found that nothing changed.
  void put_reuse_of_all(const std::vector<std::string>& tools, int64_t now);

  // All files that anything was decided about, sorted; the empty one stands for the whole tree.
  std::vector<std::string> files();

  // Names of all tools that anything was decided about, sorted.
  std::vector<std::string> tools();

  void forget_file(const std::string& file);

  // Key parts by their digest; nothing where they are not recorded.
  std::optional<KeyParts> parts(const Digest& base);
  void put_parts(const Digest& base, const KeyParts& parts);

  // Drops key parts that no decision names.
  void sweep();

 private:
  struct Last {
    bool reused = false;
    int64_t set = 0;
    Digest base;
  };
  void load();
  Last* last(const std::string& file, const std::string& tool);

  Database& database_;
  bool loaded_ = false;
  size_t looked_for_ = 0;
  std::unordered_map<std::string, Last> last_;  // what each row says, by file, byte 0, tool; until all are loaded, those that were looked for
  std::unordered_set<Digest> known_parts_;
  bool replaced_ = false;
  std::optional<Statement> last_row_, row_, put_;
};

}  // namespace lintcache
