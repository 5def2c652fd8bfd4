// SPDX-License-Identifier: MIT
// Answers that a process got, as inputs, and what the answers are now.
//
// The detail of such an input is the name of the question and, after a blank, what was asked besides (model/memo.h):
// "status l", "access 4", "listing a/b". A content, and that nothing is there, are inputs of their own kind.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/disk.h"
#include "model/input.h"
#include "model/memo.h"

namespace lintcache {

// Not for variables.
Input input_of(const Fact& fact);

// The question of an input of kind `fact`, without an answer; nothing where it is none that we know.
std::optional<Fact> fact_of(const Input& input);

// Is it a fact that no entries of a directory answer?
bool is_plain_fact(const Input& input);

// What the entries of the directory answer to any other input but a content.
Digest state_in(const Input& input, const std::vector<DirectoryEntry>& entries);

// What the system answers now; for all other facts. Absent where nothing is there.
Digest state_of_fact(const Fact& fact);

// Is it about the path itself, so that the status that links lead to does not tell of each change?
bool is_about_link(const Fact& fact);

// Can the answer be another one, though that status and the one of its directory are as they were?
bool may_change_unseen(const Fact& fact);

}  // namespace lintcache
