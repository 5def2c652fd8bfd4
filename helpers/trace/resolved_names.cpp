// SPDX-License-Identifier: MIT
// Following links, each name once.
#include "trace/resolved_names.h"

#include <unistd.h>

#include <climits>

#include "base/path.h"
#include "base/text.h"

namespace lintcache {
namespace {

constexpr int k_most_links = 40;

// Most are, and each event has one.
bool is_tidy(const std::string& path) {
  if (path.size() > 1 && path.back() == '/') return false;
  for (size_t i = 1; i < path.size(); ++i)
    if (path[i - 1] == '/' && (path[i] == '/' || path[i] == '.')) return false;
  return true;
}

}  // namespace

std::string tidy(const std::string& path) {
  if (is_tidy(path)) return path;
  std::string clean;
  for (const std::string& name : split(path, '/'))
    if (!name.empty() && name != ".") clean += "/" + name;
  return clean.empty() ? "/" : clean;
}

std::string ResolvedNames::place_of_name(const std::string& named, int links) {
  return joined(real(parent_of(named), links), file_name(named));
}

std::string ResolvedNames::target_of(const std::string& place, int links) {
  char text[PATH_MAX];
  const ssize_t length = links > 0 ? readlink(place.c_str(), text, sizeof text) : -1;
  if (length < 0) return place;
  const std::string target(text, static_cast<size_t>(length));
  return real(tidy(target.starts_with('/') ? target : joined(parent_of(place), target)), links - 1);
}

const std::string& ResolvedNames::real(const std::string& named, int links) {
  if (const auto known = real_.find(named); known != real_.end()) return known->second;
  std::string found = "/";
  if (named.size() > 1) {
    if (file_name(named) == "..") {
      found = parent_of(real(parent_of(named), links));
    } else {
      const std::string place = place_of_name(named, links);
      // By another name it may be known already.
      found = place == named ? target_of(place, links) : real(place, links);
    }
  }
  return real_[named] = std::move(found);
}

const std::string& ResolvedNames::resolved(const std::string& path, bool follow) {
  auto& all = follow ? followed_ : places_;
  const auto [known, is_new] = all.try_emplace(path);
  if (!is_new) return known->second;
  const std::string named = tidy(path);
  const bool has_name = named.size() > 1 && file_name(named) != "..";
  return known->second = follow || !has_name ? real(named, k_most_links) : place_of_name(named, k_most_links);
}

}  // namespace lintcache
