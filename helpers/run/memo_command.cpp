// SPDX-License-Identifier: MIT
// Looking up, running, keeping.
#include "run/memo_command.h"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <future>
#include <memory>
#include <set>
#include <utility>

#include <fmt/format.h>

#include "base/clock.h"
#include "base/disk.h"
#include "base/path.h"
#include "base/text.h"
#include "digest/hasher.h"
#include "discovery/glob.h"
#include "run/digests_ahead.h"
#include "run/memo_lookup.h"
#include "run/memo_outputs.h"
#include "store/memo_format.h"
#include "tools/environment.h"
#include "tools/platform.h"
#include "trace/packed_trace.h"

namespace lintcache {
namespace {

constexpr const char* k_action_version = "1";

constexpr const char* k_asked = "--refresh asks for it";

constexpr useconds_t k_part_of_tick = 100;

// Lines about one run.
constexpr size_t k_most_warnings = 3;

Names names_of(std::string_view path) {
  Names names;
  for (std::string& name : split(path, '/'))
    if (!name.empty()) names.push_back(std::move(name));
  return names;
}

// Patterns from a directory, or from the root.
class Patterns {
 public:
  static Result<Patterns> parse(const std::vector<std::string>& texts, const std::string& directory) {
    Patterns all;
    all.directory_ = directory;
    for (const std::string& text : texts) {
      LINTCACHE_TRY_ASSIGN(Glob glob, Glob::parse(text.starts_with('/') ? text.substr(1) : text));
      (text.starts_with('/') ? all.from_root_ : all.from_here_).push_back(std::move(glob));
    }
    return all;
  }

  [[nodiscard]] bool match(const std::string& path) const {
    const auto matches = [](const std::vector<Glob>& globs, const Names& names) {
      return std::any_of(globs.begin(), globs.end(), [&](const Glob& glob) { return glob.matches_file(names); });
    };
    if (!from_root_.empty() && matches(from_root_, names_of(path))) return true;
    return !from_here_.empty() && is_below(path, directory_) && matches(from_here_, names_of(relative_to(path, directory_)));
  }

  // All files that match, sorted.
  [[nodiscard]] std::vector<std::string> files() const {
    std::vector<std::string> found;
    for (const auto& [globs, top] : {std::pair(&from_here_, directory_), {&from_root_, std::string("/")}})
      for (const Glob& glob : *globs) collect(glob, top, {}, found);
    std::sort(found.begin(), found.end());
    found.erase(std::unique(found.begin(), found.end()), found.end());
    return found;
  }

 private:
  static void collect(const Glob& glob, const std::string& directory, const Names& below, std::vector<std::string>& found) {
    if (!glob.may_match_below(below)) return;
    const auto entries = real_disk().list(directory);
    if (!entries || !*entries) return;
    for (const DirectoryEntry& entry : **entries) {
      Names names = below;
      names.push_back(entry.name);
      const std::string path = joined(directory, entry.name);
      if (entry.type == FileType::directory) {
        collect(glob, path, names, found);
      } else if (glob.matches_file(names)) {
        found.push_back(path);
      }
    }
  }

  std::string directory_;
  std::vector<Glob> from_here_, from_root_;
};

void hash_list(Hasher& hasher, std::string_view tag, const std::vector<std::string>& list) {
  for (const std::string& one : list) hasher.field(tag, one);
}

// Files that are written from now on have the returned time or a later one, all that were written by `before` an earlier one:
// some file systems stamp by the fine clock, others by the coarse one, which lags behind.
int64_t tick_after(int64_t before) {
  while (real_disk().now() <= before) usleep(k_part_of_tick);
  return real_disk().now();
}

class Memoized {
 public:
  Memoized(const MemoCommand& command, const MemoOptions& options, MemoStore& store, const MemoVoice& voice, const Digest& action)
      : command_(command), options_(options), store_(store), voice_(voice), action_(action), lookup_(command, action, store) {}

  // Nothing where the remembered result cannot be had any more.
  Result<std::optional<MemoResult>> repeat(const MemoLookup::Found& found);
  Result<MemoResult> run(const RunTraced& run);
  MemoLookup& lookup() { return lookup_; }

 private:
  Result<KeepRules> rules(const std::unordered_set<std::string>& own);
  void keep(std::string trace, Accounted& account, PathFacts& facts, std::vector<std::string>& blobs, MemoResult& result);
  void warn_of_places(const MemoRecord& record, const Patterns& meant);

  const MemoCommand& command_;
  const MemoOptions& options_;
  MemoStore& store_;
  const MemoVoice& voice_;
  Digest action_;
  int64_t asked_at_ = options_.asked_at != 0 ? options_.asked_at : wall_clock();
  MemoLookup lookup_;
  std::shared_ptr<Patterns> ignored_, outputs_;
};

Result<std::optional<MemoResult>> Memoized::repeat(const MemoLookup::Found& found) {
  const MemoRecord& record = found.record;
  MemoResult result{record.status, true, true, "", {}, record.facts.size(), record.outputs.size(), 0, 0, record.nanoseconds};
  if (!options_.no_restore && !options_.dry_run) {
    const KeptBytes bytes{[&] { store_.begin_reading_blobs(); }, [&](const Digest& name) { return store_.blob(name); }, [&] { store_.end_reading_blobs(); }};
    LINTCACHE_TRY_ASSIGN(const Restored restored, restore(record.outputs, lookup_.newest_input(record), lookup_.facts(), bytes));
    if (!restored.missing.empty()) {
      result.why = "the kept bytes of " + restored.missing + " cannot be put there";
      voice_.explain("runs: " + result.why);
      return std::optional<MemoResult>();
    }
    result.restored = restored.written + restored.removed;
  }
  result.hashed = lookup_.facts().files_hashed();
  if (!lookup_.facts().learnt().empty()) {
    store_.put_seen(found.name, lookup_.facts().used());
    store_.put_digests(lookup_.facts().learnt());
  }
  if (lookup_.last() && lookup_.last()->record != found.name) store_.mark_used(action_, found.name);
  if (!options_.dry_run)
    for (const OutputChunk& chunk : record.chunks) voice_.repeat(chunk.stream, chunk.bytes);
  store_.count_hit();
  return std::optional(std::move(result));
}

Result<KeepRules> Memoized::rules(const std::unordered_set<std::string>& own) {
  LINTCACHE_TRY_ASSIGN(Patterns ignored, Patterns::parse(options_.ignored, command_.directory));
  LINTCACHE_TRY_ASSIGN(Patterns outputs, Patterns::parse(options_.outputs, command_.directory));
  ignored_ = std::make_shared<Patterns>(std::move(ignored));
  outputs_ = std::make_shared<Patterns>(std::move(outputs));
  KeepRules rules;
  rules.effects.times = options_.times;
  rules.effects.mask = command_.mask;
  rules.effects.has_own_session = command_.input.empty();
  rules.effects.working_directory = value_of(command_.environment, "PWD");
  rules.effects.is_own = [&own](const std::string& path) { return own.contains(path); };
  rules.effects.is_ignored = [all = ignored_](const std::string& path) { return all->match(path); };
  rules.effects.is_output = [all = outputs_](const std::string& path) { return all->match(path); };
  rules.ignored_variables = options_.ignored_variables;
  rules.most_bytes = options_.most_bytes;
  return rules;
}

// Where people do not expect a command to write.
void Memoized::warn_of_places(const MemoRecord& record, const Patterns& meant) {
  const std::string& top = options_.build_directory.empty() ? command_.directory : options_.build_directory;
  std::set<std::string> sources;
  for (const Fact& fact : record.facts)
    if (fact.kind == FactKind::content && fact.state.starts_with('=')) sources.insert(parent_of(fact.path));
  size_t told = 0;
  for (const MemoOutput& output : record.outputs) {
    if (meant.match(output.path) || output.kind == OutputKind::directory) continue;
    const bool is_outside = !is_below(output.path, top);
    const bool is_beside = !options_.build_directory.empty() && sources.contains(parent_of(output.path));
    if (!is_outside && !is_beside) continue;
    if (++told <= k_most_warnings)
      voice_.warn(fmt::format("it writes {}, {}{} (--output says that it is meant to)", printable(output.path),
                              is_outside ? "outside " : "beside what it reads", is_outside ? printable(top) : ""));
  }
  if (told > k_most_warnings) voice_.warn(fmt::format("it writes {} more such files", told - k_most_warnings));
}

void Memoized::keep(std::string trace, Accounted& account, PathFacts& facts, std::vector<std::string>& blobs, MemoResult& result) {
  LastRun last{action_, encode_command(command_), {}, account.reasons, account.record.outputs, std::move(trace), 0};
  if (account.reasons.empty()) {
    for (std::string& bytes : blobs) store_.put_blob(std::move(bytes));
    last.record = store_.put(action_, account.record);
    store_.put_seen(last.record, facts.used());
    result.is_kept = true;
  }
  store_.put_digests(facts.learnt());
  store_.put_last_run(last);
  store_.count_miss();
}

Result<MemoResult> Memoized::run(const RunTraced& run) {
  const std::unordered_set<std::string> own = lookup_.own();
  LINTCACHE_TRY_ASSIGN(const KeepRules rules, this->rules(own));
  // Most of what it depends on is what it was the last time.
  FactMemory seen = lookup_.last() ? store_.seen(lookup_.last()->record) : FactMemory();
  const int64_t start = tick_after(asked_at_);
  const PathFacts::Recall recall = [&](const std::string& key) { return store_.digest(key); };
  DigestsAhead ahead(recall, [&](bool begins) { begins ? store_.begin_reading() : store_.end_reading(); }, start);
  ahead.remember(std::move(seen));
  // To be given back piece by piece, at the end of a process that has nothing else to do, it is too much.
  struct Known {
    RanCommand ran;
    Accounted account;
  };
  static std::vector<Known>& kept = *new std::vector<Known>;
  auto& [ran, account] = kept.emplace_back();
  LINTCACHE_TRY_ASSIGN(ran, run(command_, [&](const std::string& path) { ahead.want(path); }));
  ran.start = start;
  PathFacts facts({}, recall);
  facts.take(ahead.finish());
  std::vector<std::string> blobs;
  store_.begin_reading();
  auto packed = std::async(std::launch::async, [&ran = ran] { return pack_trace(ran.trace); });
  account = account_for(command_, ran, rules, facts, [&](std::string bytes) {
    blobs.push_back(std::move(bytes));
    return digest_of(blobs.back());
  });
  store_.end_reading();
  if (options_.takes_only && account.reasons.empty()) account.reasons.push_back(std::string("gives nothing to others, as ") + k_sharing + " asks for");
  MemoResult result;
  result.status = ran.status;
  result.why = options_.refresh ? k_asked : lookup_.why();
  result.inputs = account.record.facts.size();
  result.outputs = account.record.outputs.size();
  result.hashed = facts.files_hashed();
  result.recorded_nanoseconds = ran.nanoseconds;
  keep(packed.get(), account, facts, blobs, result);
  for (size_t i = 0; i < account.reasons.size() && i < k_most_warnings; ++i) voice_.warn("not cached: it " + printable(account.reasons[i]));
  if (account.reasons.size() > k_most_warnings)
    voice_.warn(fmt::format("not cached: {} more reasons", account.reasons.size() - k_most_warnings));
  warn_of_places(account.record, *outputs_);
  result.reasons = std::move(account.reasons);
  return result;
}

}  // namespace

Result<Digest> action_of(const MemoCommand& command, const MemoOptions& options) {
  Hasher hasher;
  hasher.field("version", k_action_version).field("executable", command.executable).field("directory", command.directory);
  hash_list(hasher, "argument", command.arguments);
  hasher.field("mask", std::to_string(command.mask)).field("input", digest_of(command.input));
  hasher.field("times", std::to_string(static_cast<int>(options.times)));
  hash_list(hasher, "output", options.outputs);
  hash_list(hasher, "ignored", options.ignored);
  hash_list(hasher, "ignored variable", options.ignored_variables);
  for (const KeyPart& part : platform_parts()) hasher.field(part.name, part.value);
  hasher.field("user", std::to_string(geteuid()));
  if (!options.inputs.empty()) {
    LINTCACHE_TRY_ASSIGN(const Patterns patterns, Patterns::parse(options.inputs, command.directory));
    hash_list(hasher, "pattern", options.inputs);
    PathFacts facts;
    for (const std::string& file : patterns.files())
      hasher.field("name", file).field("content", facts.state({FactKind::content, file, "", "", false}));
  }
  return hasher.digest();
}

Result<MemoResult> memoize(const MemoCommand& command, const MemoOptions& options, MemoStore& store, const RunTraced& run,
                           const MemoVoice& voice) {
  LINTCACHE_TRY_ASSIGN(const Digest action, action_of(command, options));
  Memoized memoized(command, options, store, voice, action);
  const MemoLookup::Found* const found = options.refresh ? nullptr : memoized.lookup().find();
  if (found != nullptr) {
    LINTCACHE_TRY_ASSIGN(auto result, memoized.repeat(*found));
    if (result) return *std::move(result);
  } else {
    voice.explain("runs: " + printable(options.refresh ? k_asked : memoized.lookup().why()));
  }
  if (options.dry_run) {
    MemoResult result;
    result.why = options.refresh ? k_asked : memoized.lookup().why();
    return result;
  }
  return memoized.run(run);
}

}  // namespace lintcache
