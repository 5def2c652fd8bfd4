// SPDX-License-Identifier: MIT
// The worker as an extension module, for an interpreter that has no shared libpython to open.
//
// Loading it runs the worker and never comes back: the process belongs to the worker from then on. It is
// started as `python -u -B -c <bootstrap> <this file> <options>`; the bootstrap stands in
// helpers/imports/worker_command.cpp. Being an extension is only the way in: nothing of it is
// left behind, so the process is a clean Python as much as one that we start ourselves.
#include <dlfcn.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <iostream>
#include <string>
#include <vector>

#include "worker/program.h"
#include "worker/python_api.h"

namespace lintcache {
namespace {

// The words of this process's command line from the file of this module on: Python hands on its options as
// text, and they are bytes.
std::vector<std::string> own_words() {
  Dl_info self{};
  dladdr(reinterpret_cast<void*>(&own_words), &self);
  std::ifstream file("/proc/self/cmdline", std::ios::binary);
  std::vector<std::string> words;
  for (std::string word; std::getline(file, word, '\0');) words.push_back(word);
  const char* name = self.dli_fname != nullptr ? self.dli_fname : "";
  words.erase(words.begin(), std::find(words.begin(), words.end(), name));
  return words;
}

[[noreturn]] void live() {
  // Python's own handler would turn an interrupt into an exception, for which there is nobody here.
  std::signal(SIGINT, SIG_DFL);
  const std::vector<std::string> words = own_words();
  std::vector<const char*> argv;
  for (const std::string& word : words) argv.push_back(word.c_str());
  argv.push_back(nullptr);
  const int status = run_program(static_cast<int>(words.size()), argv.data(), Host::interpreter);
  std::cout.flush();
  std::fflush(nullptr);
  _exit(status);
}

}  // namespace
}  // namespace lintcache

extern "C" __attribute__((visibility("default"))) lintcache::PyObject* PyInit_lintcache_worker() {
  lintcache::live();
}
