// SPDX-License-Identifier: MIT
// One child after another, and one report out of what they leave.
#include "worker/batch.h"

#include <fmt/format.h>
#include <sys/wait.h>

#include <algorithm>
#include <map>
#include <unordered_map>


namespace lintcache {
namespace {

// A process that ends early costs its successor all modules that both need.
constexpr size_t k_restarts_for_free = 8;
constexpr size_t k_files_for_a_restart = 8;

struct Death {
  ImportOutcome outcome = ImportOutcome::crashed;
  std::string exception;
  uint32_t module = 0;  // where it came, if that can be asked for by name
};

Death death_of(const Attempt& attempt, double time_limit) {
  if (attempt.ending != Ending::by_itself)
    return {ImportOutcome::timed_out, fmt::format("no end after {:g} s", time_limit), 0};
  if (WIFSIGNALED(attempt.status))
    return {ImportOutcome::crashed, fmt::format("signal {}", WTERMSIG(attempt.status)), 0};
  return {ImportOutcome::exited, fmt::format("exit status {}", WEXITSTATUS(attempt.status)), 0};
}

// Whether the main interpreter may fare better than a sub-interpreter did. Not after a busy loop: it would
// cost the time limit once more. A plain exception of the module's own is the same everywhere; SystemError
// and a text about interpreters are what a refusal to live in a sub-interpreter looks like.
bool is_refusal(const RecordedFile& file) {
  return file.outcome == ImportOutcome::raised &&
         (file.type == "SystemError" || file.text.find("interpreter") != std::string::npos);
}

bool is_refusal(const Attempt& attempt, const SharedRecord& record) {
  return record.wants_main() || attempt.ending == Ending::asleep ||
         (attempt.ending == Ending::by_itself && WIFSIGNALED(attempt.status));
}

// The modules of all children, each once: what one child saw of a module adds to what another did. A name
// under which children found different files stands for as many modules.
class Modules {
 public:
  // Merges the modules of one child, and gives their new numbers. `stands_for`: a module that was not run,
  // because it is known as this one already.
  std::vector<uint32_t> add(std::vector<ImportedModule> modules,
                            const std::unordered_map<uint32_t, uint32_t>& stands_for) {
    std::vector<uint32_t> numbers;
    for (uint32_t i = 0; i < modules.size(); ++i) {
      const auto known = stands_for.find(i);
      numbers.push_back(known == stands_for.end() ? number_of(modules[i]) : known->second);
    }
    for (size_t i = 0; i < modules.size(); ++i) {
      ImportedModule& whole = all_[numbers[i]];
      append_new(whole.seen, std::move(modules[i].seen));
      for (uint32_t& other : modules[i].imports) other = numbers[other];
      append_new(whole.imports, std::move(modules[i].imports));
      whole.order_dependent = whole.order_dependent || modules[i].order_dependent;
    }
    return numbers;
  }

  uint32_t number_of(const ImportedModule& module) {
    std::string key = module.name;
    for (const Seen& seen : module.seen)
      if (seen.kind == SeenKind::module || seen.kind == SeenKind::extension) key += '\0' + seen.path;
    const auto [known, is_new] = numbers_.try_emplace(std::move(key), static_cast<uint32_t>(all_.size()));
    if (is_new) all_.emplace_back().name = module.name;
    return known->second;
  }

  std::vector<ImportedModule> finish() { return std::move(all_); }

 private:
  template <class T>
  static void append_new(std::vector<T>& whole, std::vector<T> more) {
    const auto known = static_cast<std::ptrdiff_t>(whole.size());
    for (T& one : more)
      if (std::find(whole.begin(), whole.begin() + known, one) == whole.begin() + known)
        whole.push_back(std::move(one));
  }

  std::vector<ImportedModule> all_;
  std::unordered_map<std::string, uint32_t> numbers_;
};

class BatchRun {
 public:
  BatchRun(ImportHost& host, const ImportBatch& batch, const std::function<void(unsigned)>& progress)
      : host_(host), batch_(batch), progress_(progress) {}

  Result<BatchReport> run() {
    while (done() < batch_.size()) {
      LINTCACHE_TRY_ASSIGN(Attempt attempt, next_attempt());
      take(attempt);
      if (restarts_ > k_restarts_for_free && restarts_ * k_files_for_a_restart > done() && batch_.size() > 1)
        break;
    }
    return BatchReport{modules_.finish(), std::move(files_)};
  }

 private:
  [[nodiscard]] size_t done() const { return files_.size(); }

  Result<Attempt> next_attempt() {
    // What the last child compiled, the next one will mostly need.
    if (restarts_ > 0) host_.byte_code.learn(host_.interpreter, -1);
    ChildTask task{{batch_.begin() + static_cast<std::ptrdiff_t>(done()), batch_.end()}, {}};
    for (const auto& [name, death] : deadly_) task.avoid.push_back(name);
    const std::chrono::duration<double> time(host_.time_limit);
    // A sub-interpreter can deadlock where the main one cannot. Two seconds of sleep look like one, and
    // the second try, which has the whole time limit, makes a mistake about it harmless.
    const AttemptLimits limits{std::chrono::ceil<std::chrono::milliseconds>(time),
                               way_ == Way::main_interpreter,
                               [&, before = done()](unsigned more) {
                                 progress_(static_cast<unsigned>(before) + more);
                               }};
    return attempt_imports(host_.interpreter, host_.record, task, host_.child, way_, limits);
  }

  void take(Attempt& attempt) {
    Recorded recorded = host_.record.read();
    host_.byte_code.note(recorded.compiled);
    const std::vector<uint32_t> numbers = merge(recorded);
    attempt.outputs.resize(std::max(attempt.outputs.size(), recorded.files.size() + 1));
    for (size_t i = 0; i < recorded.files.size(); ++i) {
      RecordedFile& file = recorded.files[i];
      file.module = numbers[file.module];
      if (file.avoided) file.avoided = numbers[*file.avoided];
      if (!file.outcome) break;
      if (way_ == Way::sub_interpreter && is_refusal(file)) return restart_in_main();
      add_finished(file, i == 0, std::move(attempt.outputs[i]));
    }
    if (done() == batch_.size()) return;
    ++restarts_;
    const bool died = recorded.files.empty() || !recorded.files.back().outcome;
    if (!died) return;  // it left something behind that the next file should not meet
    if (way_ == Way::sub_interpreter && is_refusal(attempt, host_.record)) return restart_in_main();
    if (recorded.files.size() > 1) return;  // perhaps it would not have died alone
    add_dead(recorded, numbers, attempt);
  }

  std::vector<uint32_t> merge(Recorded& recorded) {
    std::unordered_map<uint32_t, uint32_t> avoided;
    for (const RecordedFile& file : recorded.files)
      if (file.avoided)
        if (const auto death = deadly_.find(recorded.modules[*file.avoided].name); death != deadly_.end())
          avoided.emplace(*file.avoided, death->second.module);
    doubt_all_ = host_.record.doubtful();
    if (doubt_all_)
      for (ImportedModule& module : recorded.modules) module.order_dependent = true;
    if (!recorded.modules.empty()) died_in_ = recorded.modules[recorded.at].name;
    return modules_.add(std::move(recorded.modules), avoided);
  }

  void add_dead(const Recorded& recorded, const std::vector<uint32_t>& numbers, Attempt& attempt) {
    Death death = death_of(attempt, host_.time_limit);
    RecordedFile file;
    if (recorded.files.empty()) {
      file.module = modules_.number_of({batch_[done()].path, {}, {}, false});
    } else {
      file.module = recorded.files[0].module;
      death.module = numbers[recorded.at];
      if (died_in_.front() != '/') deadly_.emplace(died_in_, death);
    }
    add(file, death, true, std::move(attempt.outputs[0]));
  }

  void restart_in_main() {
    way_ = Way::main_interpreter;
    ++restarts_;
  }

  void add_finished(const RecordedFile& file, bool first, std::string output) {
    Death end{*file.outcome, file.type, 0};
    if (!file.text.empty()) end.exception += ": " + file.text;
    if (file.avoided)
      for (const auto& [name, death] : deadly_)
        if (death.module == *file.avoided) end = death;
    add(file, std::move(end), first, std::move(output));
  }

  void add(const RecordedFile& file, Death end, bool first, std::string output) {
    if (doubt_all_ && batch_.size() == 1) end = {ImportOutcome::crashed, std::string(k_too_much_seen), 0};
    files_.push_back({end.outcome, std::move(end.exception),
                      way_ == Way::sub_interpreter ? "sub-interpreter" : "main interpreter",
                      std::move(output), file.nanoseconds, file.module, first && !doubt_all_});
    progress_(static_cast<unsigned>(done()));
  }

  ImportHost& host_;
  const ImportBatch& batch_;
  const std::function<void(unsigned)>& progress_;
  Modules modules_;
  std::vector<ImportedFile> files_;
  std::map<std::string, Death> deadly_;  // by the module in which a process died
  Way way_ = Way::sub_interpreter;
  std::string died_in_;  // the module that the last child was importing at its end
  bool doubt_all_ = false;
  size_t restarts_ = 0;
};

}  // namespace

Result<BatchReport> import_files(ImportHost& host, const ImportBatch& batch,
                                 const std::function<void(unsigned)>& progress) {
  return BatchRun(host, batch, progress).run();
}

}  // namespace lintcache
