// SPDX-License-Identifier: MIT
// Asking the dynamic loader for its list.
#include "worker/libraries.h"

#include <link.h>

#include <utility>

namespace lintcache {
namespace {

struct Listing {
  unsigned long long known_loads;
  unsigned long long loads = 0;
  std::vector<std::string> names;
};

int collect(dl_phdr_info* info, size_t, void* data) {
  auto* listing = static_cast<Listing*>(data);
  listing->loads = info->dlpi_adds;
  if (listing->loads == listing->known_loads) return 1;
  // The program itself has no name and the kernel's own page no file.
  if (info->dlpi_name != nullptr && std::string_view(info->dlpi_name).find('/') != std::string_view::npos)
    listing->names.emplace_back(info->dlpi_name);
  return 0;
}

}  // namespace

std::vector<std::string> LoadedLibraries::fresh() {
  Listing listing{loads_, 0, {}};
  dl_iterate_phdr(collect, &listing);
  loads_ = listing.loads;
  std::vector<std::string> names;
  for (std::string& name : listing.names)
    if (known_.insert(name).second) names.push_back(std::move(name));
  return names;
}

}  // namespace lintcache
