// SPDX-License-Identifier: MIT
// Asking the dynamic loader for its list, and reading DT_NEEDED and DT_SONAME (see elf(5)) where it has put them.
#include "worker/libraries.h"

#include <link.h>

#include <algorithm>
#include <utility>

namespace lintcache {
namespace {

struct Found {
  std::string path;
  std::string soname;
  std::vector<std::string> needed;
};

struct Listing {
  unsigned long long known_loads;
  const std::unordered_map<std::string, size_t>& known;
  unsigned long long loads = 0;
  std::vector<Found> found;
};

void read_dynamic(const dl_phdr_info& info, const ElfW(Dyn) * entries, Found& found) {
  const char* strings = nullptr;
  for (const ElfW(Dyn)* entry = entries; entry->d_tag != DT_NULL; ++entry)
    if (entry->d_tag == DT_STRTAB) {
      // The loader has made it an address, on most machines.
      const ElfW(Addr) at = entry->d_un.d_ptr;
      strings = reinterpret_cast<const char*>(at < info.dlpi_addr ? info.dlpi_addr + at : at);
    }
  if (strings == nullptr) return;
  for (const ElfW(Dyn)* entry = entries; entry->d_tag != DT_NULL; ++entry) {
    if (entry->d_tag == DT_NEEDED) found.needed.emplace_back(strings + entry->d_un.d_val);
    if (entry->d_tag == DT_SONAME) found.soname = strings + entry->d_un.d_val;
  }
}

int collect(dl_phdr_info* info, size_t, void* data) {
  auto* listing = static_cast<Listing*>(data);
  listing->loads = info->dlpi_adds;
  if (listing->loads == listing->known_loads) return 1;
  // The program itself has no name and the kernel's own page no file.
  const std::string path = info->dlpi_name == nullptr ? "" : info->dlpi_name;
  if (path.find('/') == std::string::npos || listing->known.contains(path)) return 0;
  Found found{path, path.substr(path.rfind('/') + 1), {}};
  for (int i = 0; i < info->dlpi_phnum; ++i)
    if (info->dlpi_phdr[i].p_type == PT_DYNAMIC)
      read_dynamic(*info, reinterpret_cast<const ElfW(Dyn)*>(info->dlpi_addr + info->dlpi_phdr[i].p_vaddr),
                   found);
  listing->found.push_back(std::move(found));
  return 0;
}

}  // namespace

LoadedLibraries::LoadedLibraries() {
  refresh();
  for (Library& library : libraries_) library.from_start = true;
}

std::vector<size_t> LoadedLibraries::refresh() {
  Listing listing{loads_, by_path_, 0, {}};
  dl_iterate_phdr(collect, &listing);
  loads_ = listing.loads;
  std::vector<size_t> fresh;
  for (Found& found : listing.found) {
    fresh.push_back(libraries_.size());
    by_path_.emplace(found.path, libraries_.size());
    by_soname_.emplace(found.soname, libraries_.size());
    libraries_.push_back({std::move(found.path), std::move(found.soname), std::move(found.needed), false});
  }
  return fresh;
}

void LoadedLibraries::add_with_needed(size_t library, std::vector<std::string>& names) const {
  std::vector<size_t> open = {library};
  std::vector<bool> seen(libraries_.size());
  while (!open.empty()) {
    const size_t number = open.back();
    open.pop_back();
    if (seen[number] || libraries_[number].from_start) continue;
    seen[number] = true;
    names.push_back(libraries_[number].path);
    for (const std::string& soname : libraries_[number].needed)
      if (const auto other = by_soname_.find(soname); other != by_soname_.end()) open.push_back(other->second);
  }
}

std::vector<std::string> LoadedLibraries::fresh() {
  std::vector<std::string> names;
  for (const size_t library : refresh()) add_with_needed(library, names);
  return names;
}

std::vector<std::string> LoadedLibraries::named(std::string_view name) {
  refresh();
  const std::string whole(name);
  std::vector<std::string> names;
  const auto& index = name.find('/') == std::string_view::npos ? by_soname_ : by_path_;
  if (const auto library = index.find(whole); library != index.end()) add_with_needed(library->second, names);
  return names;
}

}  // namespace lintcache
