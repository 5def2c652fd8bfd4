# SPDX-License-Identifier: MIT
# How the case 555-tool-configurations is configured.
set(generators "Ninja Multi-Config")
