// SPDX-License-Identifier: MIT
// What a child has seen so far, in memory that outlives it.
//
// The child appends as things happen, so that a crash, os._exit, exec or the time limit leaves all
// that was seen until then. The memory is shared with the parent and reserved, not used: pages come
// when they are written. The parent reads it only after the child is dead, and believes no length in
// it, because a module can write anywhere in its process.
//
// Layout: the header, then entries one after another: 1 byte kind, 4 bytes length of the path,
// 4 bytes length of the detail, path, detail. `used` grows after an entry is whole.
#pragma once

#include <sys/types.h>

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "model/import_report.h"

namespace lintcache {

class SharedRecord {
 public:
  static Result<SharedRecord> create();
  SharedRecord(SharedRecord&& other) noexcept;
  SharedRecord& operator=(SharedRecord&&) = delete;
  ~SharedRecord();

  // The child's side. Only the process that called `own` writes: a module that forks goes on in two
  // processes, and one of them would tell a second story.
  void own();
  [[nodiscard]] bool owned() const;
  void append(SeenKind kind, std::string_view path, std::string_view detail);
  void doubt();          // something was seen and could not be recorded
  void want_main();      // this interpreter will not do: try the main one
  void end(ImportOutcome outcome, std::string_view type);
  void say(std::string_view text);  // of the exception

  // The parent's side.
  void clear();
  [[nodiscard]] bool doubtful() const;
  [[nodiscard]] bool wants_main() const;
  [[nodiscard]] std::optional<ImportOutcome> outcome() const;  // nothing: the child never got to the end
  [[nodiscard]] std::string type() const;
  [[nodiscard]] std::string text() const;
  [[nodiscard]] std::vector<Seen> entries() const;

 private:
  struct Header;
  explicit SharedRecord(Header* header) : header_(header) {}
  [[nodiscard]] char* entry_bytes() const;

  Header* header_;
};

}  // namespace lintcache
