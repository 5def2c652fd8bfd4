// SPDX-License-Identifier: MIT
// Happenings as JSON.
#include "report/progress_json.h"

#include <cmath>
#include <nlohmann/json.hpp>

#include "base/text.h"

namespace lintcache {
namespace {

using Json = nlohmann::ordered_json;

constexpr int k_progress_format = 1;

// Nobody wants to know the nanosecond.
double in_seconds(int64_t nanoseconds) { return std::round(static_cast<double>(nanoseconds) / 1e6) / 1e3; }

Json started(const char* event, double at) { return {{"event", event}, {"at", std::round(at * 1e3) / 1e3}}; }

struct Writer {
  double at;

  Json operator()(const PhaseBegan& one) const {
    Json json = started("phase", at);
    json["phase"] = name_of(one.phase);
    return json;
  }
  Json operator()(const TasksExpected& one) const {
    Json json = started("expected", at);
    json["tasks"] = one.tasks;
    return json;
  }
  Json operator()(const TasksReused& one) const {
    Json json = started("reused", at);
    json.update({{"tool", printable(one.tool)}, {"tasks", one.tasks}, {"findings", one.findings}});
    return json;
  }
  Json operator()(const TasksQueued& one) const {
    Json json = started("queued", at);
    json.update({{"tool", printable(one.tool)}, {"tasks", one.tasks}, {"unknown", one.unknown}, {"seconds", in_seconds(one.nanoseconds)}});
    return json;
  }
  Json operator()(const TaskEvent& one) const {
    Json json = started("task", at);
    json.update({{"step", name_of(one.step)}, {"tool", printable(one.tool)}, {"file", printable(one.file)}, {"job", one.job}, {"slot", one.slot}});
    json["seconds_before"] = one.nanoseconds_before == 0 ? Json() : Json(in_seconds(one.nanoseconds_before));
    if (one.step == TaskStep::finished)
      json.update({{"verdict", name_of(one.verdict)}, {"findings", one.findings}, {"seconds", in_seconds(one.nanoseconds)}});
    return json;
  }
  Json operator()(const ImportEvent& one) const {
    Json json = started("import", at);
    json.update({{"step", one.is_over ? "finished" : "started"}, {"slot", one.slot}, {"files", one.files}});
    return json;
  }
  Json operator()(const Counted& one) const {
    Json json = started("count", at);
    json.update({{"phase", name_of(one.phase)}, {"done", one.done}, {"total", one.total}, {"what", printable(one.what)}});
    return json;
  }
};

}  // namespace

std::string begin_json(const std::string& verb, const std::string& name) {
  Json json = started("begin", 0);
  json.update({{"format", k_progress_format}, {"verb", verb}, {"name", printable(name)}});
  return json.dump();
}

std::string happening_json(const Happening& one, double at) { return std::visit(Writer{at}, one).dump(); }

std::string end_json(const Summary& summary, int exit_status, double at) {
  Json json = started("end", at);
  json.update({{"tasks", summary.tasks},
               {"reused", summary.cached},
               {"finished", summary.run},
               {"not_run", summary.not_run},
               {"findings", summary.findings},
               {"failures", summary.failures},
               {"seconds", std::round(summary.seconds * 1e3) / 1e3},
               {"exit_status", exit_status}});
  return json.dump();
}

}  // namespace lintcache
