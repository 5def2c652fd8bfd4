# SPDX-License-Identifier: MIT
# How the case 311-clean is configured.
set(generators Ninja "Ninja Multi-Config" "Unix Makefiles")
