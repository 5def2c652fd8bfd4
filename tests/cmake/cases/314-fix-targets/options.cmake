# SPDX-License-Identifier: MIT
# How the case 314-fix-targets is configured.
set(generators Ninja "Ninja Multi-Config" "Unix Makefiles")
