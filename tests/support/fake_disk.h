// SPDX-License-Identifier: MIT
// A disk in memory whose clock ticks as coarsely as a test wishes, and which writes down what it was asked.
#pragma once

#include <algorithm>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "base/disk.h"
#include "base/path.h"

namespace lintcache::test {

inline constexpr int64_t k_millisecond = 1'000'000;
inline constexpr int64_t k_second = 1'000'000'000;

class FakeDisk final : public Disk {
 public:
  // A time stamp is the time rounded down to a multiple of `tick`, as file systems do.
  explicit FakeDisk(int64_t tick = 1) : tick_(tick) { make_directory("/"); }

  void advance(int64_t nanoseconds) { time_ += nanoseconds; }

  void make_directory(const std::string& path) {
    if (nodes_.contains(path)) return;
    if (path != "/") make_directory(parent_of(path));
    nodes_[path] = {FileType::directory, stamped(0, ++inodes_), {}, true};
    if (path != "/") change_directory(parent_of(path));
  }

  // Overwrites in place: the inode stays, as with an editor that does not rename.
  void write(const std::string& path, std::string bytes) {
    const bool is_new = !nodes_.contains(path);
    make_directory(parent_of(path));
    const uint64_t inode = is_new ? ++inodes_ : nodes_[path].tuple.inode;
    nodes_[path] = {FileType::regular, stamped(static_cast<int64_t>(bytes.size()), inode),
                    std::move(bytes), true};
    if (is_new) change_directory(parent_of(path));
  }

  void touch(const std::string& path) {
    StatTuple& tuple = nodes_.at(path).tuple;
    tuple = stamped(tuple.size, tuple.inode);
  }

  // Sets back the time of last modification, as tar and rsync do; nobody can set back ctime.
  void set_modified(const std::string& path, int64_t time) {
    touch(path);
    nodes_.at(path).tuple.modified_nanoseconds = time;
  }

  void remove(const std::string& path) {
    std::erase_if(nodes_, [&](const auto& node) {
      return node.first == path || is_below(node.first, path);
    });
    change_directory(parent_of(path));
  }

  void make_unreadable(const std::string& path) { nodes_.at(path).readable = false; }

  // Runs once, in the middle of the next read or listing.
  void during_next_access(std::function<void()> act) { interruption_ = std::move(act); }

  [[nodiscard]] size_t reads(const std::string& path) const { return count(read_, path); }
  [[nodiscard]] size_t listings(const std::string& path) const { return count(listed_, path); }
  [[nodiscard]] size_t reads() const { return read_.size(); }
  [[nodiscard]] size_t looks() const { return looks_; }  // how often `status` was asked, of any path

  Result<std::optional<FileStatus>> status(const std::string& path) override {
    ++looks_;
    const auto node = nodes_.find(path);
    if (node == nodes_.end()) return std::optional<FileStatus>();
    return std::optional(FileStatus{node->second.type, node->second.tuple});
  }

  Result<std::optional<FileBytes>> read(const std::string& path) override {
    read_.push_back(path);
    const auto node = nodes_.find(path);
    if (node == nodes_.end()) return std::optional<FileBytes>();
    if (!node->second.readable || node->second.type != FileType::regular)
      return our_fault("cannot open the file", path);
    FileBytes file{node->second.bytes, {FileType::regular, node->second.tuple}, {}};
    interrupt();
    file.after = {FileType::regular, nodes_.at(path).tuple};
    return std::optional(std::move(file));
  }

  Result<std::optional<std::vector<DirectoryEntry>>> list(const std::string& directory) override {
    listed_.push_back(directory);
    const auto node = nodes_.find(directory);
    if (node == nodes_.end()) return std::optional<std::vector<DirectoryEntry>>();
    if (!node->second.readable) return our_fault("cannot list the directory", directory);
    std::vector<DirectoryEntry> entries;
    for (const auto& [path, inside] : nodes_)
      if (path != "/" && parent_of(path) == directory)
        entries.push_back({std::string(file_name(path)), inside.type});
    std::sort(entries.begin(), entries.end(),
              [](const auto& a, const auto& b) { return a.name < b.name; });
    interrupt();
    return std::optional(std::move(entries));
  }

  int64_t now() override { return time_; }

 private:
  struct Node {
    FileType type = FileType::regular;
    StatTuple tuple;
    std::string bytes;
    bool readable = true;
  };

  static size_t count(const std::vector<std::string>& log, const std::string& path) {
    return static_cast<size_t>(std::count(log.begin(), log.end(), path));
  }

  [[nodiscard]] StatTuple stamped(int64_t size, uint64_t inode) const {
    const int64_t stamp = time_ - time_ % tick_;
    return {size, stamp, stamp, inode};
  }

  void change_directory(const std::string& path) {
    StatTuple& tuple = nodes_.at(path).tuple;
    tuple = stamped(tuple.size, tuple.inode);
  }

  void interrupt() {
    if (const auto act = std::exchange(interruption_, nullptr)) act();
  }

  int64_t tick_;
  int64_t time_ = 1'700'000'000 * k_second;  // a multiple of every tick
  uint64_t inodes_ = 0;
  std::map<std::string, Node> nodes_;
  std::vector<std::string> read_, listed_;
  size_t looks_ = 0;
  std::function<void()> interruption_;
};

}  // namespace lintcache::test
