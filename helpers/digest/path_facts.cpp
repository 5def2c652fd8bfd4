// SPDX-License-Identifier: MIT
// Asking the disk for facts.
#include "digest/path_facts.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <climits>
#include <cstdlib>

#include <fmt/format.h>

#include "base/clock.h"
#include "base/text.h"
#include "digest/file_digest.h"
#include "digest/hasher.h"
#include "digest/trust.h"

namespace lintcache {
namespace {

bool means_absent(int error) { return error == ENOENT || error == ENOTDIR; }

char shape_of(const struct stat& status) {
  if (S_ISREG(status.st_mode)) return 'f';
  if (S_ISDIR(status.st_mode)) return 'd';
  return S_ISLNK(status.st_mode) ? 'l' : 'o';
}

std::string failed(int error) { return means_absent(error) ? "-" : "!" + std::to_string(error); }

std::string digest_state(const Digest& digest) { return "=" + std::string(digest.view()); }

std::string described(FactKind kind, const PathFacts::Look& look) {
  if (look.error != 0) return failed(look.error);
  const struct stat& status = look.status;
  std::string text(1, shape_of(status));
  const bool has_size = text != "d" && text != "o";
  if (kind == FactKind::shape) return text;
  if (kind == FactKind::size) return has_size ? fmt::format("{} {}", text, status.st_size) : text;
  text += fmt::format(" {:04o} {}:{}", status.st_mode & 07777, status.st_uid, status.st_gid);
  if (has_size) text += fmt::format(" {}", status.st_size);
  // Everybody's directories are written by everybody.
  const bool is_shared = S_ISDIR(status.st_mode) && (status.st_mode & S_ISVTX) != 0;
  if (kind == FactKind::dated && !is_shared) text += fmt::format(" {}", nanoseconds_of(status.st_mtim));
  return text;
}

std::string link_text(const std::string& path, const PathFacts::Look& look) {
  if (look.error != 0) return failed(look.error);
  if (!S_ISLNK(look.status.st_mode)) return std::string(1, shape_of(look.status));
  char text[PATH_MAX];
  const ssize_t length = readlink(path.c_str(), text, sizeof text);
  return length < 0 ? failed(errno) : "@" + std::string(text, static_cast<size_t>(length));
}

std::string asked_for_access(const Fact& fact) {
  const int mode = std::atoi(fact.detail.c_str());
  return faccessat(AT_FDCWD, fact.path.c_str(), mode, AT_EACCESS) == 0 ? "ok" : failed(errno);
}

std::string writable(const Fact& fact, const PathFacts::Look& look) {
  if (means_absent(look.error)) return fact.detail.starts_with('=') ? "-" : "ok";
  if (look.error != 0) return failed(look.error);
  const bool is_plain = S_ISREG(look.status.st_mode) && look.status.st_nlink == 1;
  const std::string mode = fmt::format("{:o}", look.status.st_mode & 07777);
  return is_plain && (fact.detail == mode || fact.detail == "=" + mode) ? "ok" : described(FactKind::status, look);
}

std::string asked_for_mode(const PathFacts::Look& look) {
  if (look.error != 0) return failed(look.error);
  return (look.status.st_mode & (S_IXUSR | S_IXGRP | S_IXOTH)) != 0 ? "ok" : "no";
}

bool is_later(int64_t stamp, int64_t time) { return stamp >= time - (stamp % k_second == 0 ? 2 * k_second : 0); }

}  // namespace

std::string memory_key(FactKind kind, std::string_view path, std::string_view detail) {
  std::string key(1, static_cast<char>('0' + static_cast<int>(kind)));
  key += path;
  if (detail.empty()) return key;
  key += '\0';
  return key += detail;
}

const PathFacts::Look& PathFacts::look(const std::string& path, bool follow) {
  const auto [known, is_new] = (follow ? followed_ : named_).try_emplace(path);
  Look& look = known->second;
  if (is_new && fstatat(AT_FDCWD, path.c_str(), &look.status, follow ? 0 : AT_SYMLINK_NOFOLLOW) != 0) look.error = errno;
  return look;
}

std::string PathFacts::state(const Fact& fact) {
  switch (fact.kind) {
    case FactKind::absent: {
      const Look& seen = look(fact.path, fact.detail != "l");
      return seen.error == 0 ? std::string(1, shape_of(seen.status)) : failed(seen.error);
    }
    case FactKind::content: return content(fact.path);
    case FactKind::link: return link_text(fact.path, look(fact.path, false));
    case FactKind::access: return fact.detail == k_by_anybody ? asked_for_mode(look(fact.path, true)) : asked_for_access(fact);
    case FactKind::listing: return listing(fact);
    case FactKind::place: {
      const std::string place = real_directory(fact.path);
      return place.empty() ? "-" : "@" + place;
    }
    case FactKind::writable: return writable(fact, look(fact.path, false));
    case FactKind::no_directory: {
      const Look& seen = look(fact.path, false);
      return seen.error == 0 && S_ISDIR(seen.status.st_mode) ? "d" : "ok";
    }
    default: return described(fact.kind, look(fact.path, fact.detail != "l"));
  }
}

const RememberedDigest* PathFacts::known(const std::string& key, const StatTuple& tuple) {
  auto found = memory_.find(key);
  if (found == memory_.end() && recall_)
    if (const auto recalled = recall_(key)) found = memory_.emplace(key, *recalled).first;
  return found == memory_.end() || found->second.tuple != tuple ? nullptr : &found->second;
}

bool PathFacts::keep(const std::string& key, const StatTuple& tuple, const Digest& digest, int64_t looked_at) {
  if (is_ambiguous(tuple, looked_at, 0)) return false;
  learnt_[key] = memory_[key] = {tuple, digest};
  return true;
}

std::string PathFacts::content(const std::string& path) {
  if (const auto seen = contents_.find(path); seen != contents_.end()) return seen->second;
  const Look& seen = look(path, true);
  std::string& state = contents_[path];
  if (seen.error != 0 || !S_ISREG(seen.status.st_mode)) return state = described(FactKind::shape, seen);
  const std::string key = memory_key(FactKind::content, path, "");
  if (const auto* there = known(key, tuple_of(seen.status))) return state = digest_state((used_[key] = *there).digest);
  const int64_t looked_at = real_disk().now();
  const auto file = digest_file(path);
  if (!file) return state = "!";
  if (!*file) return state = "-";
  ++files_hashed_;
  const auto& [digest, before, after] = **file;
  const bool held_still = before.tuple == after.tuple && before.device == after.device && before.tuple == tuple_of(seen.status);
  if (held_still && after.is_dated && keep(key, after.tuple, digest, looked_at)) used_[key] = memory_[key];
  return state = digest_state(digest);
}

std::string PathFacts::listing(const Fact& fact) {
  const Look seen = look(fact.path, true);
  if (seen.error != 0 || !S_ISDIR(seen.status.st_mode)) return described(FactKind::shape, seen);
  const std::string key = memory_key(FactKind::listing, fact.path, fact.detail);
  if (const auto* there = known(key, tuple_of(seen.status))) return digest_state((used_[key] = *there).digest);
  const int64_t looked_at = real_disk().now();
  const auto entries = real_disk().list(fact.path);
  if (!entries) return "!";
  if (!*entries) return "-";
  std::vector<std::string> left_out = split(fact.detail, '/');
  std::sort(left_out.begin(), left_out.end());
  Hasher hasher;
  for (const DirectoryEntry& entry : **entries)
    if (!std::binary_search(left_out.begin(), left_out.end(), entry.name))
      hasher.field(std::to_string(static_cast<int>(entry.type)), entry.name);
  const Digest digest = hasher.digest();
  struct stat after {};
  if (stat(fact.path.c_str(), &after) == 0 && tuple_of(after) == tuple_of(seen.status) &&
      keep(key, tuple_of(seen.status), digest, looked_at))
    used_[key] = memory_[key];
  return digest_state(digest);
}

bool PathFacts::holds(const std::string& path, std::string_view text) {
  const Look& seen = look(path, true);
  if (seen.error != 0 || !S_ISREG(seen.status.st_mode)) return false;
  std::string key = "?" + std::string(text);
  (key += '\0') += path;
  // All zero: it does not.
  if (const auto* there = known(key, tuple_of(seen.status))) return !there->digest.is_absent();
  const int64_t looked_at = real_disk().now();
  const auto file = real_disk().read(path);
  if (!file || !*file) return false;
  const bool is_there = (*file)->bytes.find(text) != std::string::npos;
  const StatTuple& tuple = (*file)->after.tuple;
  if ((*file)->before.tuple == tuple && (*file)->after.is_dated) keep(key, tuple, is_there ? digest_of(text) : Digest(), looked_at);
  return is_there;
}

bool PathFacts::changed_since(const std::string& path, bool follow, int64_t time) {
  const Look& seen = look(path, follow);
  return seen.error == 0 && is_later(nanoseconds_of(seen.status.st_ctim), time);
}

bool PathFacts::modified_since(const std::string& path, int64_t time) {
  const Look& seen = look(path, true);
  return seen.error == 0 && is_later(nanoseconds_of(seen.status.st_mtim), time);
}

void PathFacts::look_again() {
  followed_.clear();
  named_.clear();
  contents_.clear();
}

std::string real_directory(const std::string& directory) {
  char* const real = realpath(directory.c_str(), nullptr);
  if (real == nullptr) return {};
  std::string place = real;
  std::free(real);
  return place;
}

}  // namespace lintcache
