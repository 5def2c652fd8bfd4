// SPDX-License-Identifier: MIT
// The program `lintcache-python`.
#include "worker/program.h"

int main(int argc, char** argv) { return lintcache::run_program(argc, argv, lintcache::Host::program); }
