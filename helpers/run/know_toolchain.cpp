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

Result<Toolchain> know_toolchain(const Session& session) {
  const std::string subject = subject_of(session);
  if (const auto known = session.store.input_sets().find(subject, session.disk))
    return toolchain_from(known->payload);
  LINTCACHE_TRY_ASSIGN(const std::string answer, ask_interpreter(session.request, session.stop));
  const auto inputs = inputs_of_answer(session.request, answer, session.disk);
  if (!inputs.empty()) remember(session, subject, inputs, answer);
  return toolchain_from(answer);
}

}  // namespace lintcache
