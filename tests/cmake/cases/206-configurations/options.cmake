# SPDX-License-Identifier: MIT
# How the case 206-configurations is configured.
set(generators "Ninja Multi-Config")
