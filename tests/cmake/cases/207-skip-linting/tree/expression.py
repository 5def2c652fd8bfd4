# SPDX-License-Identifier: MIT
# A module to be found.
