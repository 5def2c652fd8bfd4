// SPDX-License-Identifier: MIT
// The library takes its variables out of the environment when it begins, so that nobody sees them; here they are put back
// for each new program, whatever environment it is given.
#include "trace/preloading.h"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <filesystem>
#include <string_view>
#include <utility>

#include "trace/shared_log.h"
#include "trace/tracee.h"

namespace lintcache {
namespace {

constexpr std::string_view k_preload = "LD_PRELOAD=";
constexpr size_t k_most_variables = k_room_size / sizeof(uint64_t) / 2;

// The user's own libraries come first: they may stand in for others that ours stands in for, too.
std::string with_ours(const std::string& variable, const std::string& library) { return variable + ":" + library; }

bool has_library(pid_t thread) {
  std::array<char, sizeof k_mark> mark{};
  return read_memory(thread, k_told_page + k_mark_place, mark.data(), mark.size()) &&
         std::memcmp(mark.data(), k_mark, sizeof k_mark) == 0;
}

}  // namespace

Preloading::Preloading(std::string library, std::string log) : library_(std::move(library)), log_(std::move(log)) {
  if (!library_.starts_with('/') || library_.find_first_of(" :") != std::string::npos) return;
  std::error_code error;
  real_ = std::filesystem::canonical(library_, error).string();
  if (error) return;
  const ProgramFile ourselves = read_program_file("/proc/self/exe", "/");
  if (ourselves.has_loader) loader_ = ourselves.helpers.back();
}

bool Preloading::suits(const ProgramFile& program) const {
  return is_possible() && program.has_loader && !program.has_rights && program.helpers.back() == loader_;
}

std::vector<std::string> Preloading::with_library(std::vector<std::string> environment) const {
  const auto theirs = std::find_if(environment.begin(), environment.end(),
                                   [](const std::string& variable) { return variable.starts_with(k_preload); });
  if (theirs != environment.end()) *theirs = with_ours(*theirs, library_);
  else environment.push_back(std::string(k_preload) + library_);
  environment.push_back(k_log_variable + log_);
  return environment;
}

std::optional<uint64_t> Preloading::put_environment(pid_t thread, uint64_t environment) const {
  if (!has_library(thread)) return {};
  std::vector<uint64_t> variables;
  std::string ours = std::string(k_preload) + library_;
  size_t place = k_most_variables;
  for (uint64_t pointer = 0; environment != 0; environment += sizeof pointer) {
    if (!read_memory(thread, environment, &pointer, sizeof pointer)) return {};
    if (pointer == 0) break;
    std::array<char, k_preload.size()> start{};
    if (read_memory(thread, pointer, start.data(), start.size()) &&
        std::string_view(start.data(), start.size()) == k_preload && place == k_most_variables) {
      const auto theirs = read_text(thread, pointer);
      if (!theirs) return {};
      ours = with_ours(*theirs, library_);
      place = variables.size();
    }
    variables.push_back(pointer);
    if (variables.size() + 3 > k_most_variables) return {};
  }
  const std::string texts = ours + '\0' + k_log_variable + log_ + '\0';
  if (place == k_most_variables) place = variables.size(), variables.push_back(0);
  const uint64_t texts_at = k_room + (variables.size() + 2) * sizeof(uint64_t);
  if (texts_at + texts.size() > k_room + k_room_size) return {};
  variables[place] = texts_at;
  variables.push_back(texts_at + ours.size() + 1);
  variables.push_back(0);
  if (!write_memory(thread, k_room, variables.data(), variables.size() * sizeof(uint64_t)) ||
      !write_memory(thread, texts_at, texts.data(), texts.size()))
    return {};
  return k_room;
}

}  // namespace lintcache
