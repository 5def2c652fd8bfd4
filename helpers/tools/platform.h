// SPDX-License-Identifier: MIT
// The system that tools run on, as far as verdicts could depend on it.
#pragma once

#include <string>
#include <string_view>

#include "model/key.h"

namespace lintcache {

// "debian 12" of the text of /etc/os-release; empty where it says neither ID nor VERSION_ID.
std::string system_in(std::string_view os_release);

// Distribution, machine, C library and name of the kernel, read once. Not the kernel's version: no tool shows it in
// what it finds, and it changes with each update of a machine and between the machines that share a container.
const KeyParts& platform_parts();

}  // namespace lintcache
