// SPDX-License-Identifier: MIT
// A tree, its interpreter and its environment, from which tools are made ready.
#pragma once

#include <string>
#include <vector>

#include "plan/prepared_tool.h"
#include "support/fake_disk.h"

namespace lintcache::test {

struct World {
  World() {
    request.name = "app";
    request.source_dir = "/h/s";
    request.tools = {"flake8", "pylint"};
    toolchain.executable = "/usr/bin/python3";
    toolchain.platform = {{PartKind::platform, "python", "3.11"}};
    toolchain.launchers = {{"flake8", {"/usr/bin/python3", "/usr/bin/flake8"}},
                           {"pylint", {"/usr/bin/python3", "/usr/bin/pylint"}}};
    toolchain.tools = {{"flake8", {{PartKind::tool, "flake8", "7.0"}}}, {"pylint", {{PartKind::tool, "pylint", "3.2"}}}};
    outer = {"HOME=/h", "PATH=/bin"};
  }

  Result<std::vector<PreparedTool>> prepare() {
    StatCache cache(disk);
    return prepare_tools(request, toolchain, outer, roots_of(request), cache);
  }

  FakeDisk disk;
  Request request;
  Toolchain toolchain;
  std::vector<std::string> outer;
};

}  // namespace lintcache::test
