// SPDX-License-Identifier: MIT
// Files, links and directories, made and removed.
#include "run/memo_outputs.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>

#include <fmt/format.h>

#include "base/clock.h"
#include "base/descriptor.h"
#include "base/disk.h"
#include "base/path.h"
#include "tools/environment.h"

namespace lintcache {
namespace {

constexpr mode_t k_permissions = 07777;

const struct stat* named(const std::string& path, PathFacts& facts) {
  const auto& look = facts.look(path, false);
  return look.error == 0 ? &look.status : nullptr;
}

bool is_same_file(const std::string& a, const std::string& b, PathFacts& facts) {
  const struct stat *one = named(a, facts), *other = named(b, facts);
  return one != nullptr && other != nullptr && one->st_ino == other->st_ino && one->st_dev == other->st_dev;
}

std::string link_text(const std::string& path, PathFacts& facts) {
  return facts.state({FactKind::link, path, "", "", false});
}

std::string content_state(const Digest& digest) { return "=" + std::string(digest.view()); }

Result<void> set_times(const std::string& path, int64_t modified) {
  const timespec now = {0, UTIME_NOW};
  const timespec then = modified == 0 ? now : timespec{modified / k_second, modified % k_second};
  const timespec times[2] = {now, then};
  if (utimensat(AT_FDCWD, path.c_str(), times, AT_SYMLINK_NOFOLLOW) == 0) return {};
  return system_error(errno, "cannot set the time of the output", path);
}

// A name beside the path, for what takes its place.
std::string beside(const std::string& path) { return path + fmt::format(".lintcache-{}", getpid()); }

Result<void> take_place(const std::string& temporary, const std::string& path) {
  if (rename(temporary.c_str(), path.c_str()) == 0) {
    // Two names of one file: rename(2) leaves both.
    unlink(temporary.c_str());
    return {};
  }
  const int error = errno;
  unlink(temporary.c_str());
  return system_error(error, "cannot put the output in its place", path);
}

// `mask` is the umask.
Result<void> write_file(const MemoOutput& output, const std::string& bytes, mode_t mask) {
  const std::string temporary = beside(output.path);
  const Descriptor file(open(temporary.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, output.mode & 0777));
  if (!file) return system_error(errno, "cannot write the output", output.path);
  size_t done = 0;
  while (done < bytes.size()) {
    const ssize_t put = write(file.get(), bytes.data() + done, bytes.size() - done);
    if (put < 0 && errno == EINTR) continue;
    if (put < 0) {
      const int error = errno;
      unlink(temporary.c_str());
      return system_error(error, "cannot write the output", output.path);
    }
    done += static_cast<size_t>(put);
  }
  const bool has_mode = (output.mode & (mask | ~mode_t{0777})) == 0;
  if (!has_mode && fchmod(file.get(), output.mode) != 0) return system_error(errno, "cannot set the mode of the output", output.path);
  if (output.modified != 0) LINTCACHE_TRY(set_times(temporary, output.modified));
  if (rename(temporary.c_str(), output.path.c_str()) == 0) return {};
  const int error = errno;
  unlink(temporary.c_str());
  return system_error(error, "cannot put the output in its place", output.path);
}

Result<void> make(const MemoOutput& output, const std::string& bytes, mode_t mask) {
  const char* const path = output.path.c_str();
  switch (output.kind) {
    case OutputKind::file: return write_file(output, bytes, mask);
    case OutputKind::directory:
      if (mkdir(path, 0777) != 0 && errno != EEXIST) return system_error(errno, "cannot make the output directory", output.path);
      if (chmod(path, output.mode) != 0) return system_error(errno, "cannot set the mode of the output", output.path);
      return {};
    case OutputKind::symbolic_link:
      if (symlink(output.text.c_str(), beside(output.path).c_str()) != 0) return system_error(errno, "cannot make the link", output.path);
      return take_place(beside(output.path), output.path);
    case OutputKind::hard_link:
      if (link(output.text.c_str(), beside(output.path).c_str()) != 0) return system_error(errno, "cannot make the link", output.path);
      return take_place(beside(output.path), output.path);
    case OutputKind::touched:
      if (output.mode != 0 && chmod(path, output.mode) != 0) return system_error(errno, "cannot set the mode of the output", output.path);
      return set_times(output.path, output.modified);
    case OutputKind::gone: break;
  }
  if (unlink(path) == 0 || errno == ENOENT || (errno == EISDIR && rmdir(path) == 0)) return {};
  return system_error(errno, "cannot remove what the command removes", output.path);
}

// What stands there must be something that a rename replaces.
bool can_be_made(const MemoOutput& output, PathFacts& facts) {
  const struct stat* const there = named(output.path, facts);
  if (there == nullptr) return true;
  const bool is_directory = S_ISDIR(there->st_mode);
  if (output.kind == OutputKind::gone) return true;
  return is_directory == (output.kind == OutputKind::directory);
}

}  // namespace

bool is_in_place(const MemoOutput& output, PathFacts& facts) {
  const struct stat* const there = named(output.path, facts);
  if (output.kind == OutputKind::gone) return there == nullptr;
  if (there == nullptr) return false;
  const bool has_mode = (there->st_mode & k_permissions) == output.mode;
  switch (output.kind) {
    case OutputKind::file:
      return S_ISREG(there->st_mode) && has_mode &&
             facts.state({FactKind::content, output.path, "", "", false}) == content_state(output.content);
    case OutputKind::directory: return S_ISDIR(there->st_mode) && has_mode;
    case OutputKind::symbolic_link: return link_text(output.path, facts) == "@" + output.text;
    case OutputKind::hard_link: return is_same_file(output.path, output.text, facts);
    default: return false;  // what is touched, is touched each time
  }
}

std::vector<const MemoOutput*> in_place(const std::vector<MemoOutput>& outputs, PathFacts& facts) {
  std::vector<const MemoOutput*> found;
  for (const MemoOutput& output : outputs)
    if (output.kind != OutputKind::gone && is_in_place(output, facts)) found.push_back(&output);
  return found;
}

namespace {

struct Missing {
  const MemoOutput* output = nullptr;
  std::string content;
};

// What has to be made, and what is there and looks old; `restored` is told what cannot be made.
void find_missing(const std::vector<MemoOutput>& outputs, int64_t newest, PathFacts& facts, const KeptBytes& bytes, Restored& restored,
                  std::vector<Missing>& missing, std::vector<const MemoOutput*>& old) {
  for (const MemoOutput& output : outputs) {
    if (is_in_place(output, facts)) {
      ++restored.in_place;
      const struct stat* const there = named(output.path, facts);
      const bool is_file = output.kind == OutputKind::file && output.modified == 0;
      if (is_file && nanoseconds_of(there->st_mtim) < newest) old.push_back(&output);
      continue;
    }
    auto content = output.kind == OutputKind::file ? bytes.of(output.content) : std::optional<std::string>("");
    if (!content || !can_be_made(output, facts)) {
      restored.missing = output.path;
      return;
    }
    missing.push_back({&output, *std::move(content)});
  }
}

}  // namespace

Result<Restored> restore(const std::vector<MemoOutput>& outputs, int64_t newest, PathFacts& facts, const KeptBytes& bytes) {
  Restored restored;
  std::vector<Missing> missing;
  std::vector<const MemoOutput*> old;
  bytes.begin();
  find_missing(outputs, newest, facts, bytes, restored, missing, old);
  bytes.end();
  if (!restored.missing.empty()) return restored;
  // Directories and files from the top, removals from the bottom; links once there is what they link to.
  const auto turn = [](const MemoOutput& output) {
    return output.kind == OutputKind::gone ? 0 : output.kind == OutputKind::hard_link ? 2 : 1;
  };
  std::stable_sort(missing.begin(), missing.end(), [&](const Missing& a, const Missing& b) {
    if (turn(*a.output) != turn(*b.output)) return turn(*a.output) < turn(*b.output);
    return turn(*a.output) == 0 ? a.output->path > b.output->path : a.output->path < b.output->path;
  });
  const mode_t mask = missing.empty() ? 0 : creation_mask();
  for (const auto& [output, content] : missing) {
    LINTCACHE_TRY(make(*output, content, mask));
    ++(output->kind == OutputKind::gone ? restored.removed : restored.written);
  }
  for (const MemoOutput* output : old) LINTCACHE_TRY(set_times(output->path, 0));
  return restored;
}

}  // namespace lintcache
