// SPDX-License-Identifier: MIT
// Places where isort looks.
#include "imports/first_party.h"

#include "base/path.h"
#include "base/text.h"
#include "imports/scanner.h"
#include "imports/source_text.h"

namespace lintcache {

std::vector<Input> first_party_inputs(std::string_view source, const std::string& directory,
                                      StatCache& disk) {
  std::vector<Input> inputs;
  std::string room;
  for (const ImportStatement& statement : scan_imports(as_utf8(source, room))) {
    if (statement.level > 0) continue;
    for (const std::string& top : {directory, joined(directory, "src")}) {
      std::string place = top;
      for (const std::string& name : split(statement.module, '.')) {
        inputs.push_back({InputKind::lookup, place, name});
        place = joined(place, name);
        // Only a namespace package leads on to what is in it, and any file may end its being one.
        const Input init{InputKind::content, joined(place, "__init__.py"), {}};
        if (disk.state({InputKind::listing, place, {}}).is_absent()) break;
        inputs.push_back(init);
        if (!disk.state(init).is_absent()) break;
        inputs.push_back({InputKind::listing, place, {}});
      }
    }
  }
  return inputs;
}

}  // namespace lintcache
