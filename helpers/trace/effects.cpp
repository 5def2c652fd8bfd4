// SPDX-License-Identifier: MIT
// Looks at the world, and what remains of them when all changes are known.
//
// A compiler that reads `__TIMESTAMP__` puts the time of a file into its result, so files that compilers read are marked
// for who has their bytes.
#include "trace/effects.h"

#include <fcntl.h>

#include <algorithm>
#include <set>

#include "base/path.h"
#include "digest/path_facts.h"
#include "trace/path_walk.h"

namespace lintcache {
namespace {

// Reasons that are told; the rest would say the same.
constexpr size_t k_most_reasons = 20;

// As /proc says it of an open file without a name.
constexpr std::string_view k_deleted = " (deleted)";

// A shell compares its current directory with what PWD says, when it starts.
constexpr int k_looks_of_a_shell = 3;

}  // namespace

void PathWalk::reason(std::string text) {
  auto& reasons = effects_.reasons;
  if (reasons.size() < k_most_reasons && std::find(reasons.begin(), reasons.end(), text) == reasons.end())
    reasons.push_back(std::move(text));
}

bool PathWalk::is_as_before(const std::string& place) {
  if (const auto node = nodes_.find(place); node != nodes_.end() && node->second.is_changed) return false;
  if (!makes_directories_) return true;
  for (std::string above = parent_of(place); above.size() > 1; above = parent_of(above))
    if (const auto node = nodes_.find(above); node != nodes_.end() && node->second.is_made) return false;
  return true;
}

// A file that was made without a name is called `#` and its number.
bool PathWalk::is_nameless(const std::string& place) const {
  const std::string_view name = file_name(place);
  return nameless_.contains(parent_of(place)) && !nodes_.contains(place) && name.starts_with('#') && name.size() > 1 &&
         name.find_first_not_of("0123456789", 1) == std::string_view::npos;
}

FactKind PathWalk::status_kind(const Event& event) {
  if (rules_.times == Times::exact) return FactKind::dated;
  const TracedProcess& process = trace_.processes[event.process];
  const std::string path = tidy(event.path);
  const bool is_here = path == process.directory || path == rules_.working_directory;
  if (is_here && is_shell(process.executable) && looks_of_shells_[event.process]++ < k_looks_of_a_shell)
    return FactKind::shape;
  switch (cares_[event.process]) {
    case Care::shape: return FactKind::shape;
    case Care::size: return FactKind::size;
    case Care::all: break;
  }
  return rules_.times == Times::content ? FactKind::status : FactKind::dated;
}

void PathWalk::tell(Fact fact, const std::string& place, bool succeeded) {
  const std::string key = memory_key(fact.kind, fact.path, fact.detail) + (fact.is_lenient ? "?" : "");
  if (!known_.try_emplace(key, effects_.questions.size()).second) return;
  effects_.questions.push_back({std::move(fact), place, true, succeeded, false});
}

void PathWalk::ask(const Event& event, Fact fact, const std::string& place, bool succeeded) {
  const auto [known, is_new] = known_.try_emplace(memory_key(fact.kind, fact.path, fact.detail), effects_.questions.size());
  if (is_new) effects_.questions.push_back({std::move(fact), place, false, succeeded, false});
  const size_t number = known->second;
  Question& question = effects_.questions[number];
  question.has_compiler = question.has_compiler || compilers_[event.process];
  const auto note = [&](const std::string& where) {
    std::vector<size_t>& asked = nodes_[where].asked;
    if (std::find(asked.begin(), asked.end(), number) == asked.end()) asked.push_back(number);
  };
  note(place);
  if (const std::string& named = names_.resolved(question.fact.path, false); named != place) note(named);
}

void PathWalk::absent(const Event& event, bool follow, bool is_lenient) {
  const std::string& place = names_.resolved(event.path, follow);
  touch(place, event, false);
  if (!is_as_before(place)) return;
  nodes_[place].was_absent = true;
  tell({FactKind::absent, tidy(event.path), follow ? "" : "l", "-", is_lenient}, place, false);
}

void PathWalk::look(const Event& event, FactKind kind, bool follow) {
  if (means_absent(event.error)) return absent(event, follow, kind != FactKind::content);
  const std::string& place = names_.resolved(event.path, follow);
  touch(place, event, false);
  if (!is_as_before(place)) return;
  const bool is_status = kind >= FactKind::shape && kind <= FactKind::dated;
  ask(event, {kind, tidy(event.path), is_status && !follow ? "l" : "", "", false}, place, event.error == 0);
}

void PathWalk::execute(const Event& event) {
  look(event, FactKind::content, true);
  const std::string place = names_.resolved(event.path, true);
  if (means_absent(event.error) || !is_as_before(place)) return;
  ask(event, {FactKind::access, tidy(event.path), "1", "", false}, place, event.error == 0);
}

void PathWalk::follow_look(const Event& event) {
  const bool follow = (event.flags & AT_SYMLINK_NOFOLLOW) == 0;
  switch (event.kind) {
    case EventKind::status: return look(event, status_kind(event), follow);
    case EventKind::read_link: return look(event, FactKind::link, false);
    case EventKind::list: return look(event, FactKind::listing, true);
    case EventKind::execute: return execute(event);
    case EventKind::map:
      if (const std::string& place = names_.resolved(event.path, true); is_as_before(place)) nodes_[place].was_read = true;
      return look(event, FactKind::content, true);
    case EventKind::change_directory: return look(event, FactKind::place, true);
    default: break;
  }
  const std::string place = names_.resolved(event.path, true);
  if (means_absent(event.error)) return absent(event, true, true);
  touch(place, event, false);
  if (is_as_before(place))
    ask(event, {FactKind::access, tidy(event.path), std::to_string(event.mode), "", false}, place, event.error == 0);
}

void PathWalk::follow(const Event& event) {
  switch (event.kind) {
    case EventKind::doubt: return reason(event.other);
    case EventKind::variable: effects_.variables.insert(event.other); return;
    case EventKind::environment: effects_.has_environment = true; return;
    case EventKind::change_mask: return;
    default: break;
  }
  // A pipe, a socket: nobody else can be at its other end.
  if (!event.path.starts_with('/') || event.path.starts_with("/memfd:")) return;
  const std::string path = tidy(event.path);
  if (path.ends_with(k_deleted)) {
    // Open still, and nowhere to be found: of the command's own files that is no news.
    const std::string place = names_.resolved(path.substr(0, path.size() - k_deleted.size()), false);
    if (is_nameless(place) && event.kind != EventKind::link) return;
    return is_as_before(place) ? reason("goes on using " + path) : void();
  }
  if (place_of(path) == Place::harmless) return;
  if (place_of(path) == Place::strange) {
    const bool has_no_terminal = event.error == ENXIO && rules_.has_own_session && path == "/dev/tty";
    return event.kind == EventKind::open && (means_absent(event.error) || has_no_terminal) ? void() : reason("looks at " + path);
  }
  const bool changes = event.kind >= EventKind::rename && event.kind <= EventKind::make_node;
  if (rules_.is_ignored(names_.resolved(path, !changes))) return;
  return changes ? follow_change(event) : event.kind == EventKind::open ? open(event) : follow_look(event);
}

// What was asked about how a file was before it was changed: the trace does not say what the answer was.
void PathWalk::settle_asked(const std::string& place, PathNode& node) {
  const bool is_own = rules_.is_own(place), is_output = rules_.is_output(place);
  for (const size_t number : node.asked) {
    Question& question = effects_.questions[number];
    if (question.is_known) continue;
    const bool is_content = question.fact.kind == FactKind::content || question.fact.kind == FactKind::listing;
    // A directory changes by what is in it, which is told apart; what is linked to keeps its bytes.
    if (is_content && effects_.changed_inodes.contains(place)) continue;
    if (is_content && !is_output) {
      reason("reads " + place + " and then changes it");
    } else if (is_own) {
      tell({FactKind::absent, question.fact.path, "", "-", true}, place, false);
    } else if (!is_output) {
      reason("asks what " + place + " is, and then changes it");
    }
    dropped_[number] = true;
  }
}

void PathWalk::settle_races() {
  const ProcessOrder order(trace_);
  for (const auto& [place, node] : nodes_)
    if (const auto race = order.race(node.touches))
      reason("has two processes at " + place + " in no order: " + std::string(file_name(trace_.processes[race->first].executable)) +
             " and " + std::string(file_name(trace_.processes[race->second].executable)));
}

void PathWalk::settle() {
  settle_races();
  std::vector<std::string> changed;
  for (const auto& [place, node] : nodes_)
    if (node.is_changed) changed.push_back(place);
  std::sort(changed.begin(), changed.end());
  std::set<std::string> busy;  // directories in which names came or went
  for (const std::string& place : changed) {
    dropped_.resize(effects_.questions.size());
    settle_asked(place, nodes_[place]);
    busy.insert(parent_of(place));
    effects_.changes.push_back(nodes_[place].change);
  }
  dropped_.resize(effects_.questions.size());
  std::vector<Question> kept;
  for (size_t i = 0; i < dropped_.size(); ++i) {
    Question& question = effects_.questions[i];
    if (dropped_[i]) continue;
    if (question.fact.kind == FactKind::dated && busy.contains(question.place)) question.fact.kind = FactKind::status;
    kept.push_back(std::move(question));
  }
  effects_.questions = std::move(kept);
}

Effects PathWalk::effects() {
  for (const Event& event : trace_.events) follow(event);
  settle();
  return std::move(effects_);
}

Effects effects_of(const Trace& trace, const EffectRules& rules) { return PathWalk(trace, rules).effects(); }

}  // namespace lintcache
