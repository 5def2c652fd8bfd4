# SPDX-License-Identifier: MIT
# Make has no such pools, and takes the keyword all the same.
set(generators Ninja "Unix Makefiles")
