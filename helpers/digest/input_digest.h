// SPDX-License-Identifier: MIT
// Digests that stand for inputs in their states, alone and in groups.
#pragma once

#include <vector>

#include "model/input.h"

namespace lintcache {

Digest digest_of_input(const Input& input, const Digest& state);

// Of inputs and groups by their digests, whatever their order; each counts once.
Digest digest_of_group(std::vector<Digest> inputs, std::vector<Digest> below);

// The same for inputs alone.
Digest digest_of_inputs(const std::vector<InputState>& inputs);

}  // namespace lintcache
