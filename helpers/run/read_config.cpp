// SPDX-License-Identifier: MIT
// Answers about configuration files, from memory or from the interpreter.
#include "run/read_config.h"

#include <filesystem>
#include <memory>

#include "base/path.h"
#include "base/subprocess.h"
#include "digest/hasher.h"
#include "run/remember.h"
#include "tools/adapter.h"
#include "tools/config_question.h"
#include "tools/environment.h"

namespace lintcache {
namespace {

class Reader {
 public:
  Reader(const Session& session, const Toolchain& toolchain) : session_(session), toolchain_(toolchain) {
    Hasher hasher;
    hasher.field("python", toolchain.identity);
    for (const auto& [tool, parts] : toolchain.tools)
      for (const KeyPart& part : parts) hasher.field("tool", tool).field(part.name, part.value);
    for (const std::string& word : config_question(adapters_, {})) hasher.field("question", word);
    asker_ = hasher.digest();
  }

  std::map<std::string, std::string> read(const ToolFacts& adapter, const std::vector<Input>& files) {
    std::vector<Input> asked;
    for (const Input& file : files)
      if (reads_sections(adapter, file.path) && is_plain(file.path)) asked.push_back(file);
    learn(asked);
    std::map<std::string, std::string> read;
    for (const Input& file : asked)
      if (const auto known = answers_.find(file.path); known != answers_.end())
        if (auto text = sections_read(known->second, adapter.name)) read.emplace(file.path, std::move(*text));
    return read;
  }

 private:
  // Tools go by the name that a link leads to.
  static bool is_plain(const std::string& path) {
    std::error_code status;
    return std::filesystem::is_regular_file(std::filesystem::symlink_status(path, status));
  }

  [[nodiscard]] std::string subject(const Input& file) const {
    return "config " + session_.store.roots().packed(file.path) + " " + asker_.hex();
  }

  // The file, and the tree's own modules in place of the parsers.
  [[nodiscard]] std::vector<Input> inputs_of(const Input& file) const {
    std::vector<Input> inputs = {file};
    for (const std::string& directory : toolchain_.search_path)
      if (directory == session_.request.source_dir || is_below(directory, session_.request.source_dir))
        for (const char* name : {"configparser", "tomllib", "tomli"}) inputs.push_back({InputKind::lookup, directory, name});
    return inputs;
  }

  void learn(const std::vector<Input>& files) {
    std::vector<Input> unknown;
    std::vector<ConfigFile> contents;
    for (const Input& file : files) {
      if (answers_.contains(file.path)) continue;
      if (const auto known = session_.store.input_sets().find(subject(file), session_.disk)) {
        answers_[file.path] = known->payload;
        continue;
      }
      const auto read = session_.disk.disk().read(file.path);
      // One that just changed is another file.
      if (!read || !*read || digest_of((*read)->bytes) != session_.disk.state(file)) continue;
      if (!can_be_asked_about((*read)->bytes)) continue;
      unknown.push_back(file);
      contents.push_back({file.path, std::move((*read)->bytes)});
    }
    if (!unknown.empty()) ask(unknown, contents);
  }

  // An interpreter that gives no answer is asked again next time.
  void ask(const std::vector<Input>& files, const std::vector<ConfigFile>& contents) {
    const Environment environment = environment_for(session_.request, nullptr, session_.outer_environment);
    Command command{{toolchain_.executable, "-c"}, environment.variables, session_.request.source_dir};
    for (std::string& word : config_question(adapters_, contents)) command.arguments.push_back(std::move(word));
    const auto process = run_process(command, session_.stop);
    if (!process || process->stopped || process->exit_status != 0) return;
    const auto answers = config_answers(process->out, files.size());
    for (size_t i = 0; i < answers.size(); ++i) {
      answers_[files[i].path] = answers[i];
      remember(session_, subject(files[i]), inputs_of(files[i]), answers[i]);
    }
  }

  Session session_;
  const Toolchain& toolchain_;
  std::vector<Adapter> adapters_{adapters().begin(), adapters().end()};
  Digest asker_;
  std::map<std::string, std::string> answers_;  // by path
};

}  // namespace

ConfigReader config_reader(const Session& session, const Toolchain& toolchain) {
  const auto reader = std::make_shared<Reader>(session, toolchain);
  return [reader](const ToolFacts& adapter, const std::vector<Input>& files) { return reader->read(adapter, files); };
}

}  // namespace lintcache
