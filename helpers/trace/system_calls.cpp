// SPDX-License-Identifier: MIT
// The system calls of Linux, up to 6.17. Those from 424 on have the same numbers on all machines, and are known here
// though the headers of the machine that builds this may be older.
// Long because: it is a list.
#include "trace/system_calls.h"

#include <sys/syscall.h>

#include <algorithm>

#define HARMLESS(name) {SYS_##name, #name, Call::harmless},
#define HARMLESS_AT(name, number) {number, #name, Call::harmless},
#define UNWATCHED(name) {SYS_##name, #name},
#define UNWATCHED_AT(name, number) {number, #name},

namespace lintcache {
namespace {

#if (defined(__x86_64__) || defined(__aarch64__)) && defined(__LP64__)
std::vector<CallRule> watched_calls() {
  return {
      {SYS_openat, "openat", Call::open, {.directory = 0, .path = 1, .flags = 2, .mode = 3}},
      {SYS_fstat, "fstat", Call::status, {.directory = 0}},
      {SYS_newfstatat, "newfstatat", Call::status, {.directory = 0, .path = 1, .flags = 3}},
      {SYS_statx, "statx", Call::status, {.directory = 0, .path = 1, .flags = 2}},
      {SYS_statfs, "statfs", Call::status, {.path = 0}},
      {SYS_fstatfs, "fstatfs", Call::status, {.directory = 0}},
      {SYS_faccessat, "faccessat", Call::access, {.directory = 0, .path = 1, .mode = 2}},
      {SYS_readlinkat, "readlinkat", Call::read_link, {.directory = 0, .path = 1}},
      {SYS_getdents64, "getdents64", Call::list, {.directory = 0}},
      {SYS_renameat, "renameat", Call::rename, {.directory = 0, .path = 1, .other_directory = 2, .other = 3}},
      {SYS_renameat2, "renameat2", Call::rename,
       {.directory = 0, .path = 1, .flags = 4, .other_directory = 2, .other = 3}},
      {SYS_linkat, "linkat", Call::link, {.directory = 0, .path = 1, .flags = 4, .other_directory = 2, .other = 3}},
      {SYS_symlinkat, "symlinkat", Call::symbolic_link, {.directory = 1, .path = 2, .other = 0}},
      {SYS_unlinkat, "unlinkat", Call::unlink, {.directory = 0, .path = 1, .flags = 2}},
      {SYS_mkdirat, "mkdirat", Call::make_directory, {.directory = 0, .path = 1, .mode = 2}},
      {SYS_truncate, "truncate", Call::truncate, {.path = 0}},
      {SYS_ftruncate, "ftruncate", Call::truncate, {.directory = 0}},
      {SYS_fchmod, "fchmod", Call::change_mode, {.directory = 0, .mode = 1}},
      {SYS_fchmodat, "fchmodat", Call::change_mode, {.directory = 0, .path = 1, .mode = 2}},
      {SYS_fchown, "fchown", Call::change_owner, {.directory = 0}},
      {SYS_fchownat, "fchownat", Call::change_owner, {.directory = 0, .path = 1, .flags = 4}},
      {SYS_utimensat, "utimensat", Call::change_times, {.directory = 0, .path = 1, .flags = 3}},
      {SYS_mknodat, "mknodat", Call::make_node, {.directory = 0, .path = 1, .mode = 2}},
      {SYS_chdir, "chdir", Call::change_directory, {.path = 0}},
      {SYS_fchdir, "fchdir", Call::change_directory, {.directory = 0}},
      {SYS_umask, "umask", Call::change_mask, {.mode = 0}},
      {SYS_execve, "execve", Call::execute, {.path = 0}},
      {SYS_execveat, "execveat", Call::execute, {.directory = 0, .path = 1, .flags = 4}},
      {SYS_mmap, "mmap", Call::map},
      {SYS_read, "read", Call::read_input},
      {SYS_readv, "readv", Call::read_input},
      {SYS_write, "write", Call::write_output},
      {SYS_writev, "writev", Call::write_output},
      {SYS_clone, "clone", Call::start},
      {SYS_socket, "socket", Call::make_socket},
      {SYS_connect, "connect", Call::connect},
      {SYS_bind, "bind", Call::bind},
      {SYS_sendto, "sendto", Call::send},
      {SYS_sendmsg, "sendmsg", Call::send_message},
      {SYS_sendmmsg, "sendmmsg", Call::send_message},
      {SYS_kill, "kill", Call::signal},
      {SYS_tkill, "tkill", Call::signal},
      {SYS_tgkill, "tgkill", Call::signal},
      {SYS_rt_sigqueueinfo, "rt_sigqueueinfo", Call::signal},
      {SYS_rt_tgsigqueueinfo, "rt_tgsigqueueinfo", Call::signal},
      {SYS_seccomp, "seccomp", Call::filter},
      {SYS_exit_group, "exit_group", Call::leave},
      {SYS_sched_getaffinity, "sched_getaffinity", Call::processors},
      {SYS_sched_setaffinity, "sched_setaffinity", Call::processors},
      {SYS_getxattr, "getxattr", Call::read_attribute, {.path = 0}},
      {SYS_lgetxattr, "lgetxattr", Call::read_attribute, {.path = 0}},
      {SYS_fgetxattr, "fgetxattr", Call::read_attribute, {.directory = 0}},
      {SYS_listxattr, "listxattr", Call::read_attribute, {.path = 0}},
      {SYS_llistxattr, "llistxattr", Call::read_attribute, {.path = 0}},
      {SYS_flistxattr, "flistxattr", Call::read_attribute, {.directory = 0}},
      {SYS_setxattr, "setxattr", Call::write_attribute, {.path = 0}},
      {SYS_lsetxattr, "lsetxattr", Call::write_attribute, {.path = 0}},
      {SYS_fsetxattr, "fsetxattr", Call::write_attribute, {.directory = 0}},
      {SYS_removexattr, "removexattr", Call::write_attribute, {.path = 0}},
      {SYS_lremovexattr, "lremovexattr", Call::write_attribute, {.path = 0}},
      {SYS_fremovexattr, "fremovexattr", Call::write_attribute, {.directory = 0}},
      {424, "pidfd_send_signal", Call::signal_opened},
      {434, "pidfd_open", Call::open_process},
      {435, "clone3", Call::start_how},
      {437, "openat2", Call::open_how, {.directory = 0, .path = 1}},
      {439, "faccessat2", Call::access, {.directory = 0, .path = 1, .flags = 3, .mode = 2}},
      {452, "fchmodat2", Call::change_mode, {.directory = 0, .path = 1, .flags = 3, .mode = 2}},
#ifdef __x86_64__
      {SYS_open, "open", Call::open, {.path = 0, .flags = 1, .mode = 2}},
      {SYS_creat, "creat", Call::create, {.path = 0, .mode = 1}},
      {SYS_stat, "stat", Call::status, {.path = 0}},
      {SYS_lstat, "lstat", Call::status_of_link, {.path = 0}},
      {SYS_access, "access", Call::access, {.path = 0, .mode = 1}},
      {SYS_readlink, "readlink", Call::read_link, {.path = 0}},
      {SYS_getdents, "getdents", Call::list, {.directory = 0}},
      {SYS_rename, "rename", Call::rename, {.path = 0, .other = 1}},
      {SYS_link, "link", Call::link, {.path = 0, .other = 1}},
      {SYS_symlink, "symlink", Call::symbolic_link, {.path = 1, .other = 0}},
      {SYS_unlink, "unlink", Call::unlink, {.path = 0}},
      {SYS_rmdir, "rmdir", Call::remove_directory, {.path = 0}},
      {SYS_mkdir, "mkdir", Call::make_directory, {.path = 0, .mode = 1}},
      {SYS_chmod, "chmod", Call::change_mode, {.path = 0, .mode = 1}},
      {SYS_chown, "chown", Call::change_owner, {.path = 0}},
      {SYS_lchown, "lchown", Call::change_owner_of_link, {.path = 0}},
      {SYS_utime, "utime", Call::change_times, {.path = 0}},
      {SYS_utimes, "utimes", Call::change_times, {.path = 0}},
      {SYS_futimesat, "futimesat", Call::change_times, {.directory = 0, .path = 1}},
      {SYS_mknod, "mknod", Call::make_node, {.path = 0, .mode = 1}},
#endif
  };
}

std::vector<CallRule> harmless_calls() {
  return {
      HARMLESS(accept) HARMLESS(accept4) HARMLESS(brk) HARMLESS(capget) HARMLESS(capset) HARMLESS(clock_getres)
      HARMLESS(clock_gettime) HARMLESS(clock_nanosleep) HARMLESS(close) HARMLESS(copy_file_range) HARMLESS(dup)
      HARMLESS(dup3) HARMLESS(epoll_create1) HARMLESS(epoll_ctl) HARMLESS(epoll_pwait) HARMLESS(eventfd2)
      HARMLESS(exit) HARMLESS(fadvise64) HARMLESS(fallocate) HARMLESS(fcntl) HARMLESS(fdatasync)
      HARMLESS(flock) HARMLESS(fsync) HARMLESS(futex) HARMLESS(get_mempolicy) HARMLESS(get_robust_list)
      HARMLESS(getcpu) HARMLESS(getcwd) HARMLESS(getegid) HARMLESS(geteuid) HARMLESS(getgid) HARMLESS(getgroups)
      HARMLESS(getitimer) HARMLESS(getpeername) HARMLESS(getpgid) HARMLESS(getpid) HARMLESS(getppid)
      HARMLESS(getpriority) HARMLESS(getrandom) HARMLESS(getresgid) HARMLESS(getresuid) HARMLESS(getrlimit)
      HARMLESS(getrusage) HARMLESS(getsid) HARMLESS(getsockname) HARMLESS(getsockopt) HARMLESS(gettid)
      HARMLESS(gettimeofday) HARMLESS(getuid) HARMLESS(ioctl) HARMLESS(ioprio_get) HARMLESS(ioprio_set)
      HARMLESS(lseek) HARMLESS(madvise) HARMLESS(mbind) HARMLESS(membarrier) HARMLESS(memfd_create)
      HARMLESS(migrate_pages) HARMLESS(mincore) HARMLESS(mlock) HARMLESS(mlock2) HARMLESS(mlockall)
      HARMLESS(move_pages) HARMLESS(mprotect) HARMLESS(mremap) HARMLESS(msync) HARMLESS(munlock) HARMLESS(munlockall)
      HARMLESS(munmap) HARMLESS(nanosleep) HARMLESS(personality) HARMLESS(pipe2) HARMLESS(pkey_alloc)
      HARMLESS(pkey_free) HARMLESS(pkey_mprotect) HARMLESS(ppoll) HARMLESS(prctl) HARMLESS(pread64) HARMLESS(preadv)
      HARMLESS(preadv2) HARMLESS(prlimit64) HARMLESS(pselect6) HARMLESS(pwrite64) HARMLESS(pwritev) HARMLESS(pwritev2)
      HARMLESS(readahead) HARMLESS(recvfrom) HARMLESS(recvmmsg) HARMLESS(recvmsg) HARMLESS(remap_file_pages)
      HARMLESS(restart_syscall) HARMLESS(rseq) HARMLESS(rt_sigaction) HARMLESS(rt_sigpending) HARMLESS(rt_sigprocmask)
      HARMLESS(rt_sigreturn) HARMLESS(rt_sigsuspend) HARMLESS(rt_sigtimedwait) HARMLESS(sched_get_priority_max)
      HARMLESS(sched_get_priority_min) HARMLESS(sched_getattr) HARMLESS(sched_getparam)
      HARMLESS(sched_getscheduler) HARMLESS(sched_rr_get_interval) HARMLESS(sched_setattr)
      HARMLESS(sched_setparam) HARMLESS(sched_setscheduler) HARMLESS(sched_yield) HARMLESS(sendfile)
      HARMLESS(set_mempolicy) HARMLESS(set_robust_list) HARMLESS(set_tid_address) HARMLESS(setfsgid)
      HARMLESS(setfsuid) HARMLESS(setgid) HARMLESS(setgroups) HARMLESS(setitimer) HARMLESS(setpgid)
      HARMLESS(setpriority) HARMLESS(setregid) HARMLESS(setresgid) HARMLESS(setresuid) HARMLESS(setreuid)
      HARMLESS(setrlimit) HARMLESS(setsid) HARMLESS(setsockopt) HARMLESS(setuid) HARMLESS(shutdown)
      HARMLESS(sigaltstack) HARMLESS(signalfd4) HARMLESS(socketpair) HARMLESS(splice) HARMLESS(sync)
      HARMLESS(sync_file_range) HARMLESS(syncfs) HARMLESS(sysinfo) HARMLESS(tee) HARMLESS(timer_create)
      HARMLESS(timer_delete) HARMLESS(timer_getoverrun) HARMLESS(timer_gettime) HARMLESS(timer_settime)
      HARMLESS(timerfd_create) HARMLESS(timerfd_gettime) HARMLESS(timerfd_settime) HARMLESS(times) HARMLESS(uname)
      HARMLESS(userfaultfd) HARMLESS(vmsplice) HARMLESS(wait4) HARMLESS(waitid)
      HARMLESS_AT(close_range, 436) HARMLESS_AT(epoll_pwait2, 441) HARMLESS_AT(landlock_create_ruleset, 444)
      HARMLESS_AT(landlock_add_rule, 445) HARMLESS_AT(landlock_restrict_self, 446) HARMLESS_AT(memfd_secret, 447)
      HARMLESS_AT(futex_waitv, 449) HARMLESS_AT(set_mempolicy_home_node, 450) HARMLESS_AT(cachestat, 451)
      HARMLESS_AT(map_shadow_stack, 453) HARMLESS_AT(futex_wake, 454) HARMLESS_AT(futex_wait, 455)
      HARMLESS_AT(futex_requeue, 456) HARMLESS_AT(lsm_get_self_attr, 459) HARMLESS_AT(lsm_list_modules, 461)
      HARMLESS_AT(mseal, 462)
#ifdef __x86_64__
      HARMLESS(alarm) HARMLESS(arch_prctl) HARMLESS(dup2) HARMLESS(epoll_create) HARMLESS(epoll_ctl_old)
      HARMLESS(epoll_wait) HARMLESS(epoll_wait_old) HARMLESS(eventfd) HARMLESS(fork) HARMLESS(get_thread_area)
      HARMLESS(getpgrp) HARMLESS(modify_ldt) HARMLESS(pause) HARMLESS(pipe) HARMLESS(poll) HARMLESS(select)
      HARMLESS(set_thread_area) HARMLESS(signalfd) HARMLESS(time) HARMLESS(vfork)
#endif
  };
}

std::vector<CallRule> unwatched_calls() {
  return {
      UNWATCHED(acct) UNWATCHED(add_key) UNWATCHED(adjtimex) UNWATCHED(bpf) UNWATCHED(chroot) UNWATCHED(clock_adjtime)
      UNWATCHED(clock_settime) UNWATCHED(delete_module) UNWATCHED(fanotify_init) UNWATCHED(fanotify_mark)
      UNWATCHED(finit_module) UNWATCHED(init_module) UNWATCHED(inotify_add_watch) UNWATCHED(inotify_init1)
      UNWATCHED(inotify_rm_watch) UNWATCHED(io_cancel) UNWATCHED(io_destroy) UNWATCHED(io_getevents)
      UNWATCHED(io_pgetevents) UNWATCHED(io_setup) UNWATCHED(io_submit) UNWATCHED(kcmp) UNWATCHED(kexec_file_load)
      UNWATCHED(kexec_load) UNWATCHED(keyctl) UNWATCHED(listen) UNWATCHED(lookup_dcookie) UNWATCHED(mount)
      UNWATCHED(mq_getsetattr) UNWATCHED(mq_notify) UNWATCHED(mq_open) UNWATCHED(mq_timedreceive)
      UNWATCHED(mq_timedsend) UNWATCHED(mq_unlink) UNWATCHED(msgctl) UNWATCHED(msgget) UNWATCHED(msgrcv)
      UNWATCHED(msgsnd) UNWATCHED(nfsservctl) UNWATCHED(perf_event_open) UNWATCHED(pivot_root)
      UNWATCHED(process_vm_readv) UNWATCHED(process_vm_writev) UNWATCHED(ptrace) UNWATCHED(quotactl) UNWATCHED(reboot)
      UNWATCHED(request_key) UNWATCHED(semctl) UNWATCHED(semget) UNWATCHED(semop) UNWATCHED(semtimedop)
      UNWATCHED(setdomainname) UNWATCHED(sethostname) UNWATCHED(setns) UNWATCHED(settimeofday) UNWATCHED(shmat)
      UNWATCHED(shmctl) UNWATCHED(shmdt) UNWATCHED(shmget) UNWATCHED(swapoff) UNWATCHED(swapon) UNWATCHED(syslog)
      UNWATCHED(umount2) UNWATCHED(unshare) UNWATCHED(vhangup)
      UNWATCHED_AT(io_uring_setup, 425) UNWATCHED_AT(io_uring_enter, 426)
      UNWATCHED_AT(io_uring_register, 427) UNWATCHED_AT(open_tree, 428) UNWATCHED_AT(move_mount, 429)
      UNWATCHED_AT(fsopen, 430) UNWATCHED_AT(fsconfig, 431) UNWATCHED_AT(fsmount, 432) UNWATCHED_AT(fspick, 433)
      UNWATCHED_AT(pidfd_getfd, 438) UNWATCHED_AT(process_madvise, 440) UNWATCHED_AT(mount_setattr, 442)
      UNWATCHED_AT(quotactl_fd, 443) UNWATCHED_AT(process_mrelease, 448) UNWATCHED_AT(statmount, 457)
      UNWATCHED_AT(listmount, 458) UNWATCHED_AT(lsm_set_self_attr, 460) UNWATCHED_AT(setxattrat, 463)
      UNWATCHED_AT(getxattrat, 464) UNWATCHED_AT(listxattrat, 465) UNWATCHED_AT(removexattrat, 466)
      UNWATCHED_AT(open_tree_attr, 467) UNWATCHED_AT(file_getattr, 468) UNWATCHED_AT(file_setattr, 469)
#ifdef __x86_64__
      UNWATCHED(_sysctl) UNWATCHED(afs_syscall) UNWATCHED(create_module) UNWATCHED(get_kernel_syms) UNWATCHED(getpmsg)
      UNWATCHED(inotify_init) UNWATCHED(ioperm) UNWATCHED(iopl) UNWATCHED(name_to_handle_at)
      UNWATCHED(open_by_handle_at) UNWATCHED(putpmsg) UNWATCHED(query_module) UNWATCHED(security) UNWATCHED(sysfs)
      UNWATCHED(tuxcall) UNWATCHED(uselib) UNWATCHED(ustat) UNWATCHED(vserver)
#endif
  };
}

std::vector<CallRule> all_calls() {
  std::vector<CallRule> calls = watched_calls();
  for (const auto& list : {harmless_calls(), unwatched_calls()}) calls.insert(calls.end(), list.begin(), list.end());
  std::sort(calls.begin(), calls.end(), [](const auto& a, const auto& b) { return a.number < b.number; });
  return calls;
}
#else
std::vector<CallRule> all_calls() { return {}; }
#endif

}  // namespace

const std::vector<CallRule>& call_rules() {
  static const std::vector<CallRule> rules = all_calls();
  return rules;
}

const CallRule* call_rule(long number) {
  const auto& rules = call_rules();
  const auto found = std::lower_bound(rules.begin(), rules.end(), number,
                                      [](const CallRule& rule, long wanted) { return rule.number < wanted; });
  return found != rules.end() && found->number == number ? &*found : nullptr;
}

}  // namespace lintcache
