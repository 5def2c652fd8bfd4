// SPDX-License-Identifier: MIT
// Asking an interpreter about itself.
#include "tools/toolchain.h"

#include <fcntl.h>
#include <unistd.h>

#include <filesystem>
#include <nlohmann/json.hpp>

#include "base/descriptor.h"
#include "base/path.h"
#include "base/subprocess.h"
#include "base/text.h"
#include "tools/adapter.h"
#include "tools/environment.h"
#include "tools/python_source.h"

namespace lintcache {
namespace {

Error not_an_interpreter(const Request& request, const std::string& why) {
  return asked_wrongly("this is not a Python interpreter that can lint", request.python,
                       why.empty() ? "name another one by PYTHON" : why);
}

// The bytes whose numbers are the letters of `text`; see question.py.
std::string bytes_of(const std::string& text) {
  std::string bytes;
  for (size_t i = 0; i < text.size(); ++i) {
    const auto lead = static_cast<unsigned char>(text[i]);
    const bool is_pair = lead >= 0x80 && i + 1 < text.size();
    bytes += is_pair ? static_cast<char>((lead & 3) << 6 | (text[++i] & 0x3F)) : text[i];
  }
  return bytes;
}

std::string name_in(const nlohmann::json& answer, const char* key) {
  return bytes_of(answer.value(key, ""));
}

std::vector<std::string> names_in(const nlohmann::json& answer, const char* key) {
  auto names = answer.value(key, std::vector<std::string>{});
  for (std::string& name : names) name = bytes_of(name);
  return names;
}

// An object of texts, in a fixed order.
KeyParts parts_in(const nlohmann::json& texts, PartKind kind) {
  KeyParts parts;
  for (const auto& [key, value] : texts.items())
    parts.push_back({kind, bytes_of(key), bytes_of(value.get<std::string>())});
  return parts;
}

bool is_script(const std::string& path) {
  // A fifo must not block us.
  const Descriptor file(open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  char start[2] = {};
  return file && read(file.get(), start, sizeof start) == sizeof start && start[0] == '#' && start[1] == '!';
}

// The line that says why: the last one, but for a table that Python may print after it.
std::string complaint_in(const std::string& text) {
  std::string complaint;
  for (const std::string& line : split(trim(text), '\n')) {
    const bool is_better = complaint.find("Error: ") == std::string::npos;
    if (is_better || line.find("Error: ") != std::string::npos) complaint = line;
  }
  return complaint;
}

// What is wrong with a program that cannot be started.
std::string why_not_started(const std::string& program, const std::string& error) {
  namespace fs = std::filesystem;
  std::error_code status;
  if (!fs::is_symlink(program, status) || fs::exists(program, status)) return error;
  fs::path end = program;
  // As many links as the kernel follows: they may lead in a circle.
  for (int links = 0; links < 40 && fs::is_symlink(end, status); ++links)
    end = end.parent_path() / fs::read_symlink(end, status);
  const bool is_venv = fs::exists(fs::path(program).parent_path().parent_path() / "pyvenv.cfg", status);
  return (is_venv ? "its virtual environment was made with " : "it links to ") + end.string() +
         ", which is gone";
}

Result<std::string> run_python(const Request& request, const std::vector<std::string>& arguments,
                               const std::vector<std::string>& environment, const Stop& stop) {
  const auto process = run_process({arguments, environment, request.source_dir}, stop);
  if (!process)
    return not_an_interpreter(request, why_not_started(request.python, process.error().what));
  if (process->stopped) return our_fault("stopped");
  if (process->exit_status != 0) return not_an_interpreter(request, complaint_in(process->err));
  return process->out;
}

// A version manager's shim chooses an interpreter, perhaps by variables that linters do not get.
Result<std::string> interpreter_behind(const Request& request, const Stop& stop) {
  if (!is_script(request.python)) return request.python;
  LINTCACHE_TRY_ASSIGN(const std::string chosen,
                       run_python(request, {request.python, "-c", "import sys; print(sys.executable)"},
                                  outer_environment(), stop));
  if (chosen.empty() || chosen.front() != '/') return not_an_interpreter(request, "");
  return chosen.substr(0, chosen.size() - 1);
}

}  // namespace

std::vector<std::string> question_for(const Request& request) {
  nlohmann::json tools = nlohmann::json::object();
  for (const Adapter& tool : adapters_of(request)) {
    nlohmann::json& facts = tools[tool.name] = {{"module", tool.module}, {"groups", tool.entry_points}};
    if (tool.module.empty()) {
      facts["program"] = tool.arguments({}).front();
    } else {
      facts["distributions"] = tool.companions;
      facts["distributions"].push_back(tool.distribution);
    }
  }
  // A project may write anything as a tool's program.
  return {k_question_source, tools.dump(-1, ' ', true, nlohmann::json::error_handler_t::replace)};
}

Result<std::string> ask_interpreter(const Request& request, const Stop& stop) {
  const Environment environment = environment_for(request, nullptr, outer_environment());
  LINTCACHE_TRY_ASSIGN(const std::string python, interpreter_behind(request, stop));
  std::vector<std::string> command = {python, "-c"};
  for (std::string& word : question_for(request)) command.push_back(std::move(word));
  LINTCACHE_TRY_ASSIGN(std::string answer, run_python(request, command, environment.variables, stop));
  if (auto toolchain = toolchain_from(answer); !toolchain) return not_an_interpreter(request, "");
  return answer;
}

Result<Toolchain> toolchain_from(const std::string& answer) {
  const auto json = nlohmann::json::parse(answer, nullptr, false);
  if (!json.is_object() || !json.contains("interpreter")) return our_fault("the answer is no JSON object");
  Toolchain toolchain;
  toolchain.executable = name_in(json, "executable");
  toolchain.version = json.value("version", "");
  toolchain.libpython = name_in(json, "libpython");
  const std::vector<std::string> none;
  toolchain.search_path = names_in(json, "search_path");
  toolchain.builtins = json.value("builtins", none);
  toolchain.extension_suffixes = json.value("extension_suffixes", none);
  toolchain.launchers = json.value("launchers", decltype(toolchain.launchers){});
  for (auto& [tool, launcher] : toolchain.launchers)
    for (std::string& word : launcher) word = bytes_of(word);
  toolchain.prefixes = names_in(json, "prefixes");
  const nlohmann::json nothing = nlohmann::json::object();
  const nlohmann::json start = json.value("start", nothing);
  toolchain.identity = json.at("interpreter").dump() + start.dump() + json.value("path", nothing).dump();
  toolchain.platform = parts_in(json.at("interpreter"), PartKind::platform);
  toolchain.start = parts_in(start, PartKind::tool);
  toolchain.start.push_back({PartKind::environment, "search path", name_in(json, "search path")});
  const nlohmann::json tools = json.value("tools", nothing);
  for (const auto& [tool, versions] : tools.items())
    toolchain.tools[tool] = parts_in(versions, PartKind::tool);
  return toolchain;
}

std::vector<Input> inputs_of_any_answer(const Request& request) {
  std::vector<Input> inputs = {{InputKind::content, request.python, {}}};
  for (const std::string& directory : {parent_of(request.python), parent_of(parent_of(request.python))})
    inputs.push_back({InputKind::content, joined(directory, "pyvenv.cfg"), {}});
  // A program that appears beside the interpreter is taken instead of the tool's module.
  for (const Adapter& adapter : adapters())
    inputs.push_back({InputKind::content, joined(parent_of(request.python), adapter.name), {}});
  return inputs;
}

std::vector<Input> inputs_of_answer(const Request& request, const std::string& answer,
                                    StatCache& disk) {
  const auto json = nlohmann::json::parse(answer, nullptr, false);
  if (!json.is_object() || is_script(request.python)) return {};
  std::vector<Input> inputs = inputs_of_any_answer(request);
  for (const char* key : {"executable", "libpython"}) inputs.push_back({InputKind::content, name_in(json, key), {}});
  for (const Adapter& adapter : adapters())
    inputs.push_back({InputKind::content, joined(parent_of(name_in(json, "executable")), adapter.name), {}});
  const std::vector<std::string> started_names = names_in(json, "started_names");
  for (const std::string& entry : names_in(json, "path")) {
    // New files in the tree are an everyday event: only those count that would run before the others.
    if (entry == request.source_dir || is_below(entry, request.source_dir)) {
      for (const std::string& name : started_names) inputs.push_back({InputKind::lookup, entry, name});
      continue;
    }
    const bool is_directory = disk.entries(entry) && *disk.entries(entry) != nullptr;
    inputs.push_back({is_directory ? InputKind::listing : InputKind::content, entry, {}});
  }
  for (const char* key : {"pth", "started_files", "metadata"})
    for (const std::string& file : names_in(json, key)) inputs.push_back({InputKind::content, file, {}});
  std::erase_if(inputs, [](const Input& input) { return input.path.empty(); });
  return inputs;
}

}  // namespace lintcache
