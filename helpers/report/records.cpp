// SPDX-License-Identifier: MIT
// Writing and removing stamps and logs.
#include "report/records.h"

#include <algorithm>

#include "base/disk.h"
#include "base/file.h"
#include "base/path.h"
#include "digest/hasher.h"
#include "report/formats.h"

namespace lintcache {
namespace {

constexpr size_t k_longest_name = 255;  // bytes that file systems allow
constexpr size_t k_kept_of_long_name = 180;

}  // namespace

std::string with_suffix(const std::string& path, std::string_view suffix) {
  const std::string_view name = file_name(path);
  if (name.size() + suffix.size() <= k_longest_name) return path + std::string(suffix);
  const std::string cut = std::string(name.substr(0, k_kept_of_long_name)) + "~" + digest_of(name).hex().substr(0, 16);
  return joined(parent_of(path), cut) + std::string(suffix);
}

std::string record_path(const std::string& state_dir, const std::string& file,
                        const std::string& tool, bool clean) {
  const std::string ending = clean ? ".stamp" : ".log";
  return joined(state_dir, file.empty() ? tool + ".tree" + ending : with_suffix(file, "." + tool + ending));
}

Result<void> write_record(const std::string& state_dir, const FinishedTask& done) {
  const Task& task = done.task;
  const bool clean = done.outcome->verdict == Verdict::clean;
  LINTCACHE_TRY(remove_file(record_path(state_dir, task.file, task.tool, !clean)));
  return write_atomically(record_path(state_dir, task.file, task.tool, clean),
                          clean ? "clean " + done.identity.hex() + "\n" : tool_output(*done.outcome));
}

Result<void> remove_record_files(const std::string& state_dir, const std::string& file,
                                 const std::string& tool) {
  for (const bool clean : {true, false})
    LINTCACHE_TRY(remove_file(record_path(state_dir, file, tool, clean)));
  remove_empty_directories(parent_of(record_path(state_dir, file, tool, true)), state_dir);
  return {};
}

bool has_record(const std::string& state_dir, const std::string& file, const std::string& tool,
                Verdict verdict) {
  const auto status =
      real_disk().status(record_path(state_dir, file, tool, verdict == Verdict::clean));
  return status && *status;
}

void sweep_records(const std::string& state_dir, std::span<const std::string> tools) {
  const auto entries = real_disk().list(state_dir);
  if (!entries || !*entries) return;
  for (const DirectoryEntry& entry : **entries) {
    const std::string path = joined(state_dir, entry.name);
    if (entry.type == FileType::directory) sweep_records(path, tools);
    const bool is_record = std::any_of(tools.begin(), tools.end(), [&](const std::string& tool) {
      const std::string suffix = "." + tool;
      return entry.name == tool + ".tree.stamp" || entry.name == tool + ".tree.log" || entry.name.ends_with(suffix + ".stamp") || entry.name.ends_with(suffix + ".log");
    });
    if (is_record && entry.type == FileType::regular) [[maybe_unused]] auto gone = remove_file(path);
  }
  remove_empty_directories(state_dir, parent_of(state_dir));
}

}  // namespace lintcache
