#pragma once
#include <string>

#include "report/document.h"

namespace jinguo::report {

/// Pandoc's Markdown; figures are links when `base_url` is not empty.
std::string to_markdown(const Document& document, const std::string& base_url);

/// A whole page for reading and printing, its figures links; `css` goes into its head. All text is escaped.
std::string to_html(const Document& document, const std::string& base_url, const std::string& css);

/// Plain text for a terminal, tables in columns (a Chinese character is two cells wide).
std::string to_plain_text(const Document& document);

/// The canonical text whose bytes are the document's identity when it is issued.
std::string canonical_text(const Document& document);

}  // namespace jinguo::report
