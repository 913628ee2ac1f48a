#pragma once
#include <chrono>
#include <filesystem>
#include <string>
#include <string_view>

#include "base/date.h"
#include "base/result.h"

namespace jinguo::office {

/// Makes Word files from markdown with pandoc, laid out as official documents (reference_docx.h). Holds the
/// reference made once from the installed pandoc; may be used by several threads.
class DocxMaker {
 public:
  /// `scratch` is an existing folder; every call works in a private folder within it.
  /// Refused when pandoc is missing.
  static Result<DocxMaker> make(std::filesystem::path scratch, std::chrono::milliseconds timeout);

  struct Options {
    /// Set in the style Title above the text, and told as the file's title; empty means none.
    std::string title = {};
    /// The file says it was made on this day; the same input gives the same bytes.
    Date created = Date(10957);
  };
  /// Pandoc's markdown with fenced divs: `::: {custom-style="发文字号"}`. Raw HTML, TeX and OpenXML, metadata
  /// and citations are plain text here; pictures are taken from data: addresses only, so nothing of the text
  /// reaches a file or the network. Tables fill the width and use the style 表内文字.
  Result<std::string> markdown_to_docx(std::string_view markdown, const Options& options) const;

 private:
  DocxMaker(std::filesystem::path pandoc, std::filesystem::path scratch, std::chrono::milliseconds timeout)
      : pandoc_(std::move(pandoc)), scratch_(std::move(scratch)), timeout_(timeout) {}
  std::filesystem::path pandoc_;
  std::filesystem::path scratch_;
  std::chrono::milliseconds timeout_;
  std::string reference_;
};

}  // namespace jinguo::office
