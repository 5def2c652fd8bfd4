# SPDX-License-Identifier: MIT
# One honest finding: a run that linted can be told from one that did not.
import os
