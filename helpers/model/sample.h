// SPDX-License-Identifier: MIT
// How many of many things: all, a number or a share of them, chosen at random but the same ones for the same seed.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <random>
#include <string>
#include <vector>

namespace lintcache {

struct Sample {
  std::optional<size_t> number;   // neither: all
  std::optional<double> percent;  // of 100; at least one thing, where there is any
  uint32_t seed = 0;
  bool by_trace = false;  // it is not what they say that is compared, but what they ask of the system
};

// "20" or "5%"; nothing for what is neither, or out of range.
inline std::optional<Sample> sample_from(const std::string& text) {
  size_t end = 0;
  double value = 0;
  try {
    value = std::stod(text, &end);
  } catch (const std::exception&) {
    return {};
  }
  const bool is_share = end + 1 == text.size() && text[end] == '%';
  if (!(value > 0) || (is_share ? value > 100 : end != text.size() || value != std::floor(value) || value > 1e9)) return {};
  Sample sample;
  if (is_share) sample.percent = value;
  if (!is_share) sample.number = static_cast<size_t>(value);
  return sample;
}

// Those of the sample, in no particular order.
template <class Thing>
std::vector<Thing> chosen(std::vector<Thing> all, const Sample& sample) {
  size_t wanted = sample.number.value_or(all.size());
  if (sample.percent)
    wanted = std::max<size_t>(1, static_cast<size_t>(std::ceil(static_cast<double>(all.size()) * *sample.percent / 100)));
  if (wanted >= all.size()) return all;
  std::mt19937 random(sample.seed);
  std::shuffle(all.begin(), all.end(), random);
  all.erase(all.begin() + static_cast<ptrdiff_t>(wanted), all.end());
  return all;
}

}  // namespace lintcache
