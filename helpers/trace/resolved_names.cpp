// SPDX-License-Identifier: MIT
// Following links, each directory once.
#include "trace/resolved_names.h"

#include <unistd.h>

#include <climits>
#include <cstdlib>

#include "base/path.h"
#include "base/text.h"
#include "digest/path_facts.h"

namespace lintcache {
namespace {

constexpr int k_most_links = 40;

}  // namespace

std::string tidy(const std::string& path) {
  if (path.find("//") == std::string::npos && path.find("/.") == std::string::npos && (path.size() < 2 || path.back() != '/')) return path;
  std::string clean;
  for (const std::string& name : split(path, '/'))
    if (!name.empty() && name != ".") clean += "/" + name;
  return clean.empty() ? "/" : clean;
}

const std::string& ResolvedNames::directory(const std::string& named) {
  const auto [known, is_new] = directories_.try_emplace(named);
  if (!is_new) return known->second;
  std::string real = real_directory(named);
  if (real.empty()) {
    const std::string name(file_name(named));
    if (named == "/" || named.empty() || name == "..") {
      real = absolute_path(named, "/");
    } else {
      real = joined(directory(parent_of(named)), name);
    }
  }
  // The map may have grown meanwhile.
  return directories_[named] = std::move(real);
}

std::string ResolvedNames::resolved(const std::string& path, bool follow) {
  std::string at = tidy(path);
  for (int links = 0; links < k_most_links; ++links) {
    if (at == "/") return at;
    const std::string name(file_name(at));
    if (name == "..") return directory(at);
    const std::string place = joined(directory(parent_of(at)), name);
    if (!follow) return place;
    char text[PATH_MAX];
    const ssize_t length = readlink(place.c_str(), text, sizeof text);
    if (length < 0) return place;
    const std::string target(text, static_cast<size_t>(length));
    at = tidy(target.starts_with('/') ? target : joined(parent_of(place), target));
  }
  return at;
}

}  // namespace lintcache
