// SPDX-License-Identifier: MIT
// What a child has seen so far, in memory that outlives it.
//
// The child appends as things happen, so that a crash, os._exit, exec or the time limit leaves all
// that was seen until then. The memory is shared with the parent and reserved, not used: pages come
// when they are written. The parent reads it only after the child is dead, and believes no number in
// it, because a module can write anywhere in its process.
//
// Layout: the header, then entries one after another: 1 byte kind, 4 bytes number of the module that it
// is about, 4 bytes length of the path, 4 bytes length of the detail, path, detail. `used` grows after
// an entry is whole.
#pragma once

#include <sys/types.h>

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "model/import_batch.h"

namespace lintcache {

// A file of the batch, as far as the child got with it.
struct RecordedFile {
  uint32_t module = 0;
  std::optional<ImportOutcome> outcome;  // nothing: the child died in the midst of it
  std::string type;                      // of the exception
  std::string text;
  std::optional<uint32_t> avoided;       // the module that it asked for and that was not to be run
  uint64_t nanoseconds = 0;
};

// What one child leaves: its modules and files, numbered from 0 in the order they came.
struct Recorded {
  std::vector<ImportedModule> modules;
  std::vector<RecordedFile> files;
  std::vector<std::string> compiled;  // sources of which no code was kept; as the child tells
  uint32_t at = 0;  // the module that was being imported last
};

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
  void add_module(uint32_t number, std::string_view name);
  void add_import(uint32_t from, uint32_t to);
  void drop_import(uint32_t from, uint32_t to);  // takes one `add_import` back
  void add_seen(uint32_t module, SeenKind kind, std::string_view path, std::string_view detail);
  void order_dependent(uint32_t module);
  void enter(uint32_t module);  // what happens from now on is this one's
  void begin_file(uint32_t module);
  void avoid(uint32_t module);                            // the file asked for what was not to be run
  void end_file(ImportOutcome outcome, std::string_view type);
  void say(std::string_view text);                        // of the file's exception
  void add_compiled(std::string_view path);               // a source of the tree
  void end_of_file(uint64_t nanoseconds);                 // nothing more about it will come
  void doubt();      // something was seen and could not be recorded
  void want_main();  // this interpreter will not do: try the main one
  // The processes that this file's import has started, this one included; counts in any process.
  unsigned count_process();

  // The parent's side.
  void clear();
  [[nodiscard]] unsigned files_ended() const;  // may be asked while the child lives
  [[nodiscard]] bool doubtful() const;
  [[nodiscard]] bool wants_main() const;
  [[nodiscard]] Recorded read() const;

 private:
  struct Header;
  explicit SharedRecord(Header* header) : header_(header) {}
  [[nodiscard]] char* entry_bytes() const;
  void append(uint8_t kind, uint32_t module, std::string_view path, std::string_view detail);

  Header* header_;
};

}  // namespace lintcache
