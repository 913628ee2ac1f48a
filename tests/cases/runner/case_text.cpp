#include "case_text.h"

#include <algorithm>

namespace jinguo::cases {
namespace {

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && (text.back() == ' ' || text.back() == '\r')) text.remove_suffix(1);
  while (text.starts_with(' ')) text.remove_prefix(1);
  return text;
}

bool is_name(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '.';
  });
}

bool all_digits(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

}  // namespace

CaseText parse_case(std::string_view text) {
  CaseText out;
  int number = 0;
  bool in_fence = false;
  size_t fence_indent = 0;
  while (!text.empty()) {
    const size_t end = text.find('\n');
    const std::string_view raw = text.substr(0, end);
    text = end == std::string_view::npos ? std::string_view() : text.substr(end + 1);
    ++number;
    const std::string_view plain = trimmed(raw);
    if (plain == "\"\"\"") {
      if (out.statements.empty()) throw CaseFault(number, "a fence stands under no statement");
      in_fence = !in_fence;
      fence_indent = raw.find('"');
      continue;
    }
    if (in_fence) {
      const size_t indent = std::min(raw.find_first_not_of(' '), fence_indent);
      out.statements.back().fenced += std::string(raw.substr(std::min(indent, raw.size()))) + "\n";
      continue;
    }
    if (plain.starts_with('#')) {
      if (out.title.empty()) out.title = std::string(trimmed(plain.substr(1)));
      continue;
    }
    if (plain.empty()) continue;
    if (raw.find('\t') != std::string_view::npos) throw CaseFault(number, "tabs are not used; write blanks");
    if (!raw.starts_with(' ')) {
      out.statements.push_back({{number, std::string(plain)}, {}, {}});
    } else if (out.statements.empty()) {
      throw CaseFault(number, "the line is indented but stands under no statement");
    } else {
      out.statements.back().block.push_back({number, std::string(plain)});
    }
  }
  if (in_fence) throw CaseFault(number, "a fence is not closed");
  if (out.title.empty()) throw CaseFault(1, "the first line says in Chinese what the case is about: # …");
  return out;
}

std::vector<Word> split_words(const Line& line) {
  std::vector<Word> out;
  const std::string& text = line.text;
  size_t i = 0;
  while (i < text.size()) {
    if (text[i] == ' ') {
      ++i;
      continue;
    }
    Word word;
    std::string* into = &word.text;
    for (; i < text.size() && text[i] != ' '; ++i) {
      if (text[i] == '"') {
        const size_t close = text.find('"', i + 1);
        if (close == std::string::npos) throw CaseFault(line.number, "a quotation mark is not closed");
        *into += text.substr(i + 1, close - i - 1);
        i = close;
      } else if (text[i] == '=' && !word.is_pair && is_name(word.text)) {
        word.is_pair = true;
        into = &word.value;
      } else {
        *into += text[i];
      }
    }
    out.push_back(std::move(word));
  }
  return out;
}

Words::Words(const Line& line) : line_(line.number) {
  Line head = line;
  // The colon that ends the head stands before a blank or at the end of the line.
  bool in_quotes = false;
  for (size_t i = 0; i < line.text.size(); ++i) {
    if (line.text[i] == '"') in_quotes = !in_quotes;
    const bool ends = i + 1 == line.text.size() || line.text[i + 1] == ' ';
    if (in_quotes || line.text[i] != ':' || !ends) continue;
    head.text = line.text.substr(0, i);
    tail_ = std::string(trimmed(std::string_view(line.text).substr(i + 1)));
    break;
  }
  for (Word& word : split_words(head))
    words_.push_back(word.is_pair ? word.text + "=" + word.value : std::move(word.text));
  taken_.resize(words_.size());
}

std::optional<std::string> Words::next_if_any() {
  for (size_t i = 0; i < words_.size(); ++i) {
    if (taken_[i]) continue;
    taken_[i] = true;
    return words_[i];
  }
  return std::nullopt;
}

std::string Words::next(std::string_view what) {
  auto word = next_if_any();
  if (!word) throw CaseFault(line_, std::string(what) + " is missing");
  return *word;
}

std::optional<std::string> Words::after(std::string_view keyword) {
  for (size_t i = 0; i < words_.size(); ++i) {
    if (taken_[i] || words_[i] != keyword) continue;
    if (i + 1 == words_.size()) throw CaseFault(line_, "a word is missing behind " + std::string(keyword));
    taken_[i] = taken_[i + 1] = true;
    return words_[i + 1];
  }
  return std::nullopt;
}

std::string Words::must(std::string_view keyword) {
  auto word = after(keyword);
  if (!word) throw CaseFault(line_, "“" + std::string(keyword) + " …” is missing");
  return *word;
}

bool Words::has(std::string_view keyword) {
  for (size_t i = 0; i < words_.size(); ++i) {
    if (taken_[i] || words_[i] != keyword) continue;
    taken_[i] = true;
    return true;
  }
  return false;
}

std::optional<std::string> Words::rest_after(std::string_view keyword) {
  for (size_t i = 0; i < words_.size(); ++i) {
    if (taken_[i] || words_[i] != keyword) continue;
    std::string out;
    taken_[i] = true;
    for (size_t k = i + 1; k < words_.size(); ++k) {
      out += (out.empty() ? "" : " ") + words_[k];
      taken_[k] = true;
    }
    return out;
  }
  return std::nullopt;
}

void Words::done() const {
  for (size_t i = 0; i < words_.size(); ++i)
    if (!taken_[i]) throw CaseFault(line_, "“" + words_[i] + "” is not understood here");
}

std::vector<std::string> expand_codes(const std::string& text, int line) {
  const size_t dots = text.find("..");
  if (dots == std::string::npos) return {text};
  const std::string first = text.substr(0, dots), last = text.substr(dots + 2);
  if (!all_digits(first) || !all_digits(last) || last.size() > first.size() || last.size() > 9)
    throw CaseFault(line, "“" + text + "” is no range of codes such as 371302001001..590");
  const std::string stem = first.substr(0, first.size() - last.size());
  const int from = std::stoi(first.substr(stem.size())), to = std::stoi(last);
  if (to < from) throw CaseFault(line, "the range “" + text + "” is empty");
  std::vector<std::string> out;
  for (int n = from; n <= to; ++n) {
    std::string digits = std::to_string(n);
    digits.insert(0, last.size() - digits.size(), '0');
    out.push_back(stem + digits);
  }
  return out;
}

}  // namespace jinguo::cases
