// SPDX-License-Identifier: MIT
// The two JSON files, format 1.
//
// manifest.json: an object with `format` (1), `name`, `source_dir`, `state_dir`, and, all optional,
// `binary_dir`, `skip` (list of files), `diagnostic_format` ("gcc" or "msvc"), the keys of declarations.h
// and any key of settings(). All paths are absolute. Empty strings in lists count as not there: generator
// expressions leave them.
// lintcache.json: an object with any key of settings() or declarations.h; paths are relative to the file.
// An unknown key or a value of the wrong type is an error.
#include "discovery/manifest.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/disk.h"
#include "base/path.h"
#include "base/text.h"
#include "discovery/declarations.h"
#include "discovery/settings.h"

namespace lintcache {
namespace {

using nlohmann::json;

constexpr int k_manifest_format = 1;

Result<json> parse(const std::string& bytes, const std::string& file, const std::string& hint) {
  json object = json::parse(bytes, nullptr, false);
  if (object.is_discarded()) return asked_wrongly("not valid JSON", file, hint);
  if (!object.is_object()) return asked_wrongly("not a JSON object", file, hint);
  return object;
}

bool read_value(const json& value, std::string& into) {
  if (!value.is_string()) return false;
  into = value.get<std::string>();
  return true;
}

bool read_value(const json& value, bool& into) {
  if (!value.is_boolean()) return false;
  into = value.get<bool>();
  return true;
}

// A whole number that is no `unsigned` is out of range, not of the wrong type: see `out_of_range`.
bool read_value(const json& value, unsigned& into) {
  if (!value.is_number_integer()) return false;
  into = value.get<unsigned>();
  return true;
}

bool read_value(const json& value, double& into) {
  if (!value.is_number()) return false;
  into = value.get<double>();
  return true;
}

bool read_value(const json& value, std::vector<std::string>& into) {
  const auto is_string = [](const json& element) { return element.is_string(); };
  if (!value.is_array() || !std::all_of(value.begin(), value.end(), is_string)) return false;
  into = value.get<std::vector<std::string>>();
  std::erase(into, "");
  return true;
}

void make_absolute(std::string& path, const std::string& base) {
  if (!path.empty()) path = absolute_path(path, base);
}

void make_absolute(std::vector<std::string>& paths, const std::string& base) {
  for (std::string& path : paths) make_absolute(path, base);
}

template <class T>
void make_absolute(T&, const std::string&) {}

bool takes_number(const Setting& setting) {
  return std::holds_alternative<unsigned Request::*>(setting.member) ||
         std::holds_alternative<double Request::*>(setting.member);
}

// What is wrong with a number, by its value in JSON; empty where nothing is.
std::string out_of_range(const Setting& setting, const json& value) {
  return takes_number(setting) ? complaint_about(setting, value.get<double>()) : "";
}

// Takes the value of one setting, unless a stronger source has set it.
Result<void> take(const Setting& setting, const json& value, const std::string& base,
                  const std::string& file, Request& request, SetKeys& set_keys) {
  if (set_keys.contains(setting.key)) return {};
  const bool good = std::visit(
      [&](auto member) {
        if (!read_value(value, request.*member)) return false;
        if (setting.is_path) make_absolute(request.*member, base);
        return true;
      },
      setting.member);
  if (!good)
    return asked_wrongly("the value of '" + std::string(setting.key) + "' has the wrong type", file);
  if (const std::string complaint = out_of_range(setting, value); !complaint.empty())
    return asked_wrongly("the value of '" + std::string(setting.key) + "': " + complaint, file);
  set_keys.emplace(setting.key);
  return {};
}

const Setting* find_setting(std::string_view key) {
  const auto table = settings();
  const auto found = std::find_if(table.begin(), table.end(),
                                  [&](const Setting& setting) { return setting.key == key; });
  return found == table.end() ? nullptr : &*found;
}

// The manifest's own keys; false for one that it does not have.
Result<bool> take_manifest_key(const std::string& key, const json& value, const std::string& file,
                               Request& request) {
  bool good = true;
  if (key == "format") {
    good = value == k_manifest_format;
    if (!good)
      return asked_wrongly("a manifest of another format", file, "configure the project again");
  } else if (key == "name") {
    good = read_value(value, request.name);
  } else if (key == "source_dir") {
    good = read_value(value, request.source_dir);
  } else if (key == "binary_dir") {
    good = read_value(value, request.binary_dir);
  } else if (key == "state_dir") {
    good = read_value(value, request.state_dir);
  } else if (key == "skip") {
    good = read_value(value, request.skip);
  } else if (key == "diagnostic_format") {
    good = value == "gcc" || value == "msvc";
    request.diagnostic_format = value == "msvc" ? DiagnosticFormat::msvc : DiagnosticFormat::gcc;
  } else {
    return is_declaration(key);  // read when all else is known
  }
  if (!good) return asked_wrongly("the value of '" + key + "' has the wrong type", file);
  return true;
}

}  // namespace

Result<void> check_request(const Request& request, const std::string& where) {
  for (const std::string& entry : request.environment)
    if (entry.find('=') == std::string::npos || entry.front() == '=')
      return asked_wrongly("an environment entry is not VAR=VALUE", entry, "in " + where);
  if (const std::string complaint = complaint_about_backend(request.backend); !complaint.empty())
    return asked_wrongly("the value of 'backend': " + complaint, where);
  if (const std::string complaint = complaint_about_inference(request.inference); !complaint.empty())
    return asked_wrongly("the value of 'inference': " + complaint, where);
  if (const std::string complaint = complaint_about_decider(request.decider); !complaint.empty())
    return asked_wrongly("the value of 'decider': " + complaint, where,
                         "content-timestamp, the default, reads a file again where its time stamp is new or too young");
  if (request.fail_fast && request.warn_only)
    return asked_wrongly("fail_fast and warn_only contradict each other", where,
                         "where nothing fails there is no first failure to stop at");
  return {};
}

Result<Request> read_manifest(const std::string& file, SetKeys& set_keys) {
  const std::string hint = "configure the project again";
  LINTCACHE_TRY_ASSIGN(const auto bytes, real_disk().read(file));
  if (!bytes) return asked_wrongly("there is no such manifest", file, hint);
  LINTCACHE_TRY_ASSIGN(const json object, parse(bytes->bytes, file, hint));
  if (!object.contains("format")) return asked_wrongly("a manifest without its format", file, hint);
  Request request;
  for (const auto& [key, value] : object.items()) {
    if (const Setting* setting = find_setting(key)) {
      LINTCACHE_TRY(take(*setting, value, parent_of(file), file, request, set_keys));
      continue;
    }
    LINTCACHE_TRY_ASSIGN(const bool known, take_manifest_key(key, value, file, request));
    if (!known) return asked_wrongly("unknown key '" + key + "'", file, hint);
  }
  for (const std::string* path : {&request.source_dir, &request.state_dir})
    if (path->empty() || path->front() != '/')
      return asked_wrongly("source_dir and state_dir must be absolute paths", file, hint);
  LINTCACHE_TRY(take_declarations(object, file, request));
  LINTCACHE_TRY(check_request(request, file));
  return request;
}

Result<std::string> manifest_text(const Request& request, const SetKeys& set_keys) {
  nlohmann::ordered_json object = {{"format", k_manifest_format},
                                   {"name", request.name},
                                   {"source_dir", request.source_dir},
                                   {"binary_dir", request.binary_dir},
                                   {"state_dir", request.state_dir},
                                   {"skip", request.skip}};
  if (!request.lint_tools.empty()) object["lint_tools"] = declarations("lint_tools", request);
  if (!request.file_inputs.empty()) object["file_inputs"] = declarations("file_inputs", request);
  for (const Setting& setting : settings())
    if (set_keys.contains(setting.key))
      std::visit([&](auto member) { object[std::string(setting.key)] = request.*member; },
                 setting.member);
  try {
    return object.dump(2) + "\n";
  } catch (const json::type_error&) {
    return asked_wrongly("a path or a setting is not UTF-8", request.source_dir);
  }
}

Result<void> read_tree_settings(Request& request, SetKeys& set_keys) {
  const std::string file = joined(request.source_dir, "lintcache.json");
  LINTCACHE_TRY_ASSIGN(const auto bytes, real_disk().read(file));
  if (!bytes) return {};
  LINTCACHE_TRY_ASSIGN(const json object, parse(bytes->bytes, file, "correct it, or remove it"));
  const bool fail_fast_first = request.fail_fast, warn_only_first = request.warn_only;
  for (const auto& [key, value] : object.items()) {
    if (is_declaration(key)) continue;
    const Setting* setting = find_setting(key);
    if (setting == nullptr) {
      std::vector<std::string> keys = {"lint_tools", "file_inputs"};
      for (const Setting& known : settings()) keys.emplace_back(known.key);
      return asked_wrongly("unknown key '" + key + "'", file, "known are " + join(keys, ", "));
    }
    LINTCACHE_TRY(take(*setting, value, request.source_dir, file, request, set_keys));
  }
  LINTCACHE_TRY(take_declarations(object, file, request));
  // Two that contradict each other: the stronger source has its way.
  if (fail_fast_first) request.warn_only = false;
  if (warn_only_first) request.fail_fast = false;
  return check_request(request, file);
}

}  // namespace lintcache
