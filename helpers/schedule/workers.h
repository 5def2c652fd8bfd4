// SPDX-License-Identifier: MIT
// The slots of this process: what who started it says of them.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "schedule/job_slots.h"

namespace lintcache {

// Reads MAKEFLAGS and CMAKE_BUILD_PARALLEL_LEVEL of the environment, and joins the job server. To be called once, before
// anything is opened.
void join_build(const std::vector<std::string>& environment);

// Does the build run nothing (make -n, -q, -t)?
bool is_idle_build();

// `4 slots at most, by make's job server`.
std::string slots_text(unsigned jobs);

// Slots for one step of work, at most `jobs` where that is not 0. The first time something is in the way of more than one
// slot, that is told. Who has some must have given them back before there are others.
JobSlots slots_for(unsigned jobs, const std::function<void(const std::string& line)>& warn);

}  // namespace lintcache
