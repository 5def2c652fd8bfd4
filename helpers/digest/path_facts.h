// SPDX-License-Identifier: MIT
// What a path looks like now, in all ways in which a program may have asked for it.
//
// States as text: `-` nothing is there; `f` a file, `d` a directory, `l` a symbolic link, `o` something else, each with
// what its kind of fact tells besides, after blanks; `=` and 32 bytes: a digest; `@` and text: of a link, a place; `!` and
// a number: errno, where asking failed. A content is read only where its stat tuple is another one than that of the time
// when it was last read, or so young that an edit could have left it as it is (see digest/trust.h).
#pragma once

#include <sys/stat.h>

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>

#include "base/disk.h"
#include "model/digest.h"
#include "model/memo.h"

namespace lintcache {

// The digest of a content or a listing, with the tuple that vouches for it.
struct RememberedDigest {
  StatTuple tuple;
  Digest digest;
  bool operator==(const RememberedDigest&) const = default;
};

// By `memory_key`.
using FactMemory = std::unordered_map<std::string, RememberedDigest>;

std::string memory_key(FactKind kind, std::string_view path, std::string_view detail);

class PathFacts {
 public:
  // Asked for what `memory` lacks; may be empty.
  using Recall = std::function<std::optional<RememberedDigest>(const std::string& key)>;
  explicit PathFacts(FactMemory memory = {}, Recall recall = {}) : memory_(std::move(memory)), recall_(std::move(recall)) {}

  // Adds what vouches for itself.
  void remember(const FactMemory& memory) { memory_.insert(memory.begin(), memory.end()); }

  // Adds what another object came to know, as if it had been asked here.
  void take(PathFacts& other) {
    memory_.merge(other.memory_);
    learnt_.merge(other.learnt_);
    files_hashed_ += other.files_hashed_;
  }

  // Not for variables. Each path is asked for at most once in the life of the object.
  std::string state(const Fact& fact);

  // Whether the file holds this text somewhere; remembered as digests are.
  bool holds(const std::string& path, std::string_view text);

  // Digests that were learnt, and those that were known and needed; all of them vouched for.
  [[nodiscard]] const FactMemory& used() const { return used_; }
  [[nodiscard]] const FactMemory& learnt() const { return learnt_; }
  [[nodiscard]] size_t files_hashed() const { return files_hashed_; }

  // Whether what is at a path, links followed or not, may have been changed at `time` (of `Disk::now`) or later. No for
  // what is absent.
  bool changed_since(const std::string& path, bool follow, int64_t time);

  // The same, going by the time of last modification alone: for what we changed otherwise ourselves.
  bool modified_since(const std::string& path, int64_t time);

  struct Look {
    int error = 0;  // errno
    struct stat status {};
  };
  const Look& look(const std::string& path, bool follow);

  // Forgets what was seen, not what vouches for itself.
  void look_again();

 private:
  std::string content(const std::string& path);
  std::string listing(const Fact& fact);
  const RememberedDigest* known(const std::string& key, const StatTuple& tuple);
  // Whether it can vouch for itself.
  bool keep(const std::string& key, const StatTuple& tuple, const Digest& digest, int64_t looked_at);

  FactMemory memory_, used_, learnt_;
  Recall recall_;
  std::unordered_map<std::string, Look> followed_, named_;
  std::unordered_map<std::string, std::string> contents_;
  size_t files_hashed_ = 0;
};

// With all symbolic links followed; empty where there is no such directory.
std::string real_directory(const std::string& directory);

}  // namespace lintcache
