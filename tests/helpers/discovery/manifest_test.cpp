// SPDX-License-Identifier: MIT
// The manifest and lintcache.json: what is read, what is refused, and which of them wins.
#include "discovery/manifest.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "support/scratch_tree.h"

namespace lintcache {
namespace {

using nlohmann::json;

class Manifest : public testing::Test {
 protected:
  Manifest() {
    good = {{"format", 1}, {"name", "app"}, {"source_dir", tree.top()}, {"state_dir", "/b/lintcache/app"}};
  }
  Result<Request> read(const std::string& text) {
    set_keys.clear();
    return read_manifest(tree.write("b/manifest.json", text), set_keys);
  }
  Result<Request> read(const json& object) { return read(object.dump()); }
  Result<void> settle(const std::string& text, Request& request) {
    tree.write("lintcache.json", text);
    request.source_dir = tree.top();
    return read_tree_settings(request, set_keys);
  }
  test::ScratchTree tree;
  json good;
  SetKeys set_keys;
};

TEST_F(Manifest, reads_all_that_it_may_hold) {
  good.update({{"binary_dir", "/b"},
               {"python", "/usr/bin/python3"},
               {"worker", "/w"},
               {"tools", {"flake8", "pylint"}},
               {"include", {"**/*.py"}},
               {"exclude", {"x"}},
               {"skip", {"/s/generated.py"}},
               {"python_path", {"/p"}},
               {"add_source_tree_to_python_path", true},
               {"environment", {"A=b"}},
               {"extra_inputs", {"/f"}},
               {"jobs", 3},
               {"import_time_limit", 0.5},
               {"import_memory_limit", 128},
               {"import_process_limit", 0},
               {"import_file_limit", 2},
               {"linter_time_limit", 1.5}, {"linter_memory_limit", 64}, {"linter_output_limit", 9}, {"file_size_limit", 5},
               {"merge_environment", true},
               {"allowlist", "/allowed"},
               {"decider", "content"},
               {"max_drift", 2.5},
               {"fail_fast", true},
               {"warn_only", false},
               {"merged_log", "/m.log"},
               {"diagnostic_format", "msvc"}});
  const auto request = read(good);
  ASSERT_TRUE(request.ok()) << request.error().text();
  EXPECT_EQ(request->name, "app");
  EXPECT_EQ(request->source_dir, tree.top());
  EXPECT_EQ(request->binary_dir, "/b");
  EXPECT_EQ(request->state_dir, "/b/lintcache/app");
  EXPECT_EQ(request->python, "/usr/bin/python3");
  EXPECT_EQ(request->worker, "/w");
  EXPECT_EQ(request->tools, (std::vector<std::string>{"flake8", "pylint"}));
  EXPECT_EQ(request->exclude, std::vector<std::string>{"x"});
  EXPECT_EQ(request->skip, std::vector<std::string>{"/s/generated.py"});
  EXPECT_EQ(request->python_path, std::vector<std::string>{"/p"});
  EXPECT_TRUE(request->add_source_tree_to_python_path);
  EXPECT_EQ(request->environment, std::vector<std::string>{"A=b"});
  EXPECT_EQ(request->extra_inputs, std::vector<std::string>{"/f"});
  EXPECT_EQ(request->jobs, 3u);
  EXPECT_EQ(request->import_time_limit, 0.5);
  EXPECT_EQ(request->import_memory_limit, 128u);
  EXPECT_EQ(request->import_process_limit, 0u);
  EXPECT_EQ(request->import_file_limit, 2u);
  EXPECT_EQ(request->linter_time_limit, 1.5);
  EXPECT_EQ(request->linter_memory_limit, 64u);
  EXPECT_EQ(request->linter_output_limit + request->file_size_limit, 9u + 5u);
  EXPECT_TRUE(request->merge_environment);
  EXPECT_EQ(request->allowlist, "/allowed");
  EXPECT_EQ(request->decider, "content");
  EXPECT_EQ(request->max_drift, 2.5);
  EXPECT_TRUE(request->fail_fast);
  EXPECT_FALSE(request->warn_only);
  EXPECT_EQ(request->merged_log, "/m.log");
  EXPECT_EQ(request->diagnostic_format, DiagnosticFormat::msvc);
  EXPECT_TRUE(set_keys.contains("warn_only"));
  EXPECT_FALSE(set_keys.contains("name"));
}

TEST_F(Manifest, what_is_not_said_keeps_its_default) {
  const auto request = read(good);
  ASSERT_TRUE(request.ok());
  EXPECT_EQ(request->include, std::vector<std::string>{"**/*.py"});
  EXPECT_EQ(request->jobs, 0u);
  EXPECT_EQ(request->diagnostic_format, DiagnosticFormat::gcc);
  EXPECT_TRUE(set_keys.empty());
}

TEST_F(Manifest, empty_strings_of_generator_expressions_are_dropped) {
  good["environment"] = {"", "A=b", ""};
  good["extra_inputs"] = {""};
  const auto request = read(good);
  ASSERT_TRUE(request.ok());
  EXPECT_EQ(request->environment, std::vector<std::string>{"A=b"});
  EXPECT_TRUE(request->extra_inputs.empty());
}

TEST_F(Manifest, refuses_every_beginning_of_itself) {
  const std::string text = good.dump();
  for (size_t length = 0; length < text.size(); ++length) {
    const auto request = read(text.substr(0, length));
    ASSERT_FALSE(request.ok()) << length;
    EXPECT_EQ(request.error().blame, Blame::asker);
  }
}

TEST_F(Manifest, refuses_what_it_does_not_know) {
  good["colour"] = true;
  const auto request = read(good);
  ASSERT_FALSE(request.ok());
  EXPECT_NE(request.error().what.find("'colour'"), std::string::npos);
  EXPECT_EQ(request.error().where, tree.path("b/manifest.json"));
}

TEST_F(Manifest, refuses_values_of_the_wrong_type) {
  const std::pair<const char*, json> wrong[] = {
      {"name", 1},          {"source_dir", true},     {"state_dir", nullptr}, {"binary_dir", json::array()},
      {"tools", "flake8"},  {"tools", {1}},           {"skip", "x"},          {"jobs", "3"},
      {"jobs", 1.5},        {"import_time_limit", "30"}, {"import_memory_limit", 64.5}, {"import_file_limit", {1}},
      {"fail_fast", 1},     {"fail_fast", "true"},    {"python", {"x"}},      {"diagnostic_format", "clang"},
      {"diagnostic_format", 1}, {"format", 2},        {"format", "1"},        {"environment", {"A=b", nullptr}},
  };
  for (const auto& [key, value] : wrong) {
    json object = good;
    object[key] = value;
    const auto request = read(object);
    ASSERT_FALSE(request.ok()) << key << " " << value;
    EXPECT_EQ(request.error().blame, Blame::asker);
  }
}

TEST_F(Manifest, refuses_numbers_out_of_range_and_says_which_key_and_value) {
  const std::pair<const char*, json> wrong[] = {
      {"jobs", 0},                   {"jobs", -1},
      {"jobs", 4097},                {"jobs", 4294967297},  // 1, were it cut to 32 bits
      {"import_time_limit", 0},      {"import_time_limit", 86400.5},
      {"import_memory_limit", 63},   {"import_memory_limit", 1048577},
      {"import_process_limit", -1},  {"import_process_limit", 65537},
      {"max_drift", -1},             {"max_drift", 86401},
      {"import_file_limit", 0},      {"import_file_limit", 18446744073709551615u},
      {"linter_time_limit", 0},      {"linter_memory_limit", 63},
      {"linter_output_limit", 0},    {"file_size_limit", 0},
  };
  for (const auto& [key, value] : wrong) {
    json object = good;
    object[key] = value;
    const auto request = read(object);
    ASSERT_FALSE(request.ok()) << key << " " << value;
    EXPECT_EQ(request.error().blame, Blame::asker);
    EXPECT_TRUE(request.error().what.starts_with("the value of '" + std::string(key) + "': ")) << request.error().what;
    if (value >= 1e9) continue;  // shown with an exponent
    EXPECT_NE(request.error().what.find(value.dump() + " is out of range"), std::string::npos) << request.error().what;
  }
}

TEST_F(Manifest, refuses_what_lacks_a_needed_key_or_is_no_object) {
  for (const char* key : {"format", "source_dir", "state_dir"}) {
    json object = good;
    object.erase(key);
    EXPECT_FALSE(read(object).ok()) << key;
  }
  for (const char* text : {"", "[]", "3", "null", "{} {}", "\xff"}) EXPECT_FALSE(read(std::string(text)).ok()) << text;
  good["source_dir"] = "relative";
  EXPECT_FALSE(read(good).ok());
}

TEST_F(Manifest, one_that_is_not_there_says_where) {
  const auto request = read_manifest(tree.path("none.json"), set_keys);
  ASSERT_FALSE(request.ok());
  EXPECT_EQ(request.error().blame, Blame::asker);
  EXPECT_EQ(request.error().where, tree.path("none.json"));
}

TEST_F(Manifest, a_decider_that_misses_edits_is_refused) {
  good["decider"] = "newer";
  const auto request = read(good);
  ASSERT_FALSE(request.ok());
  EXPECT_EQ(request.error().blame, Blame::asker);
  EXPECT_TRUE(request.error().what.starts_with("the value of 'decider': ")) << request.error().text();
  EXPECT_EQ(request.error().where, tree.path("b/manifest.json"));
}

TEST_F(Manifest, contradictions_are_refused) {
  good["fail_fast"] = true;
  good["warn_only"] = true;
  EXPECT_FALSE(read(good).ok());
}

TEST_F(Manifest, text_is_read_back_as_the_same_request_with_the_set_keys_only) {
  Request request;
  request.name = "app";
  request.source_dir = tree.top();
  request.state_dir = "/b/state";
  request.skip = {"/s/x.py"};
  request.tools = {"pylint"};
  request.jobs = 5;
  request.import_time_limit = 0.25;
  request.warn_only = true;
  const auto text = manifest_text(request, {"tools", "warn_only", "import_time_limit"});
  ASSERT_TRUE(text.ok());
  const auto again = read(*text);
  ASSERT_TRUE(again.ok()) << again.error().text();
  EXPECT_EQ(again->name, "app");
  EXPECT_EQ(again->state_dir, "/b/state");
  EXPECT_EQ(again->skip, request.skip);
  EXPECT_EQ(again->tools, request.tools);
  EXPECT_TRUE(again->warn_only);
  EXPECT_EQ(again->jobs, 0u);
  EXPECT_EQ(again->import_time_limit, 0.25);
  EXPECT_EQ(set_keys, (SetKeys{"tools", "warn_only", "import_time_limit"}));
}

TEST_F(Manifest, text_cannot_hold_what_is_not_utf8) {
  Request request;
  request.source_dir = "/caf\xe9";
  const auto text = manifest_text(request, {});
  ASSERT_FALSE(text.ok());
  EXPECT_EQ(text.error().blame, Blame::asker);
}

TEST_F(Manifest, the_tree_fills_in_only_what_was_not_set) {
  good["tools"] = {"flake8"};
  auto request = read(good);
  ASSERT_TRUE(request.ok());
  const auto settled = settle(R"({"tools": ["pylint"], "jobs": 2, "exclude": ["x"]})", *request);
  ASSERT_TRUE(settled.ok()) << settled.error().text();
  EXPECT_EQ(request->tools, std::vector<std::string>{"flake8"});
  EXPECT_EQ(request->jobs, 2u);
  EXPECT_EQ(request->exclude, std::vector<std::string>{"x"});
}

TEST_F(Manifest, paths_in_the_tree_are_relative_to_it) {
  Request request;
  ASSERT_TRUE(settle(R"({"python": "venv/bin/python", "python_path": ["lib", "/abs"], "merged_log": ""})", request).ok());
  EXPECT_EQ(request.python, tree.path("venv/bin/python"));
  EXPECT_EQ(request.python_path, (std::vector<std::string>{tree.path("lib"), "/abs"}));
  EXPECT_EQ(request.merged_log, "");
}

TEST_F(Manifest, no_file_in_the_tree_is_no_error) {
  Request request;
  request.source_dir = tree.top();
  EXPECT_TRUE(read_tree_settings(request, set_keys).ok());
}

TEST_F(Manifest, mistakes_in_the_tree_are_refused_with_what_is_known) {
  for (const char* text : {"", "[]", "{", R"({"tool": ["x"]})", R"({"jobs": "2"})", R"({"name": "x"})", R"({"format": 1})",
                           R"({"environment": ["A"]})", R"({"environment": ["=b"]})",
                           R"({"fail_fast": true, "warn_only": true})"}) {
    Request request;
    set_keys.clear();
    const auto settled = settle(text, request);
    ASSERT_FALSE(settled.ok()) << text;
    EXPECT_EQ(settled.error().blame, Blame::asker);
  }
  Request request;
  EXPECT_NE(settle(R"({"tool": ["x"]})", request).error().hint.find("tools, include"), std::string::npos);
}

TEST_F(Manifest, of_two_that_contradict_each_other_the_stronger_source_wins) {
  Request request;
  request.fail_fast = true;
  set_keys = {"fail_fast"};
  ASSERT_TRUE(settle(R"({"warn_only": true})", request).ok());
  EXPECT_TRUE(request.fail_fast);
  EXPECT_FALSE(request.warn_only);
}

}  // namespace
}  // namespace lintcache
