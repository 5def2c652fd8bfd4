// SPDX-License-Identifier: MIT
// Keeping answers.
#include "run/remember.h"

#include <algorithm>

#include "digest/input_digest.h"

namespace lintcache {

namespace {

InputSet in_present_states(const Session& session, const std::vector<Input>& inputs) {
  InputSet set;
  for (const Input& input : inputs) set.inputs.push_back({input, session.disk.state(input)});
  set.digest = digest_of_inputs(set.inputs);
  return set;
}

}  // namespace

KnownSet remember(const Session& session, std::string_view subject, const std::vector<Input>& inputs,
                  std::string_view answer) {
  const InputSet set = in_present_states(session, inputs);
  const bool still = std::all_of(inputs.begin(), inputs.end(), [&](const Input& input) {
    return session.disk.still(input);
  });
  if (still) return session.store.input_sets().add(subject, set, answer);
  session.disk.doubt();
  return {0, set.digest, std::string(answer)};
}

KnownSet for_this_run(const Session& session, const std::vector<Input>& inputs,
                      std::string_view answer) {
  return {0, in_present_states(session, inputs).digest, std::string(answer)};
}

}  // namespace lintcache
