// SPDX-License-Identifier: MIT
// Namespaces, bind mounts and a new root.
#include "run/memo_sandbox.h"

#include <dirent.h>
#include <fcntl.h>
#include <sched.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <climits>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <memory>
#include <set>
#include <system_error>
#include <vector>

#include <fmt/format.h>

#include "base/descriptor.h"
#include "base/file.h"
#include "base/frame.h"
#include "base/path.h"
#include "digest/hasher.h"
#include "run/memo_outputs.h"

namespace lintcache {
namespace {

constexpr const char* k_devices[] = {"/dev/null", "/dev/zero", "/dev/full", "/dev/random", "/dev/urandom"};

// In the new process; throws nothing, says what failed.
class Sandbox {
 public:
  Sandbox(const MemoCommand& command, const MemoRecord& record, std::string root)
      : command_(command), record_(record), root_(std::move(root)) {}

  // Empty where all went well.
  std::string build();

 private:
  [[nodiscard]] std::string inside(const std::string& path) const { return root_ + path; }
  void make_directory(const std::string& path);
  std::string bind(const std::string& path);
  std::string show_all();
  std::string show(const Fact& fact);
  std::string show(const std::string& path, bool follow);
  std::string show_listed(const Fact& fact);
  void show_output(const Fact& fact);
  bool lists_newest_first();

  const MemoCommand& command_;
  const MemoRecord& record_;
  std::string root_;
  std::set<std::string> there_;
  dev_t device_ = 0;  // of what is only in the sandbox
};

// In the order in which the directory tells them.
std::vector<std::string> names_in(const std::string& directory) {
  std::vector<std::string> names;
  const std::unique_ptr<DIR, int (*)(DIR*)> stream(opendir(directory.c_str()), closedir);
  while (const dirent* entry = stream ? readdir(stream.get()) : nullptr) {
    const std::string name = entry->d_name;
    if (name != "." && name != "..") names.push_back(name);
  }
  return names;
}

bool write_text(const char* path, const std::string& text) {
  const Descriptor file(open(path, O_WRONLY | O_CLOEXEC));
  return file && write(file.get(), text.data(), text.size()) == static_cast<ssize_t>(text.size());
}

std::string failure(const char* what, const std::string& path) {
  return fmt::format("{} {} ({})", what, path, std::generic_category().message(errno));
}

void Sandbox::make_directory(const std::string& path) {
  if (path.size() < 2 || !there_.insert("d" + path).second) return;
  make_directory(parent_of(path));
  struct stat status {};
  if (mkdir(inside(path).c_str(), 0755) != 0 && (lstat(inside(path).c_str(), &status) != 0 || !S_ISDIR(status.st_mode))) return;
  if (stat(path.c_str(), &status) == 0) chmod(inside(path).c_str(), status.st_mode & 07777);
}

std::string Sandbox::bind(const std::string& path) {
  make_directory(parent_of(path));
  struct stat status {};
  // By another name of it. What is only in the sandbox stands there for a name.
  if (there_.contains("w" + path) || (stat(inside(path).c_str(), &status) == 0 && status.st_dev != device_)) return {};
  const Descriptor place(open(inside(path).c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0600));
  if (!place) return failure("cannot make a place for", path);
  if (mount(path.c_str(), inside(path).c_str(), nullptr, MS_BIND, nullptr) != 0) return failure("cannot show", path);
  // Of a device, no flag would leave anything.
  if (path.starts_with("/dev/")) return {};
  // A mount that others made keeps its own flags, so a refusal leaves it writable by whom it belongs to.
  mount(nullptr, inside(path).c_str(), nullptr, MS_REMOUNT | MS_BIND | MS_RDONLY | MS_NOSUID | MS_NODEV, nullptr);
  return {};
}

std::string Sandbox::show(const std::string& path, bool follow) {
  if (path.starts_with("/proc/") || path.starts_with("/dev/") || path.starts_with("/sys/")) return {};
  struct stat status {};
  if ((follow ? stat : lstat)(path.c_str(), &status) != 0) return {};
  if (S_ISDIR(status.st_mode)) {
    make_directory(path);
    return {};
  }
  if (!there_.insert("f" + path).second) return {};
  if (!S_ISLNK(status.st_mode)) return S_ISREG(status.st_mode) ? bind(path) : "";
  char text[PATH_MAX];
  const ssize_t length = readlink(path.c_str(), text, sizeof text - 1);
  if (length < 0) return {};
  text[length] = '\0';
  make_directory(parent_of(path));
  symlink(text, inside(path).c_str());
  return show(absolute_path(text, parent_of(path)), true);
}

// Names alone, for who only lists them, in an order in which they are told as they are outside: tar and others go by that.
std::string Sandbox::show_listed(const Fact& fact) {
  make_directory(fact.path);
  std::vector<std::string> names = names_in(fact.path);
  if (lists_newest_first()) std::reverse(names.begin(), names.end());
  for (const std::string& name : names) {
    const std::string path = joined(fact.path, name);
    struct stat status {};
    if (("/" + fact.detail + "/").find("/" + name + "/") != std::string::npos || lstat(path.c_str(), &status) != 0) continue;
    if (S_ISDIR(status.st_mode)) {
      mkdir(inside(path).c_str(), 0755);
    } else if (S_ISLNK(status.st_mode)) {
      if (there_.erase("f" + path) > 0) unlink(inside(path).c_str());
      if (std::string wrong = show(path, false); !wrong.empty()) return wrong;
    } else {
      Descriptor(open(inside(path).c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0644));
    }
  }
  return {};
}

bool Sandbox::lists_newest_first() {
  const std::string place = inside("/order");
  mkdir(place.c_str(), 0700);
  for (const char* name : {"/1", "/2"}) Descriptor(open((place + name).c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0600));
  const bool is_so = names_in(place) == std::vector<std::string>{"2", "1"};
  std::error_code ignored;
  std::filesystem::remove_all(place, ignored);
  return is_so;
}

// A file that the command writes anew.
void Sandbox::show_output(const Fact& fact) {
  const mode_t mode = std::strtoul(fact.detail.c_str() + 1, nullptr, 8);
  const Descriptor file(open(inside(fact.path).c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, mode));
  if (file) fchmod(file.get(), mode);
  there_.insert("w" + fact.path);
}

std::string Sandbox::show(const Fact& fact) {
  switch (fact.kind) {
    case FactKind::variable:
    case FactKind::environment:
    case FactKind::absent:
    case FactKind::no_directory:
    case FactKind::listing: return {};
    case FactKind::writable:
      make_directory(parent_of(fact.path));
      if (fact.detail.starts_with('=')) show_output(fact);
      return {};
    default: return show(fact.path, fact.detail != "l" && fact.kind != FactKind::link);
  }
}

// Links first: what is below them then goes where they lead. Then names, so that they are told in their order.
std::string Sandbox::show_all() {
  const auto show_each = [&](const auto& is_meant, const auto& show_one) {
    for (const Fact& fact : record_.facts)
      if (is_meant(fact.kind))
        if (std::string wrong = show_one(fact); !wrong.empty()) return wrong;
    return std::string();
  };
  const auto one = [&](const Fact& fact) { return show(fact); };
  std::string wrong = show_each([](FactKind kind) { return kind == FactKind::link; }, one);
  if (wrong.empty()) wrong = show_each([](FactKind kind) { return kind == FactKind::listing; }, [&](const Fact& fact) { return show_listed(fact); });
  if (wrong.empty()) wrong = show_each([](FactKind kind) { return kind != FactKind::link; }, one);
  return wrong;
}

std::string Sandbox::build() {
  const uid_t user = geteuid();
  const gid_t group = getegid();
  if (unshare(CLONE_NEWUSER | CLONE_NEWNS) != 0) return failure("this machine allows no", "user namespaces");
  write_text("/proc/self/setgroups", "deny");
  if (!write_text("/proc/self/uid_map", fmt::format("{} {} 1", user, user)) || !write_text("/proc/self/gid_map", fmt::format("{} {} 1", group, group)))
    return failure("this machine allows no", "user namespaces");
  if (mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr) != 0 || mount("none", root_.c_str(), "tmpfs", 0, "mode=755") != 0)
    return failure("this machine allows no", "mounts in a user namespace");
  if (struct stat status {}; stat(root_.c_str(), &status) == 0) device_ = status.st_dev;
  if (std::string wrong = show_all(); !wrong.empty()) return wrong;
  make_directory(command_.directory);
  for (const std::string& directory : there_) {
    struct stat status {};
    if (directory[0] != 'd' || stat(directory.c_str() + 1, &status) != 0) continue;
    const timespec times[2] = {status.st_atim, status.st_mtim};
    utimensat(AT_FDCWD, inside(directory.substr(1)).c_str(), times, 0);
  }
  for (const char* device : k_devices)
    if (std::string wrong = bind(device); !wrong.empty()) return wrong;
  make_directory("/proc");
  mount("/proc", inside("/proc").c_str(), nullptr, MS_BIND | MS_REC, nullptr);
  if (chroot(root_.c_str()) != 0 || chdir(command_.directory.c_str()) != 0) return failure("cannot enter", command_.directory);
  return {};
}

std::vector<char*> pointers(const std::vector<std::string>& strings) {
  std::vector<char*> list;
  for (const std::string& string : strings) list.push_back(const_cast<char*>(string.c_str()));
  list.push_back(nullptr);
  return list;
}

std::string read_all(int fd) {
  std::string bytes;
  char buffer[65536];
  lseek(fd, 0, SEEK_SET);
  for (ssize_t got; (got = read(fd, buffer, sizeof buffer)) > 0;) bytes.append(buffer, static_cast<size_t>(got));
  return bytes;
}

struct Streams {
  Descriptor in, out, err;
};

// In the child: never returns. Fields of the answer: what went wrong, or "", the status, and outputs that are missing.
[[noreturn]] void be_sandbox(const MemoCommand& command, const MemoRecord& record, const std::string& root, const Streams& streams, int answer) {
  Fields fields{Sandbox(command, record, root).build()};
  if (fields[0].empty()) {
    const auto arguments = pointers(command.arguments), environment = pointers(command.environment);
    const pid_t child = fork();
    if (child == 0) {
      dup2(streams.in.get(), 0);
      dup2(streams.out.get(), 1);
      dup2(streams.err.get(), 2);
      umask(command.mask);
      execve(command.executable.c_str(), arguments.data(), environment.data());
      _exit(127);
    }
    int status = 0;
    while (waitpid(child, &status, 0) < 0 && errno == EINTR) {
    }
    fields.push_back(std::to_string(status));
    PathFacts facts;
    for (const MemoOutput& output : record.outputs)
      if (output.kind != OutputKind::touched && !is_in_place(output, facts)) fields.push_back(output.path);
  }
  const auto told = write_frame(answer, fields);
  _exit(told ? 0 : 1);
}

}  // namespace

Result<SandboxedRun> run_in_sandbox(const MemoCommand& command, const MemoRecord& record) {
  std::error_code failed;
  std::string root = std::filesystem::temp_directory_path(failed) / "lintcache-root-XXXXXX";
  if (failed || mkdtemp(root.data()) == nullptr)
    return system_error(failed ? failed.value() : errno, "cannot make a directory for temporary files", root);
  const Streams streams{Descriptor(memfd_create("in", MFD_CLOEXEC)), Descriptor(memfd_create("out", MFD_CLOEXEC)),
                        Descriptor(memfd_create("err", MFD_CLOEXEC))};
  int ends[2];
  if (!streams.err || pipe2(ends, O_CLOEXEC) != 0) return system_error(errno, "cannot make a pipe");
  Descriptor from(ends[0]), to(ends[1]);
  digest_of("");  // so that all that hashing needs is loaded while it can be found
  const pid_t child = fork();
  if (child < 0) return system_error(errno, "cannot start the sandbox");
  if (child == 0) be_sandbox(command, record, root, streams, to.get());
  to.close();
  auto fields = read_frame(from.get());
  while (waitpid(child, nullptr, 0) < 0 && errno == EINTR) {
  }
  rmdir(root.c_str());
  if (!fields || fields->empty()) return our_fault("the sandbox broke");
  if (!(*fields)[0].empty()) return our_fault("cannot make the sandbox: " + (*fields)[0]);
  SandboxedRun run{std::atoi((*fields)[1].c_str()), read_all(streams.out.get()), read_all(streams.err.get()), {}};
  run.missing.assign(fields->begin() + 2, fields->end());
  return run;
}

}  // namespace lintcache
