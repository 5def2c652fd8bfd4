// SPDX-License-Identifier: MIT
// A directory on the real disk that a test fills, and that is gone when the test ends.
#pragma once

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <string_view>

namespace lintcache::test {

class ScratchTree {
 public:
  ScratchTree() {
    std::string pattern = (std::filesystem::temp_directory_path() / "lintcache-test-XXXXXX").string();
    if (mkdtemp(pattern.data()) == nullptr) std::abort();
    // Resolved, so that it compares equal to what programs say about it.
    top_ = std::filesystem::canonical(pattern).string();
  }
  ~ScratchTree() {
    std::error_code ignored;
    std::filesystem::remove_all(top_, ignored);
  }
  ScratchTree(const ScratchTree&) = delete;

  [[nodiscard]] const std::string& top() const { return top_; }
  [[nodiscard]] std::string path(std::string_view name) const { return top_ + "/" + std::string(name); }

  // Writes a file with its parents; gives its absolute path.
  std::string write(std::string_view name, std::string_view bytes = "") const {
    const std::filesystem::path file = path(name);
    std::filesystem::create_directories(file.parent_path());
    std::ofstream(file, std::ios::binary) << bytes;
    return file.string();
  }

  // The same, for a program.
  std::string write_program(std::string_view name, std::string_view script) const {
    const std::string file = write(name, script);
    std::filesystem::permissions(file, std::filesystem::perms::owner_all);
    return file;
  }

  [[nodiscard]] std::string read(std::string_view name) const {
    std::ostringstream bytes;
    bytes << std::ifstream(path(name), std::ios::binary).rdbuf();
    return bytes.str();
  }

  [[nodiscard]] bool has(std::string_view name) const {
    return std::filesystem::exists(std::filesystem::symlink_status(path(name)));
  }

  void link(std::string_view name, const std::string& target) const {
    std::filesystem::create_directories(std::filesystem::path(path(name)).parent_path());
    std::filesystem::create_symlink(target, path(name));
  }

  void remove(std::string_view name) const { std::filesystem::remove_all(path(name)); }

 private:
  std::string top_;
};

}  // namespace lintcache::test
