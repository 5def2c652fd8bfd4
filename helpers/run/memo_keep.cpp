// SPDX-License-Identifier: MIT
// Asking the disk what the trace leaves open, once the command is done.
//
// What a file was like when the command read it is what it is now, if it was not changed since the command started.
#include "run/memo_keep.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <iterator>
#include <set>
#include <unordered_map>
#include <unordered_set>

#include <fmt/format.h>

#include "base/clock.h"
#include "base/disk.h"
#include "base/path.h"
#include "base/text.h"
#include "digest/hasher.h"
#include "run/memo_outputs.h"
#include "tools/environment.h"

namespace lintcache {
namespace {

// One row of the store; SQLite takes no more than a billion bytes.
constexpr int64_t k_most_of_one_file = int64_t{512} << 20;

class Account {
 public:
  Account(const MemoCommand& command, const RanCommand& ran, const KeepRules& rules, PathFacts& facts,
          const std::function<Digest(std::string)>& put_blob)
      : command_(command), ran_(ran), rules_(rules), facts_(facts), put_blob_(put_blob), effects_(effects_of(ran.trace, rules.effects)) {}

  Accounted account();

 private:
  void reason(std::string text) { done_.reasons.push_back(std::move(text)); }
  void moved(const std::string& path, std::string text) { done_.moved.push_back(path), moves_.push_back(std::move(text)); }
  void find_output(const Change& change);
  void find_file(const Change& change, const struct stat& status, MemoOutput output);
  bool was_created(const Change& change);
  void answer(Question question);
  void answer_known(Fact& fact, const Question& question);
  void answer_open(Fact& fact, const Question& question);
  void check_listing(const Fact& fact, const Question& question);
  void add_places();
  void add_environment();
  [[nodiscard]] bool is_below_changes(const std::string& place) const;

  const MemoCommand& command_;
  const RanCommand& ran_;
  const KeepRules& rules_;
  PathFacts& facts_;
  const std::function<Digest(std::string)>& put_blob_;
  Effects effects_;
  std::unordered_map<std::string, const Change*> changes_;
  std::unordered_map<std::string, std::set<std::string>> own_names_;  // by directory
  std::unordered_map<std::string, uint32_t> final_modes_;
  std::unordered_set<std::string> fresh_;  // files that the command created
  int64_t bytes_ = 0;
  std::vector<std::string> moves_;  // reasons
  Accounted done_;
};

bool Account::is_below_changes(const std::string& place) const {
  for (std::string at = place; at.size() > 1; at = parent_of(at))
    if (changes_.contains(at)) return true;
  return false;
}

// Is it known that the file was not there before?
bool Account::was_created(const Change& change) {
  if (change.was_absent) return true;
  struct statx status {};
  if (statx(AT_FDCWD, change.path.c_str(), AT_SYMLINK_NOFOLLOW, STATX_BTIME, &status) != 0) return false;
  return (status.stx_mask & STATX_BTIME) != 0 && nanoseconds_of(status.stx_btime) >= ran_.start;
}

void Account::find_file(const Change& change, const struct stat& status, MemoOutput output) {
  if (!change.hard_link_of.empty() && facts_.look(change.hard_link_of, false).error == 0 &&
      facts_.look(change.hard_link_of, false).status.st_ino == status.st_ino) {
    output.kind = OutputKind::hard_link;
    output.text = change.hard_link_of;
    done_.record.outputs.push_back(std::move(output));
    return;
  }
  if (change.has_times && nanoseconds_of(status.st_mtim) < ran_.start)
    output.modified = nanoseconds_of(status.st_mtim);
  if (!change.has_new_content && !was_created(change)) {
    output.kind = OutputKind::touched;
    if (!change.has_mode) output.mode = 0;
    done_.record.outputs.push_back(std::move(output));
    return;
  }
  bytes_ += status.st_size;
  if (status.st_size > k_most_of_one_file || bytes_ > rules_.most_bytes)
    return reason(fmt::format("writes more than is kept: {} is the one too many", change.path));
  auto file = real_disk().read(change.path);
  if (!file || !*file) return reason("writes " + change.path + ", which cannot be read");
  output.content = put_blob_(std::move((*file)->bytes));
  done_.record.outputs.push_back(std::move(output));
}

void Account::find_output(const Change& change) {
  const auto& look = facts_.look(change.path, false);
  MemoOutput output{OutputKind::file, change.path, 0, {}, "", 0};
  if (look.error != 0) {
    if (change.was_absent) return;  // it came and went
    if (change.may_be_old) return reason("writes into " + change.path + ", which may have been there before");
    output.kind = OutputKind::gone;
    done_.record.outputs.push_back(std::move(output));
    return;
  }
  const struct stat& status = look.status;
  own_names_[parent_of(change.path)].emplace(file_name(change.path));
  final_modes_[change.path] = output.mode = status.st_mode & 07777;
  if (was_created(change)) fresh_.insert(change.path);
  if (change.may_be_old && !was_created(change)) return reason("writes into " + change.path + ", which was there before");
  if (status.st_uid != geteuid()) return reason("leaves " + change.path + " to another user");
  if (S_ISDIR(status.st_mode)) {
    output.kind = OutputKind::directory;
    if (!change.was_absent) return change.has_mode ? reason("changes the mode of the directory " + change.path) : void();
    done_.record.outputs.push_back(std::move(output));
  } else if (S_ISLNK(status.st_mode)) {
    const std::string text = facts_.state({FactKind::link, change.path, "", "", false});
    output.kind = OutputKind::symbolic_link;
    output.text = text.substr(1);
    done_.record.outputs.push_back(std::move(output));
  } else if (S_ISREG(status.st_mode)) {
    find_file(change, status, std::move(output));
  } else {
    reason("makes " + change.path + ", which is no file");
  }
}

// Others may have put something there meanwhile; what was there before the command came is known by times only.
void Account::check_listing(const Fact& fact, const Question& question) {
  const auto entries = real_disk().list(fact.path);
  if (!entries || !*entries) return reason("lists " + fact.path + ", which cannot be listed now");
  const auto& own = own_names_[question.place];
  for (const DirectoryEntry& entry : **entries) {
    const std::string path = joined(question.place, entry.name);
    if (own.contains(entry.name) || is_below_changes(path) || entry.type == FileType::directory) continue;
    struct statx status {};
    const bool is_asked = statx(AT_FDCWD, path.c_str(), AT_SYMLINK_NOFOLLOW, STATX_BTIME | STATX_CTIME, &status) == 0;
    const auto came = (status.stx_mask & STATX_BTIME) != 0 ? status.stx_btime : status.stx_ctime;
    if (is_asked && nanoseconds_of(came) >= ran_.start)
      return moved(fact.path, "lists " + fact.path + ", where " + entry.name + " came while it ran");
  }
}

void Account::answer_known(Fact& fact, const Question& question) {
  if (fact.kind == FactKind::writable) {
    const auto mode = final_modes_.find(question.place);
    const Change* const change = changes_.contains(question.place) ? changes_.at(question.place) : nullptr;
    const uint32_t created = change == nullptr || change->asked_mode == 0 ? 0666 : change->asked_mode;
    const uint32_t plain = created & ~rules_.effects.mask;
    const uint32_t final_mode = mode == final_modes_.end() ? plain : mode->second;
    // A mode that no creation gives was there before.
    const bool was_there = final_mode != plain && (change == nullptr || !change->has_mode) && !fresh_.contains(question.place);
    fact.detail = fmt::format("{}{:o}", was_there ? "=" : "", final_mode);
    return;
  }
  if (fact.kind != FactKind::absent || is_below_changes(question.place)) return;
  if (facts_.state(fact) != "-") moved(fact.path, "looked for " + fact.path + ", which came while it ran");
}

void Account::answer_open(Fact& fact, const Question& question) {
  const bool is_busy = own_names_.contains(question.place) || is_below_changes(question.place);
  if (fact.kind == FactKind::listing) {
    std::vector<std::string> names(own_names_[question.place].begin(), own_names_[question.place].end());
    for (const auto& [path, change] : changes_)
      if (parent_of(path) == question.place && !own_names_[question.place].contains(std::string(file_name(path))) && !change->was_absent)
        names.emplace_back(file_name(path));
    std::sort(names.begin(), names.end());
    fact.detail = join(names, "/");
  }
  fact.state = facts_.state(fact);
  if (question.succeeded && fact.state == "-") return moved(fact.path, "uses " + fact.path + ", which went away while it ran");
  const bool follow = fact.detail != "l" && fact.kind != FactKind::link;
  const auto& look = facts_.look(fact.path, follow);
  const bool is_directory = look.error == 0 && S_ISDIR(look.status.st_mode);
  if (fact.kind == FactKind::listing) {
    bool busy = is_busy;
    for (const auto& [path, change] : changes_) busy = busy || parent_of(path) == question.place;
    if (busy) return check_listing(fact, question);
  }
  // A directory is another one whenever something in it is.
  const bool holds_entries = fact.kind == FactKind::listing || (fact.kind == FactKind::dated && fact.state.find(' ') != std::string::npos &&
                                                               (look.status.st_mode & S_ISVTX) == 0);
  if (is_directory && !holds_entries) return;
  if (fact.kind == FactKind::access || fact.kind == FactKind::place) return;
  const bool is_linked = effects_.changed_inodes.contains(question.place);
  if (is_linked ? facts_.modified_since(fact.path, ran_.start) : facts_.changed_since(fact.path, follow, ran_.start))
    moved(fact.path, "uses " + fact.path + ", which was changed while it ran");
}

void Account::answer(Question question) {
  Fact& fact = question.fact;
  if (question.is_known) {
    answer_known(fact, question);
  } else {
    answer_open(fact, question);
  }
  if (question.has_compiler && fact.kind == FactKind::content && fact.state.starts_with('=') && facts_.holds(fact.path, "__TIMESTAMP__")) {
    Fact dated{FactKind::dated, fact.path, "", "", false};
    dated.state = facts_.state(dated);
    done_.record.facts.push_back(std::move(dated));
  }
  done_.record.facts.push_back(std::move(fact));
}

// Where outputs go: another directory by that name would get them.
void Account::add_places() {
  std::set<std::string> directories;
  for (const auto& [path, change] : changes_)
    if (!is_below_changes(parent_of(path))) directories.insert(change->directory);
  for (const std::string& directory : directories) {
    Fact fact{FactKind::place, directory, "", "", false};
    fact.state = facts_.state(fact);
    done_.record.facts.push_back(std::move(fact));
  }
}

void Account::add_environment() {
  std::vector<Fact> facts;
  if (effects_.has_environment)
    facts.push_back({FactKind::environment, "", join(rules_.ignored_variables, "/"), "", false});
  for (const std::string& name : effects_.variables) {
    const auto& ignored = rules_.ignored_variables;
    if (std::find(ignored.begin(), ignored.end(), name) == ignored.end()) facts.push_back({FactKind::variable, name, "", "", false});
  }
  for (Fact& fact : facts) {
    fact.state = environment_state(fact, command_.environment);
    done_.record.facts.push_back(std::move(fact));
  }
}

Accounted Account::account() {
  done_.reasons = effects_.reasons;
  if (!ran_.ended_for.empty()) reason(ran_.ended_for);
  for (const Change& change : effects_.changes) changes_[change.path] = &change;
  for (const Change& change : effects_.changes)
    if (!rules_.effects.is_ignored(change.path)) find_output(change);
  for (Question& question : effects_.questions) answer(std::move(question));
  add_places();
  add_environment();
  std::move(moves_.begin(), moves_.end(), std::back_inserter(done_.reasons));
  MemoRecord& record = done_.record;
  std::sort(record.facts.begin(), record.facts.end(), [](const Fact& a, const Fact& b) {
    return std::tie(a.path, a.kind, a.detail, a.is_lenient) < std::tie(b.path, b.kind, b.detail, b.is_lenient);
  });
  record.facts.erase(std::unique(record.facts.begin(), record.facts.end()), record.facts.end());
  record.chunks = ran_.chunks;
  record.status = ran_.status;
  record.nanoseconds = ran_.nanoseconds;
  return std::move(done_);
}

}  // namespace

Accounted account_for(const MemoCommand& command, const RanCommand& ran, const KeepRules& rules, PathFacts& facts,
                      const std::function<Digest(std::string)>& put_blob) {
  return Account(command, ran, rules, facts, put_blob).account();
}

std::string environment_state(const Fact& fact, const std::vector<std::string>& environment) {
  if (fact.kind == FactKind::variable) {
    for (const std::string& entry : environment)
      if (entry.size() > fact.path.size() && entry.starts_with(fact.path) && entry[fact.path.size()] == '=')
        return "=" + std::string(digest_of(entry.substr(fact.path.size() + 1)).view());  // it may be a secret
    return "-";
  }
  const std::vector<std::string> ignored = split(fact.detail, '/');
  std::vector<std::string> counting;
  for (const std::string& entry : environment_that_counts(environment))
    if (std::find(ignored.begin(), ignored.end(), entry.substr(0, entry.find('='))) == ignored.end()) counting.push_back(entry);
  Hasher hasher;
  for (const std::string& entry : counting) hasher.field("variable", entry);
  return "=" + std::string(hasher.digest().view());
}

}  // namespace lintcache
