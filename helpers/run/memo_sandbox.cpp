// SPDX-License-Identifier: MIT
// Namespaces, bind mounts and a new root.
#include "run/memo_sandbox.h"

#include <fcntl.h>
#include <sched.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <climits>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <set>
#include <system_error>

#include <fmt/format.h>

#include "base/descriptor.h"
#include "base/disk.h"
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
  std::string show(const Fact& fact);
  std::string show(const std::string& path, bool follow);
  std::string show_listed(const Fact& fact);

  const MemoCommand& command_;
  const MemoRecord& record_;
  std::string root_;
  std::set<std::string> there_;
};

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
  if (mkdir(inside(path).c_str(), 0755) != 0) return;
  struct stat status {};
  if (stat(path.c_str(), &status) == 0) chmod(inside(path).c_str(), status.st_mode & 07777);
}

std::string Sandbox::bind(const std::string& path) {
  make_directory(parent_of(path));
  // By another name of it.
  if (access(inside(path).c_str(), F_OK) == 0) return {};
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

// Names alone, for who only lists them.
std::string Sandbox::show_listed(const Fact& fact) {
  make_directory(fact.path);
  const auto entries = real_disk().list(fact.path);
  if (!entries || !*entries) return {};
  for (const DirectoryEntry& entry : **entries) {
    const std::string path = joined(fact.path, entry.name);
    if (("/" + fact.detail + "/").find("/" + entry.name + "/") != std::string::npos || access(inside(path).c_str(), F_OK) == 0) continue;
    if (entry.type == FileType::directory) {
      mkdir(inside(path).c_str(), 0755);
    } else if (entry.type == FileType::symlink) {
      show(path, false);
    } else {
      Descriptor(open(inside(path).c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0644));
    }
  }
  return {};
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
      if (fact.detail.starts_with('='))
        Descriptor(open(inside(fact.path).c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, std::strtoul(fact.detail.c_str() + 1, nullptr, 8)));
      return {};
    default: return show(fact.path, fact.detail != "l" && fact.kind != FactKind::link);
  }
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
  // Links first: what is below them then goes where they lead.
  for (const bool links : {true, false})
    for (const Fact& fact : record_.facts)
      if ((fact.kind == FactKind::link) == links)
        if (std::string wrong = show(fact); !wrong.empty()) return wrong;
  for (const Fact& fact : record_.facts)
    if (fact.kind == FactKind::listing) show_listed(fact);
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
