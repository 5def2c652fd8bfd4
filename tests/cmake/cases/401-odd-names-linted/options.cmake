# SPDX-License-Identifier: MIT
# How the case 401-odd-names-linted is configured.
set(generators Ninja "Ninja Multi-Config" "Unix Makefiles")
