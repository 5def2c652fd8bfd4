// SPDX-License-Identifier: MIT
// Directories and programs by the environment.
#include "cli/places.h"

#include <unistd.h>

#include <charconv>

#include "base/path.h"
#include "base/text.h"
#include "store/result_store.h"
#include "tools/environment.h"

namespace lintcache {
namespace {

// 0 shares nothing.
Result<int64_t> size_limit(const std::vector<std::string>& environment) {
  const std::string text = value_of(environment, "LINTCACHE_MAX_SIZE");
  return text.empty() ? Result<int64_t>(Request().shared_limit) : size_from(text, "LINTCACHE_MAX_SIZE");
}

Result<std::string> find_program(const std::string& name, const std::vector<std::string>& environment) {
  for (const std::string& directory : split(value_of(environment, "PATH"), ':'))
    if (const std::string path = absolute_path(joined(directory, name), current_directory());
        access(path.c_str(), X_OK) == 0)
      return path;
  return asked_wrongly("there is no such program in PATH", name, "name the interpreter by --python");
}

}  // namespace

Result<int64_t> size_from(const std::string& text, const std::string& what) {
  constexpr std::string_view k_units = "KMGT";
  int64_t size = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), size);
  const std::string_view unit(end, static_cast<size_t>(text.data() + text.size() - end));
  const size_t power = unit.empty() ? 0 : k_units.find(unit[0]) + 1;
  const bool is_unit = unit.empty() || (unit.size() == 1 && power > 0 && power <= k_units.size());
  if (error != std::errc() || size < 0 || !is_unit || size > (int64_t{1} << 62 >> 10 * power))
    return asked_wrongly(what + " is no size such as 500M or 2G", text);
  return size << 10 * power;
}

Result<std::string> shared_directory(const std::vector<std::string>& environment) {
  if (const std::string given = value_of(environment, "LINTCACHE_DIR"); !given.empty())
    return absolute_path(given, current_directory());
  if (const std::string cache = value_of(environment, "XDG_CACHE_HOME"); cache.starts_with('/'))
    return joined(cache, "lintcache");
  if (const std::string home = value_of(environment, "HOME"); home.starts_with('/'))
    return joined(home, ".cache/lintcache");
  return asked_wrongly("there is no place for the state", "", "set LINTCACHE_DIR or give --state");
}

Result<void> find_shared_results(Request& request, const std::vector<std::string>& environment) {
  LINTCACHE_TRY_ASSIGN(request.shared_limit, size_limit(environment));
  if (const std::string sharing = value_of(environment, k_sharing); !sharing_named(sharing))
    return asked_wrongly(std::string(k_sharing) + " is neither new, none nor all", sharing);
  const auto directory = shared_directory(environment);
  if (directory && request.shared_limit > 0) request.shared_dir = *directory;
  return {};
}

Result<void> find_python(Request& request, const std::vector<std::string>& environment) {
  if (request.python.find('/') != std::string::npos) return {};
  const std::string name = request.python.empty() ? "python3" : request.python;
  LINTCACHE_TRY_ASSIGN(request.python, find_program(name, environment));
  return {};
}

Result<void> find_programs(Request& request, const std::vector<std::string>& environment) {
  LINTCACHE_TRY(find_python(request, environment));
  if (request.worker.empty()) {
    char self[4096];
    const ssize_t length = readlink("/proc/self/exe", self, sizeof self);
    const std::string program(self, length > 0 ? static_cast<size_t>(length) : 0);
    request.worker = joined(parent_of(program), "lintcache-python");
  }
  return {};
}

}  // namespace lintcache
