// SPDX-License-Identifier: MIT
// Questions about the spelling of paths.
#include "base/path.h"

#include <unistd.h>

#include <memory>
#include <cstdlib>
#include <vector>

#include "base/text.h"

namespace lintcache {

std::string absolute_path(std::string_view path, std::string_view base) {
  std::string whole(path);
  if (path.empty() || path.front() != '/') whole = std::string(base) + "/" + whole;
  std::vector<std::string> names;
  for (std::string& name : split(whole, '/')) {
    if (name.empty() || name == ".") continue;
    if (name != "..") {
      names.push_back(std::move(name));
    } else if (!names.empty()) {
      names.pop_back();
    }
  }
  return "/" + join(names, "/");
}

std::string current_directory() {
  const std::unique_ptr<char, void (*)(void*)> directory(getcwd(nullptr, 0), std::free);
  return directory ? directory.get() : "/";
}

std::string joined(std::string_view directory, std::string_view name) {
  if (directory.empty()) return std::string(name);
  std::string path(directory);
  if (path.back() != '/') path += '/';
  return path.append(name);
}

std::string parent_of(std::string_view path) {
  const size_t slash = path.rfind('/');
  if (slash == std::string_view::npos) return {};
  return std::string(slash == 0 ? "/" : path.substr(0, slash));
}

std::string_view file_name(std::string_view path) {
  const size_t slash = path.rfind('/');
  return slash == std::string_view::npos ? path : path.substr(slash + 1);
}

bool is_below(std::string_view path, std::string_view directory) {
  if (directory == "/") return path.size() > 1 && path.front() == '/';
  return path.size() > directory.size() + 1 && path[directory.size()] == '/' &&
         path.substr(0, directory.size()) == directory;
}

std::string relative_to(std::string_view path, std::string_view directory) {
  if (!is_below(path, directory)) return std::string(path);
  return std::string(path.substr(directory == "/" ? 1 : directory.size() + 1));
}

}  // namespace lintcache
