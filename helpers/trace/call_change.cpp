// SPDX-License-Identifier: MIT
// The registers that hold arguments of system calls.
#include "trace/call_change.h"

#include <elf.h>
#include <sys/ptrace.h>
#include <sys/uio.h>
#include <sys/user.h>

namespace lintcache {

bool change_argument(pid_t thread, int place, uint64_t value) {
#if defined(__x86_64__) || defined(__aarch64__)
  user_regs_struct registers{};
  iovec area{&registers, sizeof registers};
  if (ptrace(PTRACE_GETREGSET, thread, NT_PRSTATUS, &area) != 0) return false;
#if defined(__x86_64__)
  unsigned long long* const places[] = {&registers.rdi, &registers.rsi, &registers.rdx,
                                        &registers.r10, &registers.r8,  &registers.r9};
  *places[place] = value;
#else
  registers.regs[place] = value;
#endif
  return ptrace(PTRACE_SETREGSET, thread, NT_PRSTATUS, &area) == 0;
#else
  return thread == 0 && place == 0 && value == 0;
#endif
}

}  // namespace lintcache
