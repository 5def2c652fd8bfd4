// SPDX-License-Identifier: MIT
// Objects of JSON, and where ruff looks for its configuration.
#include "tools/ruff_lines.h"

#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <unordered_map>

#include "base/path.h"
#include "base/text.h"

namespace lintcache {
namespace {

using Json = nlohmann::json;

// Files of the subject by the names that ruff may give them: full paths, in UTF-8. It takes the tree from its working
// directory, which has no links in it.
std::unordered_map<std::string, std::string> names_of(const Subject& subject) {
  std::error_code ignored;
  const std::string real = std::filesystem::weakly_canonical(subject.source_dir, ignored).string();
  std::unordered_map<std::string, std::string> names;
  const auto add = [&](const std::string& file) {
    for (const std::string& top : {subject.source_dir, real}) names[joined(top, file)] = file;
  };
  if (!subject.file.empty()) add(subject.file);
  for (const std::string& file : subject.files) add(file);
  return names;
}

// Takes from an object what is wanted of it, and builds nothing of the rest, which is most. Of a key that comes twice the
// last one counts.
class Taker : public nlohmann::json_sax<Json> {
 public:
  explicit Taker(RuffLine& line) : line_(line) {}

  std::string name;  // of the file
  bool has_code = false, has_message = false;

  bool null() override { return other(); }
  bool boolean(bool) override { return other(); }
  bool number_integer(number_integer_t) override { return other(); }
  bool number_float(number_float_t, const string_t&) override { return other(); }
  bool binary(binary_t&) override { return other(); }
  bool number_unsigned(number_unsigned_t value) override {
    other();
    if (unsigned* place = number()) *place = std::max(1u, static_cast<unsigned>(value));
    return depth_ > 0;
  }
  bool string(string_t& value) override {
    other();
    if (std::string* place = text()) *place = std::move(value);
    return depth_ > 0;
  }
  bool start_object(size_t) override {
    if (depth_ > 0) other();
    ++depth_;
    return true;
  }
  bool key(string_t& key) override {
    (depth_ == 1 ? top_ : depth_ == 2 ? below_ : ignored_) = std::move(key);
    if (depth_ != 1) return true;
    has_code = has_code || top_ == "code";
    has_message = has_message || top_ == "message";
    if (top_ == "location") line_.line = line_.column = 1;
    return true;
  }
  bool end_object() override {
    --depth_;
    return true;
  }
  // In a list nothing has a name.
  bool start_array(size_t) override {
    if (depth_ == 0) return false;
    other();
    depth_ += k_list;
    return true;
  }
  bool end_array() override {
    depth_ -= k_list;
    return true;
  }
  bool parse_error(size_t, const std::string&, const nlohmann::detail::exception&) override { return false; }

 private:
  static constexpr int64_t k_list = 1'000'000;  // deeper than any object goes

  std::string* text() {
    if (depth_ != 1) return nullptr;
    return top_ == "code" ? &line_.code : top_ == "message" ? &line_.message : top_ == "filename" ? &name : nullptr;
  }
  unsigned* number() {
    if (depth_ != 2 || top_ != "location") return nullptr;
    return below_ == "row" ? &line_.line : below_ == "column" ? &line_.column : nullptr;
  }
  // A value that is none of those wanted here. False where it is no object's.
  bool other() {
    if (std::string* place = text()) place->clear();
    if (unsigned* place = number()) *place = 1;
    return depth_ > 0;
  }

  RuffLine& line_;
  int64_t depth_ = 0;
  std::string top_, below_, ignored_;
};

}  // namespace

std::optional<std::vector<RuffLine>> ruff_lines(std::string_view out, const Subject& subject) {
  const auto names = names_of(subject);
  std::vector<RuffLine> lines;
  for (const std::string& text : split(out, '\n')) {
    if (text.empty()) continue;
    RuffLine line;
    Taker taker(line);
    if (!Json::sax_parse(text, &taker) || !taker.has_code || !taker.has_message) return {};
    if (const auto known = names.find(taker.name); known != names.end()) {
      line.file = known->second;
    } else if (!subject.file.empty() && !is_utf8(subject.file)) {
      line.file = subject.file;  // its name cannot be told in JSON
    }
    line.text = text;
    lines.push_back(std::move(line));
  }
  return lines;
}

Adapter ruff_base(const std::string& name) {
  Adapter adapter;
  adapter.name = name;
  adapter.distribution = "ruff";
  adapter.environment = {"XDG_CONFIG_HOME"};
  adapter.config.upwards = adapter.config.beside = {".ruff.toml", "ruff.toml", "pyproject.toml"};
  for (const char* file : {".ruff.toml", "ruff.toml", "pyproject.toml"})
    adapter.config.in_home.push_back(std::string(".config/ruff/") + file);
  adapter.config.extends = "extend";
  // We run as many processes as there is room for.
  adapter.own_environment = {"RAYON_NUM_THREADS=1", "RUFF_NO_CACHE=true"};
  adapter.batch = 128;
  return adapter;
}

}  // namespace lintcache
