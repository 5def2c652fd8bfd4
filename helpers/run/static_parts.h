// SPDX-License-Identifier: MIT
// Where each file's import statements lead, run or not: from memory where all of it still holds, else from the files.
//
// Linters follow statements that an import does not run: those inside functions, and for type checkers only.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "imports/module_name.h"
#include "imports/static_closure.h"
#include "model/footprint.h"
#include "run/remember_graph.h"
#include "run/session.h"
#include "tools/toolchain.h"

namespace lintcache {

class StaticParts {
 public:
  // `setting` tells apart what statements lead to with other interpreters and search paths.
  StaticParts(const Session& session, const Toolchain& toolchain, std::string setting);

  // What is remembered, or else the file joins those to read. It is relative to the source tree.
  void look_up(const std::string& file);

  void follow_stale();

  // Of files that are not known yet, nothing.
  [[nodiscard]] const FootprintPart* of(const std::string& file) const {
    const auto known = known_.find(file);
    return known == known_.end() ? nullptr : &known->second;
  }

 private:
  struct Stale {
    std::string file;
    ModuleName module;
  };
  void follow(const std::vector<std::string>& search_first, const std::vector<const Stale*>& files,
              const Beginning& beginning);
  [[nodiscard]] std::vector<TracedInput> own_inputs_of(const Stale& stale) const;
  [[nodiscard]] std::optional<std::string> read_followed(const std::string& file) const;

  const Session& session_;
  SearchPath search_path_;
  std::vector<std::string> followed_;  // directories whose files are read
  std::string setting_;
  std::vector<Stale> stale_;
  std::unordered_map<std::string, FootprintPart> known_;
};

}  // namespace lintcache
