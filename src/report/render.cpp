#include "report/render.h"

#include <algorithm>

namespace jinguo::report {
namespace {

std::string escape_html(const std::string& text) {
  std::string out;
  for (const char c : text) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      default:
        out += c;
    }
  }
  return out;
}

std::string escape_markdown(const std::string& text) {
  std::string out;
  for (const char c : text) {
    if (std::string_view("\\`*_{}[]()#+!|<>~^$@").find(c) != std::string_view::npos) out += '\\';
    out += c;
  }
  return out;
}

/// What begins a line must not begin a list, a heading or a rule: `1. ` and `- ` are text here.
std::string at_line_begin(std::string text) {
  const size_t mark = text.find_first_not_of("0123456789");
  const bool is_number = mark != 0 && mark != std::string::npos && (text[mark] == '.' || text[mark] == ')');
  if (is_number) {
    text.insert(mark, 1, '\\');
  } else if (!text.empty() && (text[0] == '-' || text[0] == '=' || text[0] == ':' || text[0] == '%')) {
    text.insert(0, 1, '\\');
  }
  return text;
}

std::string html_span(const Span& span, Links links) {
  const std::string text = escape_html(span.text);
  if (span.figure.empty()) return text;
  const std::string mark = span.is_basted ? " class=\"basted\"" : "";
  if (links == Links::to_figures && !span.url.empty())
    return "<a" + mark + " href=\"" + escape_html(span.url) + "\">" + text + "</a>";
  return mark.empty() ? text : "<span" + mark + ">" + text + "</span>";
}

/// A table's columns: how far the unit is, the unit, then figures.
std::string_view column_class(size_t column) {
  return column == 0 ? "rank" : column == 1 ? "unit" : "num";
}

/// Cells of a terminal that the text takes: two for what is wider than Latin.
size_t width_of(const std::string& text) {
  size_t width = 0;
  for (size_t i = 0; i < text.size(); ++i) {
    const auto c = static_cast<unsigned char>(text[i]);
    if ((c & 0xc0) == 0x80) continue;
    width += c >= 0xe2 ? 2 : 1;
  }
  return width;
}

std::string padded(const std::string& text, size_t width, bool right) {
  const size_t own = width_of(text);
  const std::string blanks(width > own ? width - own : 0, ' ');
  return right ? blanks + text : text + blanks;
}

/// Whether heads stand in one line, or may be broken in two.
enum class Heads { whole, broken };

/// The width of each column of a table.
std::vector<size_t> widths_of(const Block& table, Heads heads) {
  std::vector<size_t> widths;
  for (const std::string& head : table.head)
    widths.push_back(heads == Heads::whole ? width_of(head) : (width_of(head) + 1) / 2);
  for (const auto& row : table.rows)
    for (size_t i = 0; i < row.size() && i < widths.size(); ++i)
      widths[i] = std::max(widths[i], width_of(row[i].text));
  return widths;
}

}  // namespace

std::string to_markdown(const Document& document) {
  std::string out = "# " + escape_markdown(document.title) + "\n\n";
  if (!document.number.empty())
    out += "::: {custom-style=\"发文字号\"}\n" + escape_markdown(document.number) + "\n:::\n\n";
  if (!document.mark.empty())
    out += "::: {custom-style=\"附注\"}\n" + escape_markdown(document.mark) + "\n:::\n\n";
  if (!document.subtitle.empty()) out += escape_markdown(document.subtitle) + "\n\n";
  for (const Block& block : document.blocks) {
    const std::string text = escape_markdown(block.text());
    switch (block.kind) {
      case Block::Kind::heading:
        out += "## " + text + "\n\n";
        break;
      case Block::Kind::paragraph:
      case Block::Kind::note:
        out += at_line_begin(text) + "\n\n";
        break;
      case Block::Kind::table: {
        const std::vector<size_t> widths = widths_of(block, Heads::broken);
        out += "|";
        for (const std::string& head : block.head) out += " " + escape_markdown(head) + " |";
        out += "\n|";
        // Pandoc shares the line among the columns by the rules under their heads; a cell has margins, too.
        for (size_t i = 0; i < block.head.size(); ++i)
          out += std::string(widths[i] + 3, '-') + (i < 2 ? "|" : ":|");
        out += "\n";
        for (const auto& row : block.rows) {
          out += "|";
          for (const Span& span : row) out += " " + escape_markdown(span.text) + " |";
          out += "\n";
        }
        if (!text.empty()) out += "\nTable: " + text + "\n";
        out += "\n";
        break;
      }
    }
  }
  if (!document.signature.empty())
    out += "::: {custom-style=\"落款\"}\n" + escape_markdown(document.signature) + "\n\n" +
           escape_markdown(document.date) + "\n:::\n";
  return out;
}

std::string to_html(const Document& document, const std::string& css, Links links) {
  std::string out = "<!doctype html>\n<html lang=\"zh-CN\"><head><meta charset=\"utf-8\"><title>" +
                    escape_html(document.title) + "</title><style>" + css + "</style></head><body>\n<main>\n";
  if (!document.mark.empty()) out += "<p class=\"mark\">" + escape_html(document.mark) + "</p>\n";
  out += "<h1>" + escape_html(document.title) + "</h1>\n";
  if (!document.number.empty()) out += "<p class=\"number\">" + escape_html(document.number) + "</p>\n";
  if (!document.subtitle.empty()) out += "<p class=\"subtitle\">" + escape_html(document.subtitle) + "</p>\n";
  for (const Block& block : document.blocks) {
    if (block.kind == Block::Kind::table) {
      out += "<table>";
      if (!block.spans.empty()) out += "<caption>" + escape_html(block.text()) + "</caption>";
      const auto cell = [&out](const char* tag, size_t column, const std::string& inside) {
        out += "<" + std::string(tag) + " class=\"" + std::string(column_class(column)) + "\">" + inside +
               "</" + tag + ">";
      };
      out += "<thead><tr>";
      for (size_t i = 0; i < block.head.size(); ++i) cell("th", i, escape_html(block.head[i]));
      out += "</tr></thead><tbody>\n";
      for (const auto& row : block.rows) {
        out += "<tr>";
        for (size_t i = 0; i < row.size(); ++i) cell("td", i, html_span(row[i], links));
        out += "</tr>\n";
      }
      out += "</tbody></table>\n";
      continue;
    }
    const std::string tag = block.kind == Block::Kind::heading ? "h2" : "p";
    out += "<" + tag + (block.kind == Block::Kind::note ? " class=\"note\"" : "") + ">";
    for (const Span& span : block.spans) out += html_span(span, links);
    out += "</" + tag + ">\n";
  }
  if (!document.signature.empty())
    out += "<p class=\"signature\">" + escape_html(document.signature) + "<br>" + escape_html(document.date) +
           "</p>\n";
  return out + "</main>\n</body></html>\n";
}

std::string to_plain_text(const Document& document) {
  std::string out;
  if (!document.mark.empty()) out += document.mark + "\n";
  out += "\n" + document.title + "\n" + std::string(width_of(document.title), '=') + "\n";
  for (const std::string* line : {&document.number, &document.subtitle})
    if (!line->empty()) out += *line + "\n";
  for (const Block& block : document.blocks) {
    if (block.kind != Block::Kind::table) {
      out += "\n";
      if (block.kind != Block::Kind::heading) out += "　　";
      out += block.text() + "\n";
      continue;
    }
    const std::vector<size_t> widths = widths_of(block, Heads::whole);
    out += "\n";
    if (!block.spans.empty()) out += "  " + block.text() + "\n";
    for (size_t i = 0; i < block.head.size(); ++i) out += "  " + padded(block.head[i], widths[i], i >= 2);
    out += "\n";
    for (const auto& row : block.rows) {
      for (size_t i = 0; i < row.size() && i < widths.size(); ++i)
        out += "  " + padded(row[i].text, widths[i], i >= 2);
      out += "\n";
    }
  }
  if (!document.signature.empty()) out += "\n" + document.signature + "\n" + document.date + "\n";
  return out;
}

std::string canonical_text(const Document& document) {
  return to_markdown(document);
}

}  // namespace jinguo::report
