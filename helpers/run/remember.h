// SPDX-License-Identifier: MIT
// Answers kept together with all that they depended on.
#pragma once

#include <string_view>
#include <vector>

#include "model/input.h"
#include "run/session.h"

namespace lintcache {

// Records the answer under the subject, with the inputs in their present states. Nothing is recorded, and
// the id is 0, where an input changed while we looked: it was perhaps seen in two states.
KnownSet remember(const Session& session, std::string_view subject, const std::vector<Input>& inputs,
                  std::string_view answer);

// The same without recording anything.
KnownSet for_this_run(const Session& session, const std::vector<Input>& inputs, std::string_view answer);

}  // namespace lintcache
