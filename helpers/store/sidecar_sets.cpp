// SPDX-License-Identifier: MIT
// Sets and groups as lines.
//
//   set      id, time of recording, digest, then the subject: its parts, that of a task with its key in hexadecimal digits
//   payload  fields, or
//   bytes    what is no list of fields
//   group    name, height (1 + that of the highest group below), digest, fields of the description; the name is the SHA-256
//            of what follows it and of the lines of the group
//   input    "content", "listing" or "lookup", origin, state ("absent" or hexadecimal digits), packed path, detail
//   below    the name of a group, which may stand in another sidecar
//
// Lines after a set or a group belong to it.
#include "store/sidecar_sets.h"

#include <algorithm>

#include "digest/hasher.h"
#include "store/id_list.h"
#include "store/sidecar_rows.h"

namespace lintcache {
namespace {

constexpr std::string_view k_kinds[] = {"content", "listing", "lookup", "fact"};

constexpr size_t k_task_parts = 4;
constexpr std::string_view k_task = "task";

// A key is bytes, which may be zero.
Fields parts_of(std::string_view subject) {
  Fields parts;
  while (parts.size() < k_task_parts - 1 || parts[0] != k_task) {
    const size_t end = subject.find('\0');
    parts.emplace_back(subject.substr(0, end));
    if (end == std::string_view::npos) return parts;
    subject.remove_prefix(end + 1);
  }
  parts.push_back(Digest::from(subject).hex());
  return parts;
}

std::string subject_from(const Fields& parts, size_t first) {
  std::string subject;
  const bool is_task = parts.size() == first + k_task_parts && parts[first] == k_task;
  for (size_t i = first; i < parts.size(); ++i) {
    if (i > first) subject += '\0';
    subject += is_task && i + 1 == parts.size() ? std::string(digest_from(parts[i]).view()) : parts[i];
  }
  return subject;
}

Fields payload_line(std::string_view payload) {
  Fields line = {"payload"};
  auto fields = decode_fields(payload);
  if (!fields) return {"bytes", std::string(payload)};
  line.insert(line.end(), fields->begin(), fields->end());
  return line;
}

std::string name_of_group(const std::vector<Fields>& lines) {
  Hasher hasher;
  for (const Fields& line : lines) {
    hasher.field("line", std::to_string(line.size()));
    // Its own name stands second.
    for (size_t i = 0; i < line.size(); ++i)
      if (i != 1 || line[0] != "group") hasher.field("field", line[i]);
  }
  return hasher.digest().hex();
}

std::optional<InputState> input_from(const Fields& line, const Roots& roots) {
  if (line.size() != 6) return {};
  const auto kind = std::find(std::begin(k_kinds), std::end(k_kinds), line[1]);
  int origin = 0;
  while (origin <= k_last_origin && name_of(static_cast<Origin>(origin)) != line[2]) ++origin;
  if (kind == std::end(k_kinds) || origin > k_last_origin) return {};
  return InputState{{static_cast<InputKind>(kind - std::begin(k_kinds)), roots.unpacked(line[4]), line[5]},
                    digest_from(line[3]), static_cast<Origin>(origin)};
}

}  // namespace

std::string owner_of(std::string_view subject) {
  const Fields parts = parts_of(subject);
  if (parts[0] != k_task && parts[0] != "import" && parts[0] != "statements") return {};
  if (parts.size() < 2) return {};
  if (parts[1].empty()) return parts.size() == k_task_parts ? parts[2] + ".tree" : std::string();
  return parts[1];
}

void SetReader::take(const std::string& sidecar, const std::vector<Fields>& lines) {
  std::vector<Part>* place = nullptr;
  for (const Fields& line : lines) {
    if (line[0] == "set" || line[0] == "group") {
      place = line[0] == "set" ? &found_sets_ : &found_groups_;
      place->push_back({sidecar, {}});
    }
    if (place != nullptr) place->back().lines.push_back(line);
  }
}

// What the lines after the first one name, recorded; nothing where one of them is not as it should be.
std::optional<SetReader::Ids> SetReader::recorded(const Part& part) {
  Ids ids;
  for (size_t i = 1; i < part.lines.size(); ++i) {
    const Fields& line = part.lines[i];
    const auto input = line[0] == "input" ? input_from(line, roots_) : std::nullopt;
    const auto group = line[0] == "below" && line.size() == 2 ? ids_.find(line[1]) : ids_.end();
    if (input) ids.inputs.push_back(sets_.add_input(*input));
    else if (group != ids_.end()) ids.below.push_back(group->second);
    else if (line[0] == "payload") ids.payload = encode_fields(Fields(line.begin() + 1, line.end()));
    else if (line[0] == "bytes" && line.size() == 2) ids.payload = line[1];
    else return {};
  }
  return ids;
}

void SetReader::put_group(const Part& part) {
  const Fields& head = part.lines.front();
  if (head.size() < 4 || head[1] != name_of_group(part.lines)) return;
  const auto ids = recorded(part);
  if (!ids) return;
  const std::string description = unpacked_description(encode_fields(Fields(head.begin() + 4, head.end())), roots_);
  const int64_t id = sets_.groups().add(ids->inputs, ids->below, digest_from(head[3]), description);
  ids_[head[1]] = id;
  groups_[part.sidecar].push_back(id);
}

bool SetReader::put_set(const Part& part) {
  const Fields& head = part.lines.front();
  const int64_t id = head.size() < 5 ? 0 : number_from(head[1]);
  auto ids = id > 0 ? recorded(part) : std::nullopt;
  if (!ids) return false;
  if (!insert_)
    insert_ = database_.prepare("INSERT OR IGNORE INTO input_set (id, subject, digest, payload, members, below, made, sum) "
                                "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, row_sum(?1, ?2, ?3, ?4, ?5, ?6))");
  insert_->with(id, std::string_view(subject_from(head, 4)), digest_from(head[3]).view(), std::string_view(ids->payload),
                std::string_view(encode_ids(std::move(ids->inputs))), std::string_view(encode_ids(std::move(ids->below))),
                number_from(head[2]))
      .run();
  return database_.changed_rows() == 1;
}

void SetReader::put() {
  // What a group leads to is lower.
  const auto height = [](const Part& part) { return part.lines[0].size() < 3 ? 0 : number_from(part.lines[0][2]); };
  std::stable_sort(found_groups_.begin(), found_groups_.end(), [&](const Part& a, const Part& b) { return height(a) < height(b); });
  for (const Part& part : found_groups_) put_group(part);
  for (const Part& part : found_sets_)
    if (!put_set(part)) lost_.insert(subject_from(part.lines.front(), 4));
}

const SetWriter::Named& SetWriter::named(int64_t id) {
  if (const auto known = names_.find(id); known != names_.end()) return known->second;
  group(id);
  return names_[id];
}

void SetWriter::add_inputs(const std::vector<InputState>& inputs, const std::vector<int64_t>& below, std::vector<Fields>& lines) {
  const size_t first = lines.size();
  for (const InputState& one : inputs)
    lines.push_back({"input", std::string(k_kinds[static_cast<size_t>(one.input.kind)]), std::string(name_of(one.origin)),
                     digest_text(one.state), roots_.packed(one.input.path), one.input.detail});
  for (const int64_t id : below) lines.push_back({"below", named(id).name});
  // Ids, and so the order in which they come, are others in each run.
  std::sort(lines.begin() + static_cast<ptrdiff_t>(first), lines.end());
}

std::vector<Fields> SetWriter::group(int64_t id) {
  // From the lowest up: they have smaller ids.
  std::vector<int64_t> waiting = {id};
  std::vector<Fields> lines;
  while (!waiting.empty()) {
    const int64_t next = waiting.back();
    const auto found = sets_.groups().find(next);
    const size_t before = waiting.size();
    if (found)
      for (const int64_t other : found->below)
        if (!names_.contains(other)) waiting.push_back(other);
    if (waiting.size() != before) continue;
    waiting.pop_back();
    lines.clear();
    if (!found) {
      names_[next] = {};
      continue;
    }
    int64_t height = 0;
    for (const int64_t other : found->below) height = std::max(height, names_[other].height);
    Fields head = {"group", "", std::to_string(height + 1), found->digest.hex()};
    if (auto about = decode_fields(packed_description(found->description, roots_)))
      head.insert(head.end(), about->begin(), about->end());
    lines.push_back(std::move(head));
    add_inputs(found->inputs, found->below, lines);
    lines[0][1] = name_of_group(lines);
    names_[next] = {lines[0][1], height + 1};
  }
  return lines;
}

void SetWriter::add_set(const Statement& row, const std::function<bool(int64_t)>& stands_here, std::vector<Fields>& lines) {
  const int64_t id = row.integer(0);
  const auto set = sets_.set(id);
  if (!set) return;
  std::vector<std::vector<Fields>> groups;
  for (const int64_t below : set->below)
    if (stands_here(below)) groups.push_back(group(below));
  std::sort(groups.begin(), groups.end());
  for (const auto& more : groups) lines.insert(lines.end(), more.begin(), more.end());
  Fields head = {"set", std::to_string(id), std::to_string(row.integer(1)), set->digest.hex()};
  const Fields subject = parts_of(row.bytes(2));
  head.insert(head.end(), subject.begin(), subject.end());
  lines.push_back(std::move(head));
  lines.push_back(payload_line(row.bytes(3)));
  add_inputs(set->inputs, set->below, lines);
}

std::vector<Fields> SetWriter::sets_of(const std::string& owner, const std::function<bool(int64_t)>& stands_here) {
  std::vector<Fields> lines;
  const auto all_between = [&](const std::string& first, const std::string& end) {
    Statement rows = database_.prepare("SELECT id, made, subject, payload FROM input_set WHERE subject >= ? AND subject < ? ORDER BY id");
    rows.with(std::string_view(first), std::string_view(end));
    while (rows.step())
      if (owner_of(rows.bytes(2)) == owner) add_set(rows, stands_here, lines);
  };
  const auto all_with = [&](std::string_view kind, const std::string& of) {
    const std::string first = std::string(kind).append(1, '\0').append(of).append(1, '\0');
    all_between(first, first.substr(0, first.size() - 1) + '\1');
  };
  if (owner.empty()) {
    all_between("", "\xff");
    return lines;
  }
  for (const std::string_view kind : {k_task, std::string_view("import"), std::string_view("statements")}) all_with(kind, owner);
  // Checks of the whole tree are about no file.
  if (owner.ends_with(".tree")) all_with(k_task, "");
  return lines;
}

}  // namespace lintcache
