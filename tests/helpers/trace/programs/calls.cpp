// SPDX-License-Identifier: MIT
// calls WAY: makes system calls that a tracer has to see, by functions of the C library or without them.
#include <dirent.h>
#include <fcntl.h>
#include <sched.h>
#include <spawn.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <climits>
#include <csignal>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <thread>

namespace {

void by_library() {
  struct stat facts;
  char text[64];
  close(open("in", O_RDONLY));
  close(open("missing", O_RDONLY));
  close(creat("out", 0640));
  const int here = open(".", O_RDONLY | O_DIRECTORY);
  close(openat(here, "in", O_RDONLY));
  stat("in", &facts);
  lstat("link", &facts);
  stat("gone", &facts);
  fstatat(here, "in", &facts, 0);
  access("in", R_OK);
  access("none", F_OK);
  readlink("link", text, sizeof text);
  readlinkat(here, "in", text, sizeof text);
  if (DIR* directory = opendir("list")) {
    while (readdir(directory) != nullptr) {
    }
    closedir(directory);
  }
  mkdir("made", 0700);
  rename("out", "made/new");
  link("made/new", "second");
  symlink("text", "symbolic");
  truncate("second", 5);
  chmod("second", 0600);
  utimensat(AT_FDCWD, "second", nullptr, 0);
  unlink("second");
  mkfifo("fifo", 0600);
  chdir("made");
  umask(027);
  rmdir("../none");
}

void by_numbers() {
  struct stat facts;
  char text[64];
  char entries[4096];
  close(syscall(SYS_openat, AT_FDCWD, "in", O_RDONLY, 0));
  close(syscall(SYS_openat, AT_FDCWD, "missing", O_RDONLY, 0));
  close(syscall(SYS_openat, AT_FDCWD, "out", O_CREAT | O_WRONLY | O_TRUNC, 0640));
  const long here = syscall(SYS_openat, AT_FDCWD, ".", O_RDONLY | O_DIRECTORY, 0);
  close(syscall(SYS_openat, here, "in", O_RDONLY, 0));
  syscall(SYS_newfstatat, AT_FDCWD, "in", &facts, 0);
  syscall(SYS_newfstatat, AT_FDCWD, "link", &facts, AT_SYMLINK_NOFOLLOW);
  syscall(SYS_newfstatat, AT_FDCWD, "gone", &facts, 0);
  syscall(SYS_newfstatat, here, "in", &facts, 0);
  syscall(SYS_faccessat, AT_FDCWD, "in", R_OK);
  syscall(SYS_faccessat, AT_FDCWD, "none", F_OK);
  syscall(SYS_readlinkat, AT_FDCWD, "link", text, sizeof text);
  syscall(SYS_readlinkat, here, "in", text, sizeof text);
  const long list = syscall(SYS_openat, AT_FDCWD, "list", O_RDONLY | O_DIRECTORY, 0);
  syscall(SYS_fstat, list, &facts);
  while (syscall(SYS_getdents64, list, entries, sizeof entries) > 0) {
  }
  syscall(SYS_mkdirat, AT_FDCWD, "made", 0700);
  syscall(SYS_renameat2, AT_FDCWD, "out", AT_FDCWD, "made/new", 0);
  syscall(SYS_linkat, AT_FDCWD, "made/new", AT_FDCWD, "second", 0);
  syscall(SYS_symlinkat, "text", AT_FDCWD, "symbolic");
  syscall(SYS_truncate, "second", 5);
  syscall(SYS_fchmodat, AT_FDCWD, "second", 0600);
  syscall(SYS_utimensat, AT_FDCWD, "second", nullptr, 0);
  syscall(SYS_unlinkat, AT_FDCWD, "second", 0);
  syscall(SYS_mknodat, AT_FDCWD, "fifo", S_IFIFO | 0600, 0);
  syscall(SYS_chdir, "made");
  syscall(SYS_umask, 027);
  syscall(SYS_unlinkat, AT_FDCWD, "../none", AT_REMOVEDIR);
}

// What realpath() says of paths of all kinds, errors and what is left behind included.
void say_real_paths() {
  const char* const paths[] = {"",        "/",           ".",      "..",        "//usr//bin/", "/bin/sh",       "link",
                               "link/",   "./list//one", "list/.", "list/..",   "list/one/",   "list/../in",    "in/../list",
                               "in/",     "in/.",        "none",   "none/deep", "list/none",   "to-list/one",   "to-list/../in",
                               "loop",    "...",         "/proc/self/fd/0"};
  for (const char* path : paths) {
    char into[PATH_MAX] = "";
    errno = 0;
    const char* one = realpath(path, into);
    const int error = errno;
    char* other = realpath(path, nullptr);
    printf("%s: %s %s %d %s\n", path, one == nullptr ? "-" : one, into, error, other == nullptr ? "-" : other);
    free(other);
  }
}

void look(const char* path) {
  struct stat facts;
  stat(path, &facts);
}

int in_child(void*) {
  look("by-clone");
  return 0;
}

void in_children() {
  alignas(16) static char stack[65536];
  char* words[] = {const_cast<char*>("true"), nullptr};
  if (fork() == 0) {
    look("by-fork");
    _exit(0);
  }
  wait(nullptr);
  if (vfork() == 0) {
    execve("missing-program", words, environ);
    execve("/bin/true", words, environ);
    _exit(1);
  }
  wait(nullptr);
  clone(in_child, stack + sizeof stack, SIGCHLD | CLONE_UNTRACED, nullptr);
  wait(nullptr);
  // struct clone_args: flags, four pointers and numbers, stack, its size, tls
  uint64_t how[8] = {CLONE_UNTRACED, 0, 0, 0, SIGCHLD, 0, 0, 0};
  if (syscall(SYS_clone3, how, sizeof how) == 0) {
    look("by-clone3");
    _exit(0);
  }
  wait(nullptr);
  pid_t child;
  posix_spawn(&child, "/bin/true", nullptr, nullptr, words, environ);
  wait(nullptr);
  std::thread([] { look("by-thread"); }).join();
}

void execute_in_thread() {
  std::thread([] {
    look("before");
    execl("/bin/cat", "cat", "in", nullptr);
  }).join();
}

void without_name() {
  const int file = open(".", O_TMPFILE | O_RDWR, 0600);
  char path[64];
  snprintf(path, sizeof path, "/proc/self/fd/%d", file);
  linkat(AT_FDCWD, path, AT_FDCWD, "named", AT_SYMLINK_FOLLOW);
  // A file by its descriptor.
  const int in = open("in", O_RDONLY);
  snprintf(path, sizeof path, "/proc/self/fd/%d", in);
  close(open(path, O_RDONLY));
  fchmod(in, 0644);
  const int path_only = open("list", O_PATH);
  fchdir(path_only);
  // As programs do that count processors: what the descriptor leads to is named by the process's number.
  struct statx facts;
  syscall(SYS_statx, open("/proc/self/cgroup", O_RDONLY), "", AT_EMPTY_PATH, STATX_BASIC_STATS, &facts);
}

void connect_to(const char* path) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  strncpy(address.sun_path, path, sizeof address.sun_path - 1);
  const int one = socket(AF_UNIX, SOCK_STREAM, 0);
  connect(one, reinterpret_cast<sockaddr*>(&address), sizeof address);
}

void hold_everything_shut() {
  for (int fd = 3; fd < 1024; ++fd) close(fd);
  look("after-closing");
  char* no_words[] = {nullptr};
  char* words[] = {const_cast<char*>("cat"), const_cast<char*>("in"), nullptr};
  execve("/bin/cat", words, no_words);
}

void say_processors(const char* who) {
  cpu_set_t set;
  const int count = sched_getaffinity(0, sizeof set, &set) == 0 ? CPU_COUNT(&set) : -1;
  printf("%s %d\n", who, count);
  fflush(stdout);
}

void show_processors() {
  FILE* status = fopen("/proc/self/status", "r");
  for (char line[4096]; status != nullptr && fgets(line, sizeof line, status) != nullptr;)
    if (strncmp(line, "Cpus_allowed_list", 17) == 0) fputs(line, stdout);
}

// Each of them after calls for which a process has to stop again and again.
void count_processors() {
  const auto stop_often = [] {
    for (int i = 0; i < 300; ++i) syscall(SYS_faccessat, AT_FDCWD, "in", R_OK);
  };
  say_processors("first");
  stop_often();
  say_processors("at once");
  stop_often();
  const pid_t child = fork();
  if (child == 0) {
    say_processors("child");
    stop_often();
    execl("/proc/self/exe", "calls", "say-processors", nullptr);
  }
  waitpid(child, nullptr, 0);
  stop_often();
  std::thread([] { say_processors("thread"); }).join();
  stop_often();
  show_processors();
  stop_often();
  cpu_set_t set;
  CPU_ZERO(&set);
  CPU_SET(sched_getcpu(), &set);
  sched_setaffinity(0, sizeof set, &set);
  stop_often();
  printf("chosen %d\n", sched_getaffinity(0, sizeof set, &set) == 0 ? CPU_COUNT(&set) : -1);
}

void in_signal_handler() {
  std::signal(SIGALRM, [](int) { look("in-handler"); });
  alarm(1);
  // Waits for somebody who writes, and is interrupted.
  struct sigaction action {};
  action.sa_handler = [](int) { look("in-handler"); };
  sigaction(SIGALRM, &action, nullptr);
  mkfifo("waits", 0600);
  open("waits", O_RDONLY);
  look("afterwards");
}

}  // namespace

int main(int count, char** words) {
  const char* way = count > 1 ? words[1] : "";
  const auto is = [&](const char* name) { return strcmp(way, name) == 0; };
  if (is("library")) by_library();
  if (is("numbers")) by_numbers();
  if (is("realpath")) say_real_paths();
  if (is("children")) in_children();
  if (is("thread")) execute_in_thread();
  if (is("nameless")) without_name();
  if (is("closed")) hold_everything_shut();
  if (is("handler")) in_signal_handler();
  if (is("processors")) count_processors();
  if (is("say-processors")) say_processors("program");
  if (is("nobody")) connect_to("no-socket");
  if (is("pair")) {
    int pair[2];
    if (socketpair(AF_UNIX, SOCK_STREAM, 0, pair) == 0 && write(pair[0], "x", 1) == 1) return 0;
  }
  if (is("many"))
    for (int i = 0; i < 5000; ++i) look(("many-" + std::to_string(i)).c_str());
  // What nobody vouches for.
  if (is("ring")) syscall(SYS_io_uring_setup, 8, calloc(1, 256));
  if (is("unknown")) syscall(1000);
  if (is("netlink")) close(socket(AF_NETLINK, SOCK_RAW, 0));
  if (is("shared")) syscall(SYS_shmget, 0, 4096, 01600);
  if (is("namespace")) syscall(SYS_unshare, CLONE_NEWNS);
  if (is("signal")) kill(getppid(), 0);
#ifdef __x86_64__
  long result;
  if (is("32bits")) asm volatile("int $0x80" : "=a"(result) : "a"(20L) : "memory");
#endif
  return 0;
}
