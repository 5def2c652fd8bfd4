# SPDX-License-Identifier: MIT
"""Counts words, by way of an extension module."""
