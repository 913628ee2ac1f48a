#include "define/paragraph.h"

#include <algorithm>

#include "define/define_error.h"
#include "define/finding.h"
#include "define/reader.h"

namespace jinguo::define {
namespace {

class TextReader {
 public:
  TextReader(std::string_view text, std::string_view own) : text_(text), own_(own) {}

  ParsedText read() {
    std::string literal;
    size_t literal_at = 0;
    const auto flush = [&] {
      if (literal.empty()) return;
      TextPart part;
      part.text = std::move(literal);
      part.offset = literal_at;
      out_.parts.push_back(std::move(part));
      literal.clear();
    };
    for (size_t i = 0; i < text_.size();) {
      const char c = text_[i];
      const bool doubled = i + 1 < text_.size() && text_[i + 1] == c;
      if ((c == '{' || c == '}') && doubled) {
        literal += c;
        i += 2;
      } else if (c == '}') {
        fault(kOpenBrace, {}, i++);
      } else if (c == '{') {
        const size_t end = text_.find_first_of("{}", i + 1);
        if (end == std::string_view::npos || text_[end] == '{') {
          fault(kOpenBrace, {}, i++);
          continue;
        }
        flush();
        brace(text_.substr(i + 1, end - i - 1), i);
        i = literal_at = end + 1;
      } else {
        if (literal.empty()) literal_at = i;
        literal += c;
        ++i;
      }
    }
    flush();
    return std::move(out_);
  }

 private:
  void fault(const ErrorRow& row, std::vector<std::string> args, size_t offset) {
    out_.faults.push_back({Error(row, std::move(args)), offset});
  }

  std::optional<FigureName> name(std::string_view word, size_t offset) {
    const size_t dot = word.find('.');
    if (dot != std::string_view::npos)
      return FigureName{std::string(word.substr(0, dot)), std::string(word.substr(dot + 1))};
    if (own_.empty()) {
      fault(kProgrammeNeeded, {std::string(word)}, offset);
      return std::nullopt;
    }
    return FigureName{std::string(own_), std::string(word)};
  }

  bool read_format(std::string_view words, FigureFormat& out, size_t offset) {
    std::vector<std::string> known;
    for (const FigureFormatRow& row : kFigureFormats) known.emplace_back(row.name);
    out.text = words;
    std::string_view scale = words;
    if (const size_t dot = words.find('.'); dot != std::string_view::npos) {
      const std::string_view places = words.substr(dot + 1);
      scale = words.substr(0, dot);
      if (places.size() != 1 || places[0] < '0' || places[0] > '6') {
        fault(kBadFormat, {std::string(words), join_words(known)}, offset);
        return false;
      }
      out.places = places[0] - '0';
      if (scale.empty()) return true;
    }
    for (const FigureFormatRow& row : kFigureFormats)
      if (row.name == scale) {
        out.divided_by = row.divided_by;
        return true;
      }
    fault(kBadFormat, {std::string(words), join_words(known)}, offset);
    return false;
  }

  void brace(std::string_view inside, size_t offset) {
    TextPart part;
    part.offset = offset;
    std::string_view body = inside;
    if (const size_t colon = inside.find(':'); colon != std::string_view::npos) {
      if (!read_format(inside.substr(colon + 1), part.format, offset)) return;
      body = inside.substr(0, colon);
    }
    const auto words = split_words(body);
    if (words.empty()) return fault(kEmptyBrace, {}, offset);
    if (!read_words(words, part, inside)) return;
    out_.parts.push_back(std::move(part));
  }

  bool misread(std::string_view inside, std::string_view wanted, size_t offset) {
    fault(kBadBrace, {"{" + std::string(inside) + "}", std::string(wanted)}, offset);
    return false;
  }

  bool read_words(const std::vector<std::string>& words, TextPart& part, std::string_view inside) {
    using Kind = TextPart::Kind;
    const std::string& first = words[0];
    if (words.size() == 1) {
      if (first == "unit" || first == "period" || first == "date") {
        part.kind = first == "unit" ? Kind::unit : first == "period" ? Kind::period : Kind::date;
        return true;
      }
      part.kind = Kind::figure;
      return set_name(part.figure, first, part.offset);
    }
    if (first == "top") {
      const bool long_form = words.size() == 5 && words[3] == "complete";
      if (words.size() != 3 && !long_form)
        return misread(inside, "{top FIGURE 3} / {top FIGURE 3 complete INDICATOR}", part.offset);
      part.kind = Kind::top;
      const bool number = words[2].size() <= 2 && std::all_of(words[2].begin(), words[2].end(),
                                                              [](char c) { return c >= '0' && c <= '9'; });
      if (!number || std::stoi(words[2]) < 1) return misread(inside, "{top FIGURE 3}", part.offset);
      part.count = std::stoi(words[2]);
      if (long_form) {
        part.complete.emplace();
        if (!set_name(*part.complete, words[4], part.offset)) return false;
      }
      return set_name(part.figure, words[1], part.offset);
    }
    if (words.size() != 2 || (first != "running" && first != "late" && first != "change"))
      return misread(inside,
                     "{FIGURE}, {top FIGURE 3}, {running INDICATOR}, {late PROGRAMME}, {change FIGURE}",
                     part.offset);
    if (first == "late") {
      part.kind = Kind::late;
      part.figure.programme = words[1];
      return true;
    }
    part.kind = first == "running" ? Kind::running : Kind::change;
    return set_name(part.figure, words[1], part.offset);
  }

  bool set_name(FigureName& out, std::string_view word, size_t offset) {
    auto read = name(word, offset);
    if (!read) return false;
    out = std::move(*read);
    return true;
  }

  std::string_view text_;
  std::string_view own_;
  ParsedText out_;
};

}  // namespace

ParsedText parse_figure_text(std::string_view text, std::string_view own) {
  return TextReader(text, own).read();
}

}  // namespace jinguo::define
