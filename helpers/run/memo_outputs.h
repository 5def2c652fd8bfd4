// SPDX-License-Identifier: MIT
// What a command left behind: found, compared with the disk, and put there again.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "digest/path_facts.h"
#include "model/memo.h"

namespace lintcache {

// Is what is there now what the output is? Not asked of a hard link: is it one.
bool is_in_place(const MemoOutput& output, PathFacts& facts);

// The outputs, by path, that are in place now.
std::vector<const MemoOutput*> in_place(const std::vector<MemoOutput>& outputs, PathFacts& facts);

struct Restored {
  size_t written = 0, removed = 0, in_place = 0;
  std::string missing;  // nothing was done, for the bytes of this output are not there any more, or its place is taken
};

// Where the bytes of contents are. All that are needed are asked for together, before anything is put in place.
struct KeptBytes {
  std::function<void()> begin;
  std::function<std::optional<std::string>(const Digest&)> of;
  std::function<void()> end;
};

// Puts outputs where they are not in place, each by a rename. A file gets the time of
// now, as if the command had run, unless the command itself set another one; one that is in place gets it where it is older
// than `newest`, nanoseconds since 1970, so that who compares times sees it made after its inputs.
Result<Restored> restore(const std::vector<MemoOutput>& outputs, int64_t newest, PathFacts& facts,
                         const KeptBytes& bytes);

}  // namespace lintcache
