// SPDX-License-Identifier: MIT
// Recording what was read, and adding it.
#include "run/widened.h"

#include <algorithm>
#include <array>
#include <string>
#include <tuple>

#include "base/frame.h"
#include "digest/hasher.h"
#include "digest/input_digest.h"
#include "plan/static_key.h"

namespace lintcache {
namespace {

constexpr size_t k_fields = 3;  // of an input

// Its command, its distributions with their versions, the files of its program.
Digest who_it_is(const PreparedTool& tool) {
  Hasher hasher;
  for (const KeyPart& part : tool.parts)
    if (part.kind == PartKind::tool || part.kind == PartKind::argument) hasher.field("name", part.name).field("value", part.value);
  return hasher.digest();
}

// That of this tree, and that of all who share results.
std::array<std::string, 2> subjects_of(const PreparedTool& tool) {
  const std::string name = '\0' + tool.adapter->name + '\0';
  return {"widened here" + name, "widened" + name + who_it_is(tool).hex() + '\0'};
}

void add_reads(const Session& session, const std::string& payload, std::vector<Input>& reads) {
  const auto fields = decode_fields(payload);
  if (!fields) return;
  for (size_t at = 0; at + k_fields <= fields->size(); at += k_fields) {
    const std::string& kind = (*fields)[at];
    if (kind.size() != 1 || kind[0] < '0' || kind[0] > '0' + static_cast<int>(InputKind::fact)) return;
    const Input input{static_cast<InputKind>(kind[0] - '0'), session.store.roots().unpacked((*fields)[at + 1]), (*fields)[at + 2]};
    if (std::find(reads.begin(), reads.end(), input) == reads.end()) reads.push_back(input);
  }
}

std::vector<Input> known_reads(const Session& session, const PreparedTool& tool) {
  std::vector<Input> reads;
  for (const std::string& subject : subjects_of(tool))
    if (const auto known = session.store.input_sets().find(subject, session.disk)) add_reads(session, known->payload, reads);
  std::sort(reads.begin(), reads.end(), [](const Input& a, const Input& b) {
    return std::tie(a.path, a.kind, a.detail) < std::tie(b.path, b.kind, b.detail);
  });
  return reads;
}

}  // namespace

void widen(const Session& session, std::vector<PreparedTool>& tools) {
  for (PreparedTool& tool : tools) {
    Hasher names;
    const std::vector<Input> reads = known_reads(session, tool);
    for (const Input& input : reads) {
      names.field("kind", std::to_string(static_cast<int>(input.kind))).field("path", session.store.roots().packed(input.path));
      names.field("detail", input.detail);
      tool.inputs.push_back({input, Origin::observed});
      // Its state is taken before the tool runs.
      session.disk.state(input);
    }
    if (reads.empty()) continue;
    tool.parts.push_back({PartKind::setting, "found by verify --trace",
                          std::to_string(reads.size()) + ", names " + names.digest().hex().substr(0, 32)});
    tool.base = digest_of_parts(tool.parts);
  }
}

bool remember_reads(const Session& session, const PreparedTool& tool, const std::vector<Input>& reads) {
  std::vector<Input> all = known_reads(session, tool);
  const size_t known = all.size();
  for (const Input& input : reads)
    if (std::find(all.begin(), all.end(), input) == all.end()) all.push_back(input);
  if (all.size() == known) return false;
  Fields fields;
  for (const Input& input : all) {
    fields.emplace_back(1, static_cast<char>('0' + static_cast<int>(input.kind)));
    fields.push_back(session.store.roots().packed(input.path));
    fields.push_back(input.detail);
  }
  InputSets& sets = session.store.input_sets();
  bool is_recorded = true;
  for (const std::string& subject : subjects_of(tool)) {
    sets.forget(subject);
    is_recorded = sets.add(subject, {{}, digest_of_inputs({}), {}}, encode_fields(fields)).id != 0 && is_recorded;
  }
  return is_recorded;
}

}  // namespace lintcache
