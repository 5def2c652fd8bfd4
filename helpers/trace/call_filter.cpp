// SPDX-License-Identifier: MIT
// A program for the kernel's packet filter. What is harmless whatever its arguments are is decided by its number alone,
// for these numbers the kernel remembers the answer and does not run the program again.
#include "trace/call_filter.h"

#include <linux/audit.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <sys/mman.h>
#include <sys/syscall.h>

#include <cstddef>
#include <utility>

#include "trace/system_calls.h"

namespace lintcache {
namespace {

#if defined(__x86_64__)
constexpr uint32_t k_architecture = AUDIT_ARCH_X86_64;
#else
constexpr uint32_t k_architecture = AUDIT_ARCH_AARCH64;
#endif
constexpr uint32_t k_x32_bit = 0x40000000;

constexpr uint32_t argument(int number) {
  return static_cast<uint32_t>(offsetof(seccomp_data, args)) + 8 * static_cast<uint32_t>(number);
}

class Program {
 public:
  void load(size_t offset) { add(BPF_LD | BPF_W | BPF_ABS, static_cast<uint32_t>(offset), 0, 0); }
  void mask(uint32_t bits) { add(BPF_ALU | BPF_AND | BPF_K, bits, 0, 0); }
  // Skips so many instructions where it holds, or where it does not.
  void if_equal(uint32_t value, uint8_t then, uint8_t otherwise) {
    add(BPF_JMP | BPF_JEQ | BPF_K, value, then, otherwise);
  }
  void if_greater(uint32_t value, uint8_t then, uint8_t otherwise) {
    add(BPF_JMP | BPF_JGT | BPF_K, value, then, otherwise);
  }
  void if_at_least(uint32_t value, uint8_t then, uint8_t otherwise) {
    add(BPF_JMP | BPF_JGE | BPF_K, value, then, otherwise);
  }
  void if_any_bit(uint32_t bits, uint8_t then, uint8_t otherwise) {
    add(BPF_JMP | BPF_JSET | BPF_K, bits, then, otherwise);
  }
  void allow() { add(BPF_RET | BPF_K, SECCOMP_RET_ALLOW, 0, 0); }
  void stop(uint16_t data = k_known_stop) { add(BPF_RET | BPF_K, SECCOMP_RET_TRACE | data, 0, 0); }

  // For the call of this number: it stops where the argument is one of these descriptors.
  void stop_if_descriptor(long number, int place, uint32_t first, uint32_t last) {
    if_equal(static_cast<uint32_t>(number), 0, 5);
    load(argument(place));
    if_at_least(first, 0, 2);
    if_greater(last, 1, 0);
    stop();
    allow();
  }

  std::vector<sock_filter> take() { return std::move(code_); }

 private:
  void add(uint16_t code, uint32_t k, uint8_t then, uint8_t otherwise) { code_.push_back({code, then, otherwise, k}); }
  std::vector<sock_filter> code_;
};

void stop_foreign(Program& program) {
  program.load(offsetof(seccomp_data, arch));
  program.if_equal(k_architecture, 1, 0);
  program.stop(k_foreign_stop);
  program.load(offsetof(seccomp_data, nr));
#if defined(__x86_64__)
  program.if_at_least(k_x32_bit, 0, 1);
  program.stop(k_foreign_stop);
#endif
}

// Each decides about calls of one number, and leaves the number loaded for the next.
void look_at_descriptors(Program& program, const FilterOptions& options) {
  program.stop_if_descriptor(SYS_write, 0, 1, 2);
  program.stop_if_descriptor(SYS_writev, 0, 1, 2);
  program.stop_if_descriptor(SYS_close, 0, 1, 2);
  if (!options.watches_input) return;
  for (const long number : {SYS_read, SYS_readv, SYS_pread64, SYS_preadv, SYS_dup, SYS_dup3, SYS_splice, SYS_tee,
                            SYS_copy_file_range, SYS_fcntl, SYS_sendmsg})
    program.stop_if_descriptor(number, 0, 0, 0);
  program.stop_if_descriptor(SYS_sendfile, 1, 0, 0);
#ifdef SYS_dup2
  program.stop_if_descriptor(SYS_dup2, 0, 0, 0);
#endif
}

void look_at_arguments(Program& program) {
  program.if_equal(SYS_mmap, 0, 7);  // stops where a file is mapped as code
  program.load(argument(2));
  program.if_any_bit(PROT_EXEC, 1, 0);
  program.allow();
  program.load(argument(3));
  program.if_any_bit(MAP_ANONYMOUS, 1, 0);
  program.stop();
  program.allow();
  program.if_equal(SYS_clone, 0, 4);  // a child that we would not see, or with a world of its own
  program.load(argument(0));
  program.if_any_bit(CLONE_UNTRACED | CLONE_NEWNS | CLONE_NEWCGROUP | CLONE_NEWUTS | CLONE_NEWIPC | CLONE_NEWUSER |
                         CLONE_NEWPID | CLONE_NEWNET, 0, 1);
  program.stop();
  program.allow();
  program.if_equal(SYS_sendto, 0, 6);  // to somebody else than it is connected with
  program.load(argument(4));
  program.if_equal(0, 0, 2);
  program.load(argument(4) + 4);
  program.if_equal(0, 1, 0);
  program.stop();
  program.allow();
}

bool passes(const CallRule& rule, const FilterOptions& options) {
  if (rule.call == Call::read_input) return !options.watches_input;
  return rule.call == Call::harmless;
}

// All that is not allowed here goes on with the next instruction.
void allow_harmless(Program& program, const FilterOptions& options) {
  const auto& rules = call_rules();
  for (size_t i = 0; i < rules.size();) {
    if (!passes(rules[i], options)) {
      ++i;
      continue;
    }
    size_t end = i + 1;
    while (end < rules.size() && rules[end].number == rules[end - 1].number + 1 && passes(rules[end], options)) ++end;
    program.if_greater(static_cast<uint32_t>(rules[end - 1].number), 2, 0);
    program.if_at_least(static_cast<uint32_t>(rules[i].number), 0, 1);
    program.allow();
    i = end;
  }
}

void allow_told(Program& program, const FilterOptions& options) {
  if (options.told_end == 0) return;
  program.load(offsetof(seccomp_data, instruction_pointer) + 4);
  program.if_equal(static_cast<uint32_t>(options.told_begin >> 32), 0, 4);
  program.load(offsetof(seccomp_data, instruction_pointer));
  program.if_at_least(static_cast<uint32_t>(options.told_begin), 0, 2);
  program.if_at_least(static_cast<uint32_t>(options.told_end), 1, 0);
  program.allow();
}

}  // namespace

std::vector<sock_filter> call_filter(const FilterOptions& options) {
  Program program;
  stop_foreign(program);
  look_at_descriptors(program, options);
  look_at_arguments(program);
  allow_harmless(program, options);
  allow_told(program, options);
  program.stop();
  return program.take();
}

}  // namespace lintcache
