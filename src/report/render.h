#pragma once
#include <string>

#include "report/document.h"

namespace jinguo::report {

/// Pandoc's Markdown, without links.
std::string to_markdown(const Document& document);

/// Whether figures lead to their pages: on a screen, not on paper.
enum class Links { none, to_figures };

/// A whole page for reading and printing; `css` goes into its head. All text is escaped.
std::string to_html(const Document& document, const std::string& css, Links links);

/// Plain text for a terminal, tables in columns (a Chinese character is two cells wide).
std::string to_plain_text(const Document& document);

/// The canonical text whose bytes are the document's identity when it is issued.
std::string canonical_text(const Document& document);

}  // namespace jinguo::report
