#pragma once
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"

namespace jinguo::office {

/// One element of an XML text by the bytes it takes, so that the text can be changed there and nowhere else.
struct XmlElement {
  /// Name without and with its prefix.
  std::string name, raw_name;
  std::vector<std::pair<std::string, std::string>> attributes;
  /// The characters directly within, entities resolved.
  std::string text;
  /// Index of the element around it; that of the root is itself.
  size_t parent = 0;
  int depth = 0;
  /// [begin, end) with its tags, [inner_begin, inner_end) without. An empty element <a/> has no inner bytes.
  size_t begin = 0, inner_begin = 0, inner_end = 0, end = 0;

  /// By the exact name, or with any prefix; empty when absent.
  std::string_view get(std::string_view attribute) const;
  std::string_view get_prefixed(std::string_view local) const;
  bool is_empty_tag(std::string_view xml) const { return inner_begin == end && xml[end - 2] == '/'; }
  /// "x:" of an element x:row; empty when it has no prefix.
  std::string prefix() const { return raw_name.substr(0, raw_name.size() - name.size()); }
};

inline constexpr size_t kMaxOutline = 300'000;

/// The elements of a text down to a depth (the root has 1), in document order. `part` is named in refusals:
/// broken XML, a DTD, more than kMaxOutline elements.
Result<std::vector<XmlElement>> outline_xml(std::string_view xml, int depth, std::string_view part);

/// The text with `inner` at the end of the element's inside.
std::string with_last_child(std::string_view xml, const XmlElement& parent, std::string_view inner);

/// Text fit to stand between tags or in a quoted attribute; control characters XML has no place for are left
/// out.
std::string escape_xml(std::string_view text);

/// The part as UTF-8: a part in UTF-16 is turned, with a declaration that says so.
Result<std::string> utf8_part(std::string bytes);

}  // namespace jinguo::office
