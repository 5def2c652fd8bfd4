// SPDX-License-Identifier: MIT
// The toolchain, from memory or from the interpreter.
#include "run/know_toolchain.h"

#include "digest/hasher.h"
#include "run/remember.h"
#include "tools/environment.h"

namespace lintcache {
namespace {

std::string subject_of(const Session& session) {
  const Environment environment =
      environment_for(session.request, nullptr, session.outer_environment);
  Hasher hasher;
  // HOME decides which packages of the user's own there are.
  hasher.field("python", session.request.python)
      .field("home", value_of(environment.variables, "HOME"));
  for (const std::string& word : question_for(session.request)) hasher.field("question", word);
  for (const std::string& variable : environment.keyed) hasher.field("environment", variable);
  return "toolchain " + hasher.digest().hex();
}

}  // namespace

bool is_toolchain_known(const Session& session) {
  return session.store.input_sets().find(subject_of(session), session.disk).has_value();
}

ToolchainAhead::ToolchainAhead(const Session& session)
    : session_(session), subject_(subject_of(session)), known_(session.store.input_sets().find(subject_, session.disk)) {
  if (known_) return;
  answer_ = std::async(std::launch::async, [&request = session.request, &stop = session.stop] { return ask_interpreter(request, stop); });
}

Result<Toolchain> ToolchainAhead::take() {
  if (known_) return toolchain_from(known_->payload);
  // What it depends on at any rate.
  for (const Input& input : inputs_of_any_answer(session_.request)) session_.disk.state(input);
  LINTCACHE_TRY_ASSIGN(const std::string answer, answer_.get());
  const auto inputs = inputs_of_answer(session_.request, answer, session_.disk);
  if (!inputs.empty()) remember(session_, subject_, inputs, answer);
  return toolchain_from(answer);
}

Result<Toolchain> know_toolchain(const Session& session) { return ToolchainAhead(session).take(); }

}  // namespace lintcache
