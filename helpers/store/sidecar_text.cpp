// SPDX-License-Identifier: MIT
// Lines of fields to text and back.
#include "store/sidecar_text.h"

#include "digest/hasher.h"

namespace lintcache {
namespace {

constexpr const char* k_version = "lintcache sidecar 1";

constexpr size_t k_sum_digits = 16;
constexpr std::string_view k_sum = "sum\t";

constexpr std::string_view k_digits = "0123456789abcdef";

void put_escaped(std::string& text, std::string_view field) {
  for (const char byte : field) {
    const auto value = static_cast<unsigned char>(byte);
    if (byte == '\\') text += "\\\\";
    else if (byte == '\t') text += "\\t";
    else if (byte == '\n') text += "\\n";
    else if (byte == '\1') text += "\\@";
    else if (value >= 0x20 && value != 0x7F) text += byte;
    else text.append("\\x") += {k_digits[value >> 4], k_digits[value & 15]};
  }
}

void put_line(std::string& text, const Fields& fields) {
  for (const std::string& field : fields) {
    put_escaped(text, field);
    text += '\t';
  }
  text.back() = '\n';
}

// Nobody but us escapes, so what is no escape means damage that the sum would have shown.
std::string unescaped(std::string_view field) {
  std::string plain;
  plain.reserve(field.size());
  for (size_t i = 0; i < field.size(); ++i) {
    if (field[i] != '\\' || i + 1 == field.size()) {
      plain += field[i];
      continue;
    }
    const char next = field[++i];
    if (next == 't') plain += '\t';
    else if (next == 'n') plain += '\n';
    else if (next == '@') plain += '\1';
    else if (next != 'x' || i + 2 >= field.size()) plain += next;
    else {
      plain += static_cast<char>(k_digits.find(field[i + 1]) << 4 | k_digits.find(field[i + 2]));
      i += 2;
    }
  }
  return plain;
}

Fields fields_of(std::string_view line) {
  Fields fields;
  for (;;) {
    const size_t end = line.find('\t');
    fields.push_back(unescaped(line.substr(0, end)));
    if (end == std::string_view::npos) return fields;
    line.remove_prefix(end + 1);
  }
}

std::string sum_of(std::string_view text) { return digest_of(text).hex().substr(0, k_sum_digits); }

}  // namespace

std::string sidecar_text(std::string_view name, const std::vector<Fields>& lines) {
  std::string text;
  put_line(text, {k_version, std::string(name)});
  for (const Fields& line : lines) put_line(text, line);
  const std::string sum = sum_of(text);
  return text.append(k_sum).append(sum) += '\n';
}

std::optional<std::vector<Fields>> sidecar_lines(std::string_view name, std::string_view text) {
  constexpr size_t k_end = k_sum.size() + k_sum_digits + 1;
  if (text.size() < k_end || text.back() != '\n') return {};
  const std::string_view end = text.substr(text.size() - k_end);
  text.remove_suffix(k_end);
  if (!end.starts_with(k_sum) || end.substr(k_sum.size(), k_sum_digits) != sum_of(text)) return {};
  std::vector<Fields> lines;
  for (size_t at = 0; at < text.size();) {
    const size_t stop = text.find('\n', at);
    if (stop == std::string_view::npos) return {};
    lines.push_back(fields_of(text.substr(at, stop - at)));
    at = stop + 1;
  }
  if (lines.empty() || lines.front() != Fields{k_version, std::string(name)}) return {};
  lines.erase(lines.begin());
  return lines;
}

}  // namespace lintcache
