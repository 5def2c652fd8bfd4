// SPDX-License-Identifier: MIT
// Descriptions as bytes.
//
// Encoded fields (base/frame.h), four for each module: name, file, imports, implied; the last two are
// encoded fields themselves.
#include "imports/description.h"

#include "base/frame.h"

namespace lintcache {
namespace {

constexpr size_t k_fields_per_module = 4;

}  // namespace

std::string to_description(const std::vector<DescribedModule>& modules) {
  Fields fields;
  for (const DescribedModule& module : modules)
    fields.insert(fields.end(),
                  {module.name, module.file, encode_fields(module.imports), encode_fields(module.implied)});
  return encode_fields(fields);
}

std::vector<DescribedModule> described_modules(std::string_view description) {
  auto fields = decode_fields(description);
  if (!fields || fields->size() % k_fields_per_module != 0) return {};
  std::vector<DescribedModule> modules;
  for (size_t at = 0; at < fields->size(); at += k_fields_per_module) {
    auto imports = decode_fields((*fields)[at + 2]);
    auto implied = decode_fields((*fields)[at + 3]);
    if (!imports || !implied) return {};
    modules.push_back({std::move((*fields)[at]), std::move((*fields)[at + 1]), std::move(*imports),
                       std::move(*implied)});
  }
  return modules;
}

}  // namespace lintcache
