// SPDX-License-Identifier: MIT
// Shows on standard error how far a command is: as a block that is drawn over, as lines, or as JSON for programs.
#pragma once

#include <condition_variable>
#include <cstdio>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "base/descriptor.h"
#include "base/result.h"
#include "cli/options.h"
#include "cli/progress_choice.h"
#include "cli/terminal.h"
#include "model/summary.h"
#include "report/run_state.h"
#include "report/status_block.h"

namespace lintcache {

// Its members may be called from any thread.
class StatusLine {
 public:
  StatusLine() = default;  // shows nothing

  // Shows what the options say, where the verb has --progress, else a block on a terminal.
  StatusLine(const Options& options, const std::vector<std::string>& environment);
  StatusLine(const StatusLine&) = delete;
  ~StatusLine() { clear(); }

  // Why it cannot show what was asked for. To be looked at before anything is done.
  [[nodiscard]] const std::optional<Error>& trouble() const { return trouble_; }

  void note(const Happening& one);

  // Writes text between; the block comes again below it.
  void print(FILE* stream, const std::string& text);

  // Nothing is left of the block, nor comes any more.
  void clear();

  // Tells programs what came of it all. To be called after clear().
  void end(const Summary& summary, int exit_status);

 private:
  void run();
  void draw(Moment now);
  void erase();
  void tell_line(Moment now);
  void tell_json(const std::string& object);
  [[nodiscard]] double elapsed() const;

  const Moment start_ = std::chrono::steady_clock::now();
  ProgressChoice choice_;
  std::string name_;
  std::optional<Error> trouble_;
  Descriptor file_;
  bool colour_ = false;

  // Of the block and what is printed between. Taken before the other one, which nobody holds while a terminal is slow: who
  // tells what happened does not wait for it.
  std::mutex output_;
  DrawnLines drawn_;

  std::mutex mutex_;  // of all below
  RunState state_;
  std::optional<Pace> pace_;
  std::string told_;  // the last line
  bool is_over_ = false;
  std::condition_variable ending_;
  std::thread ticker_;  // from the first happening on
};

}  // namespace lintcache
