// SPDX-License-Identifier: MIT
// Writing snapshots and comparing them with the disk.
#include "digest/disk_snapshot.h"

#include <fcntl.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <climits>
#include <mutex>
#include <thread>

#include "base/descriptor.h"
#include "digest/hasher.h"

namespace lintcache {
namespace {

constexpr std::string_view k_magic = "LCSN\x01";

constexpr size_t k_block = 1024;  // paths

constexpr size_t k_digest = sizeof(Digest::bytes);

void put_fixed(std::string& to, size_t value) {
  for (int shift = 0; shift < 32; shift += 8) to += static_cast<char>(value >> shift & 0xFF);
}

void put_number(std::string& to, uint64_t value) {
  for (; value > 0x7F; value >>= 7) to += static_cast<char>((value & 0x7F) | 0x80);
  to += static_cast<char>(value);
}

void put_signed(std::string& to, int64_t value) {
  put_number(to, static_cast<uint64_t>(value) << 1 ^ static_cast<uint64_t>(value >> 63));
}

// Takes values from bytes that may hold anything; after a mistake it gives zeros.
class Taker {
 public:
  explicit Taker(std::string_view bytes) : at_(bytes.data()), end_(bytes.data() + bytes.size()) {}

  [[nodiscard]] bool is_at_end() const { return at_ == end_; }
  [[nodiscard]] bool is_good() const { return is_good_; }

  std::string_view bytes(uint64_t size) {
    if (size > static_cast<uint64_t>(end_ - at_)) return fail(), std::string_view();
    at_ += size;
    return {at_ - size, size};
  }

  size_t fixed() {
    const std::string_view four = bytes(4);
    size_t value = 0;
    for (size_t i = four.size(); i-- > 0;) value = value << 8 | static_cast<uint8_t>(four[i]);
    return value;
  }

  uint64_t number() {
    uint64_t value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      if (at_ == end_) return fail(), 0;
      const auto byte = static_cast<uint8_t>(*at_++);
      value |= static_cast<uint64_t>(byte & 0x7F) << shift;
      if (byte < 0x80) return value;
    }
    return fail(), 0;
  }

  int64_t signed_number() {
    const uint64_t value = number();
    return static_cast<int64_t>(value >> 1 ^ (~(value & 1) + 1));
  }

 private:
  void fail() {
    is_good_ = false;
    at_ = end_;
  }

  const char* at_;
  const char* end_;
  bool is_good_ = true;
};

// The entries of the blocks; nothing where the frame is damaged.
std::optional<std::vector<std::string_view>> blocks_of(std::string_view snapshot) {
  Taker taker(snapshot);
  if (taker.bytes(k_magic.size()) != k_magic) return {};
  const size_t count = taker.fixed();
  if (count > snapshot.size() / k_digest) return {};
  std::vector<std::string_view> blocks(count);
  for (std::string_view& block : blocks) {
    const size_t size = taker.fixed();
    block = taker.bytes(size + k_digest);
  }
  if (!taker.is_good() || !taker.is_at_end()) return {};
  return blocks;
}

// Goes through the entries of one block. `visit` gets each path, ended by a zero byte, and its state; it may say no.
template <class Visit>
bool each_entry(std::string_view block, const Visit& visit) {
  const std::string_view entries = block.substr(k_digest);
  if (Digest::from(block.substr(0, k_digest)) != digest_of(entries)) return false;
  Taker taker(entries);
  std::array<char, PATH_MAX + 1> path{};
  size_t length = 0;
  while (!taker.is_at_end()) {
    const uint64_t shared = taker.number();
    const std::string_view rest = taker.bytes(taker.number());
    if (shared > length || shared + rest.size() > PATH_MAX) return false;
    length = shared + rest.size();
    std::copy(rest.begin(), rest.end(), path.begin() + static_cast<ptrdiff_t>(shared));
    path[length] = '\0';
    SeenState state;
    const std::string_view presence = taker.bytes(1);
    if (presence.empty() || presence[0] < 0 || presence[0] > 2) return false;
    state.presence = static_cast<Presence>(presence[0]);
    if (state.presence == Presence::there) {
      state.tuple.size = static_cast<int64_t>(taker.number());
      state.tuple.inode = taker.number();
      state.tuple.changed_nanoseconds = taker.signed_number();
      state.tuple.modified_nanoseconds = state.tuple.changed_nanoseconds + taker.signed_number();
    }
    if (!taker.is_good() || !visit(std::string_view(path.data(), length), state)) return false;
  }
  return taker.is_good();
}

// A path that is asked for by its name below a directory takes the kernel fewer steps.
class Asker {
 public:
  explicit Asker(std::string root)
      : root_(std::move(root)), directory_(open(root_.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC)) {
    if (!root_.ends_with('/')) root_ += '/';
  }

  [[nodiscard]] bool is_as(std::string_view path, const SeenState& state) const {
    const bool is_below = directory_ && path.size() > root_.size() && path.starts_with(root_);
    StatTuple tuple;
    const Presence presence = look_at(is_below ? directory_.get() : AT_FDCWD,
                                      path.data() + (is_below ? root_.size() : 0), tuple);
    return presence == state.presence && tuple == state.tuple;
  }

 private:
  std::string root_;
  Descriptor directory_;
};

}  // namespace

std::string encode_snapshot(const std::vector<SeenPath>& seen) {
  std::string snapshot(k_magic);
  put_fixed(snapshot, (seen.size() + k_block - 1) / k_block);
  std::string entries;
  for (size_t first = 0; first < seen.size(); first += k_block) {
    entries.clear();
    std::string_view before;
    for (size_t i = first; i < std::min(first + k_block, seen.size()); ++i) {
      const auto& [path, state] = seen[i];
      const auto differs = std::mismatch(path.begin(), path.end(), before.begin(), before.end());
      const auto shared = static_cast<size_t>(differs.first - path.begin());
      put_number(entries, shared);
      put_number(entries, path.size() - shared);
      entries.append(path, shared);
      entries += static_cast<char>(state.presence);
      before = path;
      if (state.presence != Presence::there) continue;
      put_number(entries, static_cast<uint64_t>(state.tuple.size));
      put_number(entries, state.tuple.inode);
      put_signed(entries, state.tuple.changed_nanoseconds);
      put_signed(entries, state.tuple.modified_nanoseconds - state.tuple.changed_nanoseconds);
    }
    put_fixed(snapshot, entries.size());
    snapshot.append(digest_of(entries).view()).append(entries);
  }
  return snapshot;
}

Digest name_of_snapshot(std::string_view snapshot) {
  const auto blocks = blocks_of(snapshot);
  if (!blocks) return {};
  Hasher hasher;
  for (const std::string_view block : *blocks) hasher.field("block", block.substr(0, k_digest));
  return hasher.digest();
}

std::optional<std::vector<SeenPath>> decode_snapshot(std::string_view snapshot) {
  const auto blocks = blocks_of(snapshot);
  if (!blocks) return {};
  std::vector<SeenPath> seen;
  for (const std::string_view block : *blocks) {
    const auto keep = [&](std::string_view path, const SeenState& state) {
      seen.push_back({std::string(path), state});
      return true;
    };
    if (!each_entry(block, keep)) return {};
  }
  return seen;
}

std::optional<std::vector<size_t>> changes_since(std::string_view snapshot, const std::string& root, unsigned threads, size_t most) {
  const auto blocks = blocks_of(snapshot);
  if (!blocks) return {};
  const Asker asker(root);
  std::atomic<size_t> next = 0;
  std::atomic<bool> is_given_up = false;
  std::mutex mutex;
  std::vector<size_t> changed;  // with the mutex
  const auto is_one_too_many = [&](size_t number) {
    const std::lock_guard lock(mutex);
    changed.push_back(number);
    return changed.size() > most;
  };
  const auto work = [&] {
    for (size_t i; !is_given_up && (i = next++) < blocks->size();) {
      size_t number = i * k_block;
      const auto compare = [&](std::string_view path, const SeenState& state) {
        const bool goes_on = asker.is_as(path, state) || !is_one_too_many(number);
        ++number;
        return goes_on;
      };
      if (!each_entry((*blocks)[i], compare)) is_given_up = true;
    }
  };
  std::vector<std::jthread> others;
  // A thread takes as long to start as a few dozen paths take to be asked for.
  for (size_t i = 1; i < std::min<size_t>(threads, blocks->size()); ++i) others.emplace_back(work);
  work();
  others.clear();
  if (is_given_up) return {};
  std::sort(changed.begin(), changed.end());
  return changed;
}

bool snapshot_holds(std::string_view snapshot, const std::string& root, unsigned threads) {
  return changes_since(snapshot, root, threads, 0).has_value();
}

}  // namespace lintcache
