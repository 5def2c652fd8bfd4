# SPDX-License-Identifier: MIT
# How the case 204-expressions is configured.
set(definitions -DCMAKE_BUILD_TYPE=Debug)
