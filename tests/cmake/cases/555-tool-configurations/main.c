// SPDX-License-Identifier: MIT
// A program that finds nothing.
int main(void) { return 0; }
