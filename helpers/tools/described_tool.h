// SPDX-License-Identifier: MIT
// A linter's description for who needs a part of it: no more is included than that.
#pragma once

#include <memory>

#include "tools/tool_facts.h"

namespace lintcache {

struct ToolCommand;
struct ToolReader;

// Keeps an adapter (tools/adapter.h). What is known of the tool is at hand; for the other parts their headers have to be included.
class DescribedTool {
 public:
  DescribedTool() = default;
  template <class Described>
  DescribedTool(const std::shared_ptr<Described>& adapter)  // NOLINT: stands wherever it is asked for
      : facts_(adapter), command_(adapter.get()), reader_(adapter.get()) {}

  explicit operator bool() const { return facts_ != nullptr; }
  const ToolFacts* operator->() const { return facts_.get(); }
  const ToolFacts& operator*() const { return *facts_; }
  [[nodiscard]] const ToolCommand& command() const { return *command_; }
  [[nodiscard]] const ToolReader& reader() const { return *reader_; }

 private:
  std::shared_ptr<const ToolFacts> facts_;
  const ToolCommand* command_ = nullptr;
  const ToolReader* reader_ = nullptr;
};

}  // namespace lintcache
