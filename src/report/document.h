#pragma once
#include <cstdint>
#include <string>
#include <vector>

namespace jinguo::report {

/// A piece of text; a figure when `figure` is not empty.
struct Span {
  std::string text;
  /// "programme.figure" and the page that leads to its records.
  std::string figure;
  std::string url;
  /// Part of it is not checked yet: drawn dashed.
  bool is_basted = false;
  bool operator==(const Span&) const = default;
};

/// A part of a document. A table has a head and rows of cells, one span each; its spans are its title.
struct Block {
  enum class Kind : uint8_t { heading, paragraph, table, note } kind = Kind::paragraph;
  std::vector<Span> spans;
  std::vector<std::string> head;
  std::vector<std::vector<Span>> rows;
  /// What its spans say.
  std::string text() const {
    std::string out;
    for (const Span& span : spans) out += span.text;
    return out;
  }
  bool operator==(const Block&) const = default;
};

/// A drafted or issued text. What is kept of an issued one is this, so that it never moves again.
struct Document {
  std::string title;
  std::string subtitle;
  /// The body that issues it and the day, as printed under the text.
  std::string signature;
  std::string date;
  /// 文号 once issued; empty for a draft.
  std::string number;
  /// Printed on each page of a demo; empty otherwise.
  std::string mark;
  std::vector<Block> blocks;
  bool operator==(const Document&) const = default;
};

}  // namespace jinguo::report
