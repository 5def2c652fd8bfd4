# SPDX-License-Identifier: MIT
# How the case 551-tool-words is configured.
set(definitions -DCMAKE_BUILD_TYPE=Debug)
