# SPDX-License-Identifier: MIT
# How the case 550-tool-keywords is configured.
set(definitions -DCMAKE_BUILD_TYPE=Debug)
