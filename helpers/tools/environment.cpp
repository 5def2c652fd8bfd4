// SPDX-License-Identifier: MIT
// Which variables pass.
#include "tools/environment.h"

#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <map>
#include <set>
#include <span>

#include "base/text.h"
#include "tools/tool_facts.h"

namespace lintcache {
namespace {

// They say where things are on this machine, not what a verdict is: the tool's own program is part of
// its identity, and configuration below HOME is an input by content.
constexpr const char* k_unkeyed[] = {"PATH", "HOME", "USER", "TMPDIR"};

// Read by the interpreter or the dynamic linker, whichever tool runs.
constexpr const char* k_python[] = {"PYTHONPATH", "LD_LIBRARY_PATH"};

// In these tables a final `*` stands for any rest.

// Where output goes is no matter of the caller's: language, colour, width, and that somebody builds for a service.
constexpr const char* k_normalised[] = {
    "LANG",      "LC_*",      "LANGUAGE",   "COLUMNS",           "LINES", "TERM",          "COLORTERM",
    "NO_COLOR",  "PY_COLORS", "CLICOLOR*",  "MYPY_FORCE_COLOR",  "CI",    "GITHUB_ACTIONS", "FORCE_COLOR"};

// What is read whenever Python or the dynamic linker starts.
constexpr const char* k_start[] = {"PYTHON*", "LD_*"};

// Set by terminals, shells, sessions, editors and build tools for themselves; no linter reads them.
constexpr const char* k_noise[] = {
    "SSH_*",      "XDG_SESSION_*", "XDG_SEAT*",    "XDG_VTNR",       "XDG_RUNTIME_DIR", "XDG_CURRENT_DESKTOP",
    "DBUS_*",     "TERM_*",        "TERMINAL_*",   "TERMINFO*",      "WINDOWID",        "WINDOWPATH",
    "WINDOW",     "STY",           "TMUX*",        "VTE_VERSION",    "KONSOLE_*",       "ITERM_*",
    "GNOME_*",    "KDE_*",         "WT_*",         "VSCODE_*",       "DISPLAY",         "WAYLAND_DISPLAY",
    "XAUTHORITY", "ICEAUTHORITY",  "SESSION_MANAGER", "DESKTOP_SESSION", "GDMSESSION",  "GPG_AGENT_INFO",
    "GPG_TTY",    "SHLVL",         "PWD",          "OLDPWD",         "_",               "PS1",
    "PS2",        "PS4",           "PROMPT*",      "HIST*",          "LS_COLORS",       "LESS*",
    "LOGNAME",    "HOSTNAME",      "HOST",         "HOSTTYPE",       "MAIL",            "INVOCATION_ID",
    "JOURNAL_STREAM", "SUDO_*",    "MAKEFLAGS",    "MAKELEVEL",      "MAKEOVERRIDES",   "MAKE_TERM*",
    "MFLAGS",     "GNUMAKEFLAGS",  "NINJA_STATUS", "CMAKE_BUILD_PARALLEL_LEVEL", "CTEST_*", "LINTCACHE*"};

// Another one in each session: identities of terminals, windows, agents and log-ins, and how deep a shell is.
constexpr const char* k_session[] = {
    "SSH_*",         "XDG_SESSION_*", "XDG_SEAT*",       "XDG_VTNR",   "DBUS_*",         "TERM_SESSION_ID",
    "TERM_PROGRAM*", "WINDOWID",      "WINDOWPATH",      "WINDOW",     "STY",            "TMUX*",
    "VTE_VERSION",   "KONSOLE_*",     "ITERM_*",         "GNOME_*",    "WT_*",           "VSCODE_*",
    "XAUTHORITY",    "ICEAUTHORITY",  "SESSION_MANAGER", "GPG_AGENT_INFO", "GPG_TTY",    "SHLVL",
    "OLDPWD",        "_",             "PS1",             "HIST*",      "INVOCATION_ID",  "JOURNAL_STREAM",
    "LINTCACHE*"};

bool is_in(std::span<const char* const> table, std::string_view name) {
  return std::any_of(table.begin(), table.end(), [&](std::string_view row) {
    return row.ends_with('*') ? name.starts_with(row.substr(0, row.size() - 1)) : name == row;
  });
}

std::string python_path(const Request& request, const std::string& given) {
  std::vector<std::string> directories = request.python_path;
  if (request.add_source_tree_to_python_path) directories.push_back(request.source_dir);
  if (!given.empty()) directories.push_back(given);
  return join(directories, ":");
}

// Absolute directories, each once: others would mean something else in each directory.
std::string program_path(const std::string& given) {
  std::vector<std::string> directories;
  for (std::string& directory : split(given, ':'))
    if (directory.starts_with('/') && std::find(directories.begin(), directories.end(), directory) == directories.end())
      directories.push_back(std::move(directory));
  return join(directories, ":");
}

class Variables {
 public:
  // What is given is given: by the project, not by whoever builds it.
  void give(const std::string& entry) {
    const std::string name = entry.substr(0, entry.find('='));
    values_[name] = entry.substr(std::min(name.size() + 1, entry.size()));
    given_.insert(name);
  }

  void set(const std::string& name, const std::string& value) { values_[name] = value; }

  void pass(const std::string& name, const std::vector<std::string>& outer) {
    if (const std::string value = value_of(outer, name); !value.empty()) values_[name] = value;
  }

  void pass_all(const std::vector<std::string>& outer) {
    for (const std::string& entry : outer) {
      const size_t equals = entry.find('=');
      if (equals == 0 || equals == std::string::npos || is_in(k_normalised, entry.substr(0, equals))) continue;
      // Of several of one name, programs take the first.
      values_.try_emplace(entry.substr(0, equals), entry.substr(equals + 1));
    }
  }

  std::string& operator[](const std::string& name) { return values_[name]; }
  void remove(const std::string& name) { values_.erase(name); }
  [[nodiscard]] bool has(const std::string& name) const { return values_.contains(name); }
  [[nodiscard]] bool is_given(const std::string& name) const { return given_.contains(name); }
  [[nodiscard]] const std::map<std::string, std::string>& all() const { return values_; }

 private:
  std::map<std::string, std::string> values_;
  std::set<std::string> given_;
};

// Of a variable that nobody gave, and that is none of those that all processes of ours get.
bool matters(const std::string& name, const Request& request, const ToolFacts* adapter, bool reads_known) {
  // Who is traced may ask for any of them, and show them.
  if (adapter != nullptr && adapter->scope == Scope::trace) return !is_in(k_session, name);
  if (is_in(k_unkeyed, name)) return false;
  if (!request.merge_environment) return true;
  if (!reads_known || adapter == nullptr) return !is_in(k_noise, name);
  const auto& table = adapter->environment;
  return is_in(k_start, name) || std::find(table.begin(), table.end(), name) != table.end();
}

}  // namespace

std::vector<std::string> outer_environment() {
  std::vector<std::string> variables;
  for (char** variable = environ; *variable != nullptr; ++variable) variables.emplace_back(*variable);
  return variables;
}

uint32_t creation_mask() {
  std::ifstream status("/proc/self/status");
  for (std::string line; std::getline(status, line);)
    if (line.starts_with("Umask:")) return static_cast<uint32_t>(std::strtoul(line.c_str() + 6, nullptr, 8));
  return 0;
}

std::string value_of(const std::vector<std::string>& environment, std::string_view variable) {
  for (const std::string& entry : environment)
    if (entry.size() > variable.size() && entry.starts_with(variable) && entry[variable.size()] == '=')
      return entry.substr(variable.size() + 1);
  return {};
}

Environment environment_for(const Request& request, const ToolFacts* adapter, const std::vector<std::string>& outer,
                            bool reads_known) {
  Variables variables;
  if (request.merge_environment) {
    variables.pass_all(outer);
  } else {
    for (const char* name : k_unkeyed) variables.pass(name, outer);
    for (const char* name : k_python) variables.pass(name, outer);
    if (adapter != nullptr)
      for (const std::string& name : adapter->environment) variables.pass(name, outer);
  }
  if (variables.has("PATH")) variables.set("PATH", program_path(variables["PATH"]));
  variables.set("LANG", "C.UTF-8");
  variables.set("PYTHONDONTWRITEBYTECODE", "1");  // nothing of ours in the source tree
  if (!variables.has("PYTHONHASHSEED")) variables.set("PYTHONHASHSEED", "0");
  for (const std::string& entry : request.environment) variables.give(entry);
  const std::string path = python_path(request, variables["PYTHONPATH"]);
  variables.set("PYTHONPATH", path);
  if (path.empty()) variables.remove("PYTHONPATH");
  if (adapter != nullptr)
    for (const std::string& entry : adapter->own_environment) variables.give(entry);

  Environment environment;
  for (const auto& [name, value] : variables.all()) {
    environment.variables.push_back(name + "=" + value);
    if (name == "LANG" || variables.is_given(name) || matters(name, request, adapter, reads_known))
      environment.keyed.push_back(name + "=" + value);
  }
  return environment;
}

std::vector<std::string> that_may_matter(const std::vector<std::string>& outer) {
  std::vector<std::string> variables;
  for (const std::string& entry : outer) {
    const std::string_view name = std::string_view(entry).substr(0, entry.find('='));
    if (!is_in(k_normalised, name) && !is_in(k_noise, name)) variables.push_back(entry);
  }
  std::sort(variables.begin(), variables.end());
  return variables;
}

std::vector<std::string> environment_that_counts(const std::vector<std::string>& environment) {
  std::vector<std::string> variables;
  for (const std::string& entry : environment)
    if (!is_in(k_session, std::string_view(entry).substr(0, entry.find('=')))) variables.push_back(entry);
  std::sort(variables.begin(), variables.end());
  return variables;
}

std::span<const char* const> session_variables() { return k_session; }

std::string environment_text(const Environment& environment) {
  std::string text;
  for (const std::string& variable : environment.variables) {
    const bool is_keyed = std::find(environment.keyed.begin(), environment.keyed.end(), variable) != environment.keyed.end();
    text += (is_keyed ? "* " : "  ") + printable(variable) + "\n";
  }
  return text;
}

}  // namespace lintcache
