// SPDX-License-Identifier: MIT
// Asking an interpreter about itself.
#include "tools/toolchain.h"

#include <filesystem>
#include <nlohmann/json.hpp>

#include "base/path.h"
#include "base/subprocess.h"
#include "base/text.h"
#include "tools/adapter.h"
#include "tools/environment.h"

namespace lintcache {
namespace {

// Prints one JSON object. The first entry of sys.path is the current directory, where the tree's own
// modules could stand in for those of the standard library.
constexpr const char* k_question = R"PY(
import sys
# What is there before anything is asked for ran when the interpreter started. Attributes are not asked for:
# a module may load itself when they are.
def file_of(module):
    try:
        return object.__getattribute__(module, "__dict__").get("__file__")
    except AttributeError:
        return None
started = {name: file_of(module) for name, module in list(sys.modules.items())}
sys.path.pop(0)
if sys.version_info < (3, 8):
    sys.exit("Python 3.8 or newer is needed, this is %d.%d" % sys.version_info[:2])
if sys.implementation.name != "cpython":
    sys.exit("CPython is needed, this is %s" % sys.implementation.name)
import importlib.machinery, importlib.util, json, os, site, sysconfig
from importlib import metadata
variables = sysconfig.get_config_vars()
def libpython():
    names = [variables.get("INSTSONAME"), variables.get("LDLIBRARY")]
    for directory in (variables.get("LIBDIR"), variables.get("LIBPL"), os.path.join(sys.base_prefix, "lib"),
                      os.path.join(sys.base_prefix, "lib", variables.get("MULTIARCH") or "")):
        for name in names:
            path = os.path.join(directory or "", name or "")
            if name and ".so" in name and os.path.isfile(path):
                return path
    return ""
def launcher(tool, module):
    if importlib.util.find_spec(module) is None:
        return None
    for directory in (os.path.dirname(sys.executable), sysconfig.get_path("scripts")):
        script = os.path.join(directory, tool)
        try:
            with open(script, "rb") as file:
                first = file.readline()
        except OSError:
            continue
        if first.startswith(b"#!") and b"python" in first:
            return [sys.executable, script]
    return [sys.executable, "-c", "import sys; sys.path.pop(0); sys.argv[0] = %r; import runpy; "
            "runpy.run_module(%r, run_name='__main__', alter_sys=True)" % (tool, module)]
def pth_files():
    for directory in sys.path:
        if os.path.isdir(directory):
            for name in sorted(os.listdir(directory)):
                if name.endswith(".pth"):
                    yield os.path.join(directory, name)
# In an archive a module has no file of its own.
def on_disk(path):
    while not os.path.exists(path) and path != os.path.dirname(path):
        path = os.path.dirname(path)
    return path
def content(path):
    try:
        with open(path, "rb") as file:
            return file.read()
    except OSError:
        return b""
# The lines of a .pth file that are run. What the others do is seen in sys.path.
def statements(path):
    return b"".join(line for line in content(path).splitlines(True)
                    if line.lstrip(b"\xef\xbb\xbf").startswith((b"import ", b"import\t")))
def hash_of(text):
    return importlib.util.source_hash(text).hex()
started = {module: path for module, path in started.items() if type(module) is type(path) is str and path}
started_files = sorted({on_disk(os.path.abspath(path)) for path in started.values()})
started_names = {module.partition(".")[0] for module in started} | {"sitecustomize", "usercustomize"}
# Names are bytes, and JSON is text: each byte becomes the letter with its number.
def name(path):
    return os.fsencode(path).decode("latin-1")
def names(paths):
    return [name(path) for path in paths]
print(json.dumps({
    "executable": name(sys.executable),
    "version": "%d.%d.%d" % sys.version_info[:3],
    "libpython": name(libpython()),
    "path": names(sys.path + [path for path in [site.getusersitepackages()] if path not in sys.path]),
    "search_path": names(sys.path),
    "builtins": sys.builtin_module_names,
    "extension_suffixes": importlib.machinery.EXTENSION_SUFFIXES,
    "pth": names(pth_files()),
    "started_files": names(started_files),
    "started_names": names(sorted(started_names)),
    "launchers": {tool: names(launch) for tool, module in json.loads(sys.argv[1]).items()
                  for launch in [launcher(tool, module)] if launch},
    "identity": [sys.version, sys.implementation.cache_tag, sysconfig.get_platform(),
                 variables.get("SOABI") or ""]
                + sorted({"%s==%s" % (d.metadata["Name"], d.version) for d in metadata.distributions()})
                + ["%s %s" % (name(file), hash_of(content(file))) for file in started_files]
                + ["%s %s" % (name(file), hash_of(statements(file))) for file in pth_files() if statements(file)],
}))
)PY";

Error not_an_interpreter(const Request& request, const std::string& why) {
  return asked_wrongly("this is not a Python interpreter that can lint", request.python,
                       why.empty() ? "name another one by PYTHON" : why);
}

// The bytes whose numbers are the letters of `text`; see k_question.
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

bool is_script(const std::string& path) {
  const auto file = real_disk().read(path);
  return file && *file && (*file)->bytes.starts_with("#!");
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

Result<std::string> ask_interpreter(const Request& request, const Stop& stop) {
  nlohmann::json modules;
  for (const Adapter& tool : adapters()) modules[std::string(tool.name)] = tool.module;
  const Environment environment = environment_for(request, nullptr, outer_environment());
  LINTCACHE_TRY_ASSIGN(const std::string python, interpreter_behind(request, stop));
  LINTCACHE_TRY_ASSIGN(std::string answer, run_python(request, {python, "-c", k_question, modules.dump()},
                                                      environment.variables, stop));
  if (auto toolchain = toolchain_from(answer); !toolchain) return not_an_interpreter(request, "");
  return answer;
}

Result<Toolchain> toolchain_from(const std::string& answer) {
  const auto json = nlohmann::json::parse(answer, nullptr, false);
  if (!json.is_object() || !json.contains("identity")) return our_fault("the answer is no JSON object");
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
  toolchain.identity = json.at("identity").dump() + json.value("path", nlohmann::json()).dump();
  return toolchain;
}

std::vector<Input> inputs_of_answer(const Request& request, const std::string& answer,
                                    StatCache& disk) {
  const auto json = nlohmann::json::parse(answer, nullptr, false);
  if (!json.is_object() || is_script(request.python)) return {};
  std::vector<Input> inputs = {{InputKind::content, request.python, {}},
                               {InputKind::content, name_in(json, "executable"), {}},
                               {InputKind::content, name_in(json, "libpython"), {}}};
  for (const std::string& directory : {parent_of(request.python), parent_of(parent_of(request.python))})
    inputs.push_back({InputKind::content, joined(directory, "pyvenv.cfg"), {}});
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
  for (const char* key : {"pth", "started_files"})
    for (const std::string& file : names_in(json, key)) inputs.push_back({InputKind::content, file, {}});
  std::erase_if(inputs, [](const Input& input) { return input.path.empty(); });
  return inputs;
}

}  // namespace lintcache
