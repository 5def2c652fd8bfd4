// SPDX-License-Identifier: MIT
// Stands for a helper; it is never built.
int main() {}
