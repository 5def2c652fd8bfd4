# SPDX-License-Identifier: MIT
# How the case 400-empty-tree is configured.
set(generators Ninja "Unix Makefiles")
