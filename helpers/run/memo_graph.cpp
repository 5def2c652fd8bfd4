// SPDX-License-Identifier: MIT
// Joining the events of each process by path, and drawing them.
#include "run/memo_graph.h"

#include <sys/wait.h>
#include <fcntl.h>

#include <algorithm>
#include <map>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "base/path.h"
#include "base/text.h"
#include "report/memo_text.h"
#include "run/graph_page.h"

namespace lintcache {
namespace {

using Json = nlohmann::ordered_json;

struct Touched {
  uint32_t process = 0;
  std::string path;
  Deed deed = Deed::missed;
  int64_t at = 0;
};

constexpr const char* k_deeds[] = {"missed", "asked", "read", "written"};

bool is_about_no_path(EventKind kind) {
  return kind == EventKind::variable || kind == EventKind::environment || kind == EventKind::change_mask ||
         kind == EventKind::doubt || orders_processes(kind);
}

Deed deed_of(const Event& event) {
  if (event.error != 0) return Deed::missed;
  switch (event.kind) {
    case EventKind::open: return (event.flags & O_ACCMODE) != O_RDONLY || (event.flags & O_TRUNC) != 0 ? Deed::written : Deed::read;
    case EventKind::execute:
    case EventKind::map:
    case EventKind::list:
    case EventKind::read_link: return Deed::read;
    case EventKind::status:
    case EventKind::access:
    case EventKind::change_directory: return Deed::asked;
    default: return Deed::written;
  }
}

// Each path once for each process, by its strongest deed; in the order in which they were first touched.
std::vector<Touched> touched_in(const Trace& trace) {
  std::map<std::pair<uint32_t, std::string>, size_t> known;
  std::vector<Touched> all;
  const auto touch = [&](const Event& event, const std::string& path) {
    const auto [one, is_new] = known.try_emplace({event.process, path}, all.size());
    if (is_new) all.push_back({event.process, path, deed_of(event), event.begin});
    all[one->second].deed = std::max(all[one->second].deed, deed_of(event));
  };
  for (const Event& event : trace.events) {
    if (is_about_no_path(event.kind) || !event.path.starts_with('/')) continue;
    touch(event, event.path);
    if ((event.kind == EventKind::rename || event.kind == EventKind::link) && event.other.starts_with('/')) touch(event, event.other);
  }
  return all;
}

std::string ended(int status) {
  if (WIFSIGNALED(status)) return fmt::format("signal {}", WTERMSIG(status));
  return WEXITSTATUS(status) == 0 ? "" : fmt::format("status {}", WEXITSTATUS(status));
}

std::string title_of(const TracedProcess& process) {
  return process.arguments.empty() ? std::string(file_name(process.executable)) : shell_words(process.arguments);
}

std::string quoted(const std::string& text) {
  std::string safe;
  for (const char c : printable(text)) safe += c == '"' || c == '\\' ? std::string("\\") + c : std::string(1, c);
  return "\"" + safe + "\"";
}

Json json_of(const Trace& trace) {
  Json processes = Json::array(), files = Json::array();
  for (const TracedProcess& one : trace.processes)
    processes.push_back({{"pid", one.pid}, {"parent", one.parent}, {"exec", one.is_exec}, {"arguments", one.arguments},
                         {"executable", one.executable}, {"directory", one.directory}, {"begin", one.begin}, {"end", one.end},
                         {"status", one.status}});
  for (const Touched& one : touched_in(trace))
    files.push_back({{"process", one.process}, {"path", one.path}, {"deed", k_deeds[static_cast<size_t>(one.deed)]}, {"at", one.at}});
  return {{"processes", std::move(processes)}, {"files", std::move(files)}};
}

std::string replaced(std::string text, std::string_view what, const std::string& by) {
  const size_t at = text.find(what);
  return at == std::string::npos ? text : text.replace(at, what.size(), by);
}

// For the inside of an element.
std::string in_html(const std::string& text) {
  std::string safe;
  for (const char c : printable(text)) safe += c == '<' ? "&lt;" : c == '&' ? "&amp;" : std::string(1, c);
  return safe;
}

}  // namespace

std::string trace_text(const Trace& trace) {
  std::vector<std::vector<Touched>> files(trace.processes.size());
  for (Touched& one : touched_in(trace)) files[one.process].push_back(std::move(one));
  std::vector<size_t> depths(trace.processes.size());
  std::vector<std::vector<size_t>> children(trace.processes.size());
  for (size_t i = 1; i < trace.processes.size(); ++i) children[std::min<size_t>(trace.processes[i].parent, i - 1)].push_back(i);
  std::string text;
  std::vector<size_t> waiting;
  if (!trace.processes.empty()) waiting.push_back(0);
  while (!waiting.empty()) {
    const size_t at = waiting.back();
    waiting.pop_back();
    const TracedProcess& process = trace.processes[at];
    const std::string indent(2 * depths[at], ' ');
    const std::string how = ended(process.status);
    text += fmt::format("{}{}{}{}\n", indent, process.is_exec ? "> " : "", printable(title_of(process)), how.empty() ? "" : "  (" + how + ")");
    for (const Touched& one : files[at])
      text += fmt::format("{}  {:8}{}\n", indent, k_deeds[static_cast<size_t>(one.deed)], printable(one.path));
    for (auto child = children[at].rbegin(); child != children[at].rend(); ++child) {
      depths[*child] = depths[at] + 1;
      waiting.push_back(*child);
    }
  }
  return text;
}

std::string trace_json(const Trace& trace) { return json_of(trace).dump(1, ' ', false, Json::error_handler_t::replace) + "\n"; }

std::string trace_dot(const Trace& trace) {
  std::string text = "digraph trace {\n  rankdir=LR;\n  node [shape=box];\n";
  for (size_t i = 0; i < trace.processes.size(); ++i) {
    text += fmt::format("  p{} [label={}, shape=ellipse];\n", i, quoted(std::string(file_name(trace.processes[i].executable))));
    if (i > 0) text += fmt::format("  p{} -> p{} [style=dashed];\n", trace.processes[i].parent, i);
  }
  for (const Touched& one : touched_in(trace)) {
    if (one.deed == Deed::read) text += fmt::format("  {} -> p{};\n", quoted(one.path), one.process);
    if (one.deed == Deed::written) text += fmt::format("  p{} -> {};\n", one.process, quoted(one.path));
  }
  return text + "}\n";
}

std::string trace_page(const Trace& trace, const std::string& title) {
  std::string data = json_of(trace).dump(-1, ' ', true, Json::error_handler_t::replace);
  // What ends a script must not stand in one.
  for (size_t at = 0; (at = data.find("</", at)) != std::string::npos; at += 3) data.replace(at, 2, "<\\/");
  for (size_t at = 0; (at = data.find("<!--", at)) != std::string::npos; at += 5) data.replace(at, 4, "\\u003c!--");
  return replaced(replaced(k_graph_page, "{title}", in_html(title)), "{data}", data);
}

}  // namespace lintcache
