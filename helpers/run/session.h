// SPDX-License-Identifier: MIT
// What the steps of one run share: the request, the tree's state, the disk as seen, the wish to stop.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "base/stop.h"
#include "digest/stat_cache.h"
#include "model/happening.h"
#include "model/request.h"
#include "run/zones.h"
#include "store/state_store.h"

namespace lintcache {

// How to go about it, whatever is asked for.
struct Manner {
  bool self_check = false;  // whoever schedules tasks looks at itself in each step
  uint64_t shuffle = 0;     // not 0: tasks come in an order of that number, as far as nothing comes before another
  bool is_dry = false;      // nothing is run, and what is known of the tree stays as it is
};

// How a command talks to its user while it goes on.
struct Voice {
  std::function<void(const std::string& line)> warn;
  std::function<void(const std::string& line)> note;  // what is worth knowing, and no trouble
  std::function<void(const Happening&)> happened = {};  // told while work goes on, from any thread; empty: nobody looks
  bool colour = false;  // of diagnostics
  std::function<void(const std::string& line)> explain = {};  // told why each task runs; empty: nobody asked
  std::function<void(const std::string& line)> trace = {};  // told each change of each task's state; empty: nobody asked
  Zones zones = {};  // of which log() is told; it may be called from any thread
  std::function<void(Zone, const std::string& line)> log = {};
  Manner manner = {};

  [[nodiscard]] bool hears(Zone zone) const { return log && zones.has(zone); }
  void tell(const Happening& one) const {
    if (happened) happened(one);
  }
};

struct Session {
  const Request& request;
  StateStore& store;
  StatCache& disk;
  const Stop& stop;
  const std::vector<std::string>& outer_environment;
  const Voice& voice;
};

}  // namespace lintcache
