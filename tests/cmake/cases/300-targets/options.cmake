# SPDX-License-Identifier: MIT
# How the case 300-targets is configured.
set(generators Ninja "Ninja Multi-Config" "Unix Makefiles")
