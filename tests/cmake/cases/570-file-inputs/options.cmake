# SPDX-License-Identifier: MIT
# How the case 570-file-inputs is configured.
set(definitions -DCMAKE_BUILD_TYPE=Debug)
