// SPDX-License-Identifier: MIT
// A disk in memory whose clocks tick as coarsely as a test wishes, and which writes down what it was asked.
//
// Where real file systems differ it does what is worst for us: the inode of a removed file is taken by the next new
// one, and neither a rename nor a hard link shows in the ctime of what is renamed or linked.
#pragma once

#include <algorithm>
#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "base/disk.h"
#include "base/path.h"

namespace lintcache::test {

inline constexpr int64_t k_millisecond = 1'000'000;
inline constexpr int64_t k_second = 1'000'000'000;

// A file system; everything at and below the directory where it is mounted lies on it.
struct FakeMount {
  int64_t tick = 1;    // a time stamp is the time rounded down to a multiple of it
  int64_t ahead = 0;   // of its clock, before the machine's
  bool is_dated = true;  // false: ctime is mtime, as with FAT
  uint64_t device = 0;   // given by the disk
};

class FakeDisk final : public Disk {
 public:
  explicit FakeDisk(int64_t tick = 1) {
    mounts_["/"] = {tick, 0, true, 0};
    make_directory("/");
  }

  // Also negative: the clock is set back.
  void advance(int64_t nanoseconds) { time_ += nanoseconds; }

  void mount(const std::string& path, FakeMount mount) {
    mount.device = mounts_.size();
    mounts_[path] = mount;
    make_directory(path);
  }

  void make_directory(const std::string& path) {
    if (nodes_.contains(path)) return;
    if (path != "/") make_directory(parent_of(path));
    add(path, FileType::directory);
  }

  // Overwrites in place: the inode stays, as with an editor that does not rename. Follows symbolic links.
  void write(const std::string& name, std::string bytes) {
    const std::string path = resolved(name);
    make_directory(parent_of(path));
    if (!nodes_.contains(path)) add(path, FileType::regular);
    Node& node = *nodes_.at(path);
    node.bytes = std::move(bytes);
    node.readable = true;
    node.tuple.size = static_cast<int64_t>(node.bytes.size());
    change(path);
  }

  void touch(const std::string& path) { change(path); }

  // Sets back the time of last modification, as tar and rsync do; nobody can set back ctime.
  void set_modified(const std::string& path, int64_t time) {
    change(path);
    StatTuple& tuple = nodes_.at(path)->tuple;
    tuple.modified_nanoseconds = time - time % mount_of(path).tick;
    if (!mount_of(path).is_dated) tuple.changed_nanoseconds = tuple.modified_nanoseconds;
  }

  void link(const std::string& path, const std::string& target) {
    make_directory(parent_of(path));
    remove(path);
    add(path, FileType::symlink);
    has_links_ = true;
    nodes_.at(path)->bytes = target;
  }

  void hard_link(const std::string& from, const std::string& to) {
    if (nodes_.at(from) == node_at(to)) return;
    remove(to);
    nodes_[to] = nodes_.at(from);
    change(parent_of(to));
  }

  // Of a file or a directory with all in it; what stands at `to` is replaced.
  void rename(const std::string& from, const std::string& to) {
    // As rename(2) does: two names of one file stay as they are.
    if (nodes_.at(from) == node_at(to)) return;
    remove(to);
    std::map<std::string, std::shared_ptr<Node>> moved;
    for (auto node = nodes_.begin(); node != nodes_.end();) {
      if (!is_in(node->first, from)) {
        ++node;
        continue;
      }
      moved[to + node->first.substr(from.size())] = node->second;
      node = nodes_.erase(node);
    }
    nodes_.merge(moved);
    change(parent_of(from));
    change(parent_of(to));
  }

  void remove(const std::string& path) {
    const size_t before = nodes_.size();
    std::erase_if(nodes_, [&](const auto& node) { return is_in(node.first, path); });
    if (nodes_.size() != before) change(parent_of(path));
  }

  void make_unreadable(const std::string& path) { nodes_.at(path)->readable = false; }

  // Runs once, in the middle of the next read or listing.
  void during_next_access(std::function<void()> act) { during_ = std::move(act); }

  // Runs once, after the next status, so between it and the read or the listing that follows it.
  void after_next_status(std::function<void()> act) { after_status_ = std::move(act); }

  [[nodiscard]] size_t reads(const std::string& path) const { return count(read_, path); }
  [[nodiscard]] size_t listings(const std::string& path) const { return count(listed_, path); }
  [[nodiscard]] size_t reads() const { return read_.size(); }
  [[nodiscard]] size_t looks() const { return looks_; }  // how often `status` was asked, of any path
  [[nodiscard]] size_t stamps() const { return stamps_; }

  Result<std::optional<FileStatus>> status(const std::string& name) override {
    ++looks_;
    const std::string path = resolved(name);
    const auto node = nodes_.find(path);
    std::optional<FileStatus> status;
    if (node != nodes_.end()) status = status_of(path);
    run(after_status_);
    return status;
  }

  Result<std::optional<FileBytes>> read(const std::string& name) override {
    read_.push_back(name);
    const std::string path = resolved(name);
    const auto node = nodes_.find(path);
    if (node == nodes_.end()) return std::optional<FileBytes>();
    // Open: it is there until we are done with it, whatever becomes of its name.
    const std::shared_ptr<Node> open = node->second;
    if (!open->readable || open->type != FileType::regular) return our_fault("cannot open the file", path);
    FileBytes file{open->bytes, status_of(path), status_of(path)};
    run(during_);
    file.after.tuple = open->tuple;
    return std::optional(std::move(file));
  }

  Result<std::optional<std::vector<DirectoryEntry>>> list(const std::string& name) override {
    listed_.push_back(name);
    const std::string directory = resolved(name);
    const auto node = nodes_.find(directory);
    if (node == nodes_.end()) return std::optional<std::vector<DirectoryEntry>>();
    if (!node->second->readable) return our_fault("cannot list the directory", directory);
    std::vector<DirectoryEntry> entries;
    for (const auto& [path, inside] : nodes_)
      if (path != "/" && parent_of(path) == directory)
        entries.push_back({std::string(file_name(path)), inside->type});
    std::sort(entries.begin(), entries.end(),
              [](const auto& a, const auto& b) { return a.name < b.name; });
    run(during_);
    return std::optional(std::move(entries));
  }

  int64_t now() override { return time_; }

  Result<FileStatus> stamp(const std::string& path) override {
    ++stamps_;
    if (!nodes_.contains(path)) write(path, "");
    if (!nodes_.at(path)->readable) return our_fault("cannot set the time of the file", path);
    change(path);
    return status_of(path);
  }

  // By the clock of the file system that the path lies on, not rounded.
  [[nodiscard]] int64_t time_at(const std::string& path) const { return time_ + mount_of(path).ahead; }

  // The bytes of the file at the path, as anybody would read them now; nothing where there is none.
  [[nodiscard]] std::optional<std::string> bytes_of(const std::string& name) const {
    const auto node = nodes_.find(resolved(name));
    if (node == nodes_.end() || node->second->type != FileType::regular) return std::nullopt;
    return node->second->bytes;
  }

 private:
  struct Node {
    FileType type = FileType::regular;
    StatTuple tuple;
    std::string bytes;  // of a symbolic link: where it leads, absolute
    bool readable = true;
  };

  static size_t count(const std::vector<std::string>& log, const std::string& path) {
    return static_cast<size_t>(std::count(log.begin(), log.end(), path));
  }

  static bool is_in(const std::string& path, const std::string& top) {
    return path == top || is_below(path, top);
  }

  [[nodiscard]] std::shared_ptr<Node> node_at(const std::string& path) const {
    const auto node = nodes_.find(path);
    return node == nodes_.end() ? nullptr : node->second;
  }

  static void run(std::function<void()>& act) {
    if (const auto once = std::exchange(act, nullptr)) once();
  }

  [[nodiscard]] const FakeMount& mount_of(const std::string& path) const {
    std::string top = path;
    while (!mounts_.contains(top)) top = parent_of(top);
    return mounts_.at(top);
  }

  // Without links on the way and at its end.
  [[nodiscard]] std::string resolved(std::string path) const {
    for (int links = 0; has_links_ && links < 40; ++links) {
      const auto link = std::find_if(nodes_.begin(), nodes_.end(), [&](const auto& node) {
        return node.second->type == FileType::symlink && is_in(path, node.first);
      });
      if (link == nodes_.end()) return path;
      path = link->second->bytes + path.substr(link->first.size());
    }
    return has_links_ ? "/a loop of links" : path;
  }

  [[nodiscard]] FileStatus status_of(const std::string& path) const {
    const Node& node = *nodes_.at(path);
    const FakeMount& mount = mount_of(path);
    return {node.type, node.tuple, mount.device, mount.is_dated};
  }

  // The lowest number that no file of its file system has.
  [[nodiscard]] uint64_t free_inode(const std::string& path) const {
    std::set<uint64_t> taken;
    for (const auto& [other, node] : nodes_)
      if (mount_of(other).device == mount_of(path).device) taken.insert(node->tuple.inode);
    uint64_t inode = 1;
    while (taken.contains(inode)) ++inode;
    return inode;
  }

  void add(const std::string& path, FileType type) {
    const uint64_t inode = free_inode(path);
    nodes_[path] = std::make_shared<Node>(Node{type, {0, 0, 0, inode}, {}, true});
    change(path);
    if (path != "/") change(parent_of(path));
  }

  void change(const std::string& path) {
    const auto node = nodes_.find(path);
    if (node == nodes_.end()) return;
    const int64_t time = time_at(path);
    StatTuple& tuple = node->second->tuple;
    tuple.modified_nanoseconds = tuple.changed_nanoseconds = time - time % mount_of(path).tick;
  }

  int64_t time_ = 1'700'000'000 * k_second;  // a multiple of every tick
  std::map<std::string, FakeMount> mounts_;
  std::map<std::string, std::shared_ptr<Node>> nodes_;
  std::vector<std::string> read_, listed_;
  bool has_links_ = false;
  size_t looks_ = 0;
  size_t stamps_ = 0;
  std::function<void()> during_, after_status_;
};

}  // namespace lintcache::test
