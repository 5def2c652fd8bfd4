// SPDX-License-Identifier: MIT
// What a run can tell of its inner life, by zones that a user chooses.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace lintcache {

enum class Zone : uint8_t {
  phase,    // each step of the line, and what it found
  tool,     // which tools there are, how they are started, where their configuration may lie
  reason,   // for each task why its linter runs, or that it need not
  task,     // each change of its state
  slot,     // how many may work, and who says so; which slot a process has
  command,  // each process that is started, as a shell would take it; how it ended
};

inline constexpr size_t k_zones = 6;
std::string_view name_of(Zone zone);

class Zones {
 public:
  void add(Zone zone) { bits_ |= 1u << static_cast<unsigned>(zone); }
  [[nodiscard]] bool has(Zone zone) const { return (bits_ & (1u << static_cast<unsigned>(zone))) != 0; }

 private:
  unsigned bits_ = 0;
};

// `command,slot`, or `all`. Nothing where a name is none; the empty text names none.
std::optional<Zones> zones_in(const std::string& names);

// All names, for people.
std::string zone_list();

}  // namespace lintcache
