// SPDX-License-Identifier: MIT
// The log of the preload library, from the tracer's side.
#pragma once

#include <sys/types.h>

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "base/descriptor.h"
#include "trace/shared_log.h"

namespace lintcache {

class LogReader {
 public:
  LogReader() = default;
  LogReader(const LogReader&) = delete;
  ~LogReader();

  // False where there can be none.
  bool open();
  [[nodiscard]] bool is_open() const { return owners_ != nullptr; }
  [[nodiscard]] int descriptor() const { return file_.get(); }

  // Where other processes find it, as long as `holder` has it open.
  [[nodiscard]] std::string path(pid_t holder) const;

  using Take = std::function<void(const LogRecord&, std::string_view path)>;

  // Hands over what a thread has told, and empties its segment. With `is_over` the thread is gone, or has become another
  // program; else it is stopped, and nothing is taken before there is much, or while it is about to tell more. False
  // where the log is damaged.
  bool take(pid_t thread, bool is_over, const Take& take);

  // Only looks, at a thread that is stopped.
  [[nodiscard]] bool look(pid_t thread, const Take& see) const;

  // Of the tracer: notes for `Peek` that a file was opened. Notes that nobody read in time are lost.
  void note(std::string_view path);

  // Whether something was told that was not taken.
  [[nodiscard]] bool has_rest() const;

  // Looks at what is told while it is told, from any process that has the log, and takes nothing: calls `seen` with paths
  // of files that were opened to be read. For guesses only, for what is read may be overwritten meanwhile.
  class Peek {
   public:
    void look(const LogReader& log, const std::function<void(std::string path)>& seen);

   private:
    std::vector<uint32_t> done_;  // bytes of each segment
  };

 private:
  [[nodiscard]] uint32_t* owner_of(pid_t thread) const;  // nullptr: it has told nothing

  Descriptor file_;
  LogOwners* owners_ = nullptr;
  LogSegment* segments_ = nullptr;
  uint32_t notes_ = k_segments;  // the segment of `note`; this one: none yet
};

}  // namespace lintcache
