// SPDX-License-Identifier: MIT
// Comparing facts with the world.
#include "run/memo_lookup.h"

#include <algorithm>

#include "base/clock.h"
#include "base/path.h"
#include "run/memo_keep.h"
#include "run/memo_outputs.h"

namespace lintcache {
namespace {

bool is_variable(const Fact& fact) { return fact.kind >= FactKind::variable; }

}  // namespace

MemoLookup::MemoLookup(const MemoCommand& command, const Digest& action, MemoStore& store)
    : command_(command), store_(store), facts_({}, [&store](const std::string& key) { return store.digest(key); }),
      names_of_records_(store.records(action)), last_(store.last_run(action)) {
  if (last_) note_outputs(last_->outputs);
}

void MemoLookup::note_outputs(const std::vector<MemoOutput>& outputs) {
  for (const MemoOutput& output : outputs) outputs_[output.path].push_back(&output);
}

// To read one takes longer than most commands' facts take to be compared.
const MemoLookup::Found* MemoLookup::load_next() {
  while (loaded_ < names_of_records_.size()) {
    const Digest& name = names_of_records_[loaded_++];
    auto record = store_.record(name);
    if (!record) continue;
    found_.push_back({name, *std::move(record)});
    note_outputs(found_.back().record.outputs);
    return &found_.back();
  }
  return nullptr;
}

bool MemoLookup::is_in_place_of_known(const std::string& place) {
  const auto found = outputs_.find(place);
  if (found == outputs_.end()) return false;
  return std::any_of(found->second.begin(), found->second.end(), [&](const MemoOutput* output) {
    return output->kind != OutputKind::gone && output->kind != OutputKind::touched && is_in_place(*output, facts_);
  });
}

bool MemoLookup::is_own(const std::string& place) {
  do {
    if (is_in_place_of_known(place)) return true;
  } while (load_next() != nullptr);
  return false;
}

std::unordered_set<std::string> MemoLookup::own() {
  while (load_next() != nullptr) {
  }
  std::unordered_set<std::string> paths;
  for (const auto& [path, outputs] : outputs_)
    if (is_in_place_of_known(path)) paths.insert(path);
  return paths;
}

bool MemoLookup::holds(const Fact& fact) {
  if (is_variable(fact)) return environment_state(fact, command_.environment) == fact.state;
  if (facts_.state(fact) == fact.state) return true;
  return fact.is_lenient && is_own(names_.resolved(fact.path, fact.detail != "l"));
}

const MemoLookup::Found* MemoLookup::find() {
  for (size_t i = 0; i < found_.size() || load_next() != nullptr; ++i) {
    const Found& one = found_[i];
    facts_.remember(store_.seen(one.name));
    const auto& facts = one.record.facts;
    auto wrong = std::find_if(facts.begin(), facts.end(), [&](const Fact& fact) { return !holds(fact); });
    if (wrong == facts.end()) return &one;
    // What it did last is what people compare with; a variable by name says more than all of them.
    if (why_.empty() || (last_ && last_->record == one.name)) {
      const auto named = std::find_if(facts.begin(), facts.end(), [&](const Fact& fact) { return fact.kind == FactKind::variable && !holds(fact); });
      if (wrong->kind == FactKind::environment && named != facts.end()) wrong = named;
      why_ = difference(*wrong, is_variable(*wrong) ? environment_state(*wrong, command_.environment) : facts_.state(*wrong));
    }
  }
  if (found_.empty()) why_ = last_ && !last_->reasons.empty() ? "nothing was kept last time: it " + last_->reasons[0] : "it was not run before";
  return nullptr;
}

int64_t MemoLookup::newest_input(const MemoRecord& record) {
  int64_t newest = 0;
  for (const Fact& fact : record.facts) {
    if (fact.kind != FactKind::content) continue;
    const auto& look = facts_.look(fact.path, true);
    if (look.error == 0) newest = std::max(newest, nanoseconds_of(look.status.st_mtim));
  }
  return newest;
}

std::string difference(const Fact& fact, const std::string& now) {
  if (fact.kind == FactKind::environment) return "the environment is another one";
  if (fact.kind == FactKind::variable)
    return "variable " + fact.path + (now == "-" ? " is not set any more" : fact.state == "-" ? " is set now" : " is another one");
  if (now == "-") return fact.path + " is not there any more";
  if (fact.kind == FactKind::absent || fact.state == "-") return fact.path + " is there now";
  switch (fact.kind) {
    case FactKind::content: return fact.path + " changed";
    case FactKind::link:
    case FactKind::place: return fact.path + " leads elsewhere";
    case FactKind::listing: return "other names are in " + fact.path;
    case FactKind::access: return "others may use " + fact.path;
    case FactKind::dated:
      // Its last word is the time.
      return fact.path + (fact.state.substr(0, fact.state.rfind(' ')) == now.substr(0, now.rfind(' ')) ? " has another time"
                                                                                                       : " has another size, mode or owner");
    case FactKind::size: return fact.path + " has another size";
    case FactKind::status: return fact.path + " has another size, mode or owner";
    default: return fact.path + " is something else";
  }
}

}  // namespace lintcache
