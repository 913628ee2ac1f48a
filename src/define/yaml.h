#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"

namespace jinguo::define {

/// One value of a definition's text with its place. Scalars are text and nothing else: `no` is a word until
/// the field that reads it says otherwise.
struct Node {
  enum class Kind : uint8_t { scalar, map, list };
  /// How a scalar was written; `block` is `|` or `>`.
  enum class Style : uint8_t { plain, quoted, block };
  struct Entry;

  Kind kind = Kind::scalar;
  Style style = Style::plain;
  /// Scalars only.
  std::string text;
  /// Where it begins, counted from 1; columns count characters.
  int line = 0;
  int column = 0;
  /// Where the first character of a scalar's text stands: behind the quote, on the line below `|`.
  int text_line = 0;
  int text_column = 0;
  /// Maps only, in the order written; keys are unique.
  std::vector<Entry> entries;
  /// Lists only.
  std::vector<Node> items;

  bool is_scalar() const { return kind == Kind::scalar; }
  bool is_map() const { return kind == Kind::map; }
  bool is_list() const { return kind == Kind::list; }
  /// A key with nothing behind it.
  bool is_empty() const { return is_scalar() && style == Style::plain && text.empty(); }
  /// The value under a key; null when there is none or this is no map.
  const Node* find(std::string_view key) const;
};

struct Node::Entry {
  std::string key;
  int line = 0;
  int column = 0;
  Node value;
};

struct ParsedYaml {
  /// Absent when the text has a syntax fault.
  std::optional<Node> root;
  /// Syntax faults end the reading; what the subset bars (anchors, tags, duplicate keys …) is told all at
  /// once.
  Diagnostics faults;
};

inline constexpr size_t kMaxYamlBytes = 1 << 20;
inline constexpr int kMaxYamlDepth = 32;

/// Reads the subset of YAML that definitions are written in: one document of maps, lists and text; no
/// anchors, aliases, tags, merge keys. `file` names the text in places. Never throws for any text.
ParsedYaml parse_yaml(std::string_view text, std::string_view file);

/// The place of character `offset` (bytes) of a scalar's text.
Place place_in(const Node& scalar, std::string_view file, size_t offset);

/// Characters of UTF-8 text; a broken byte counts as one.
size_t count_characters(std::string_view text);

}  // namespace jinguo::define
