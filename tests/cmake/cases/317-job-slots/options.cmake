# SPDX-License-Identifier: MIT
# Only Makefiles mark commands.
set(generators "Unix Makefiles")
