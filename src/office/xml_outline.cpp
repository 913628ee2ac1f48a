#include "office/xml_outline.h"

#include <algorithm>

#include "office/office_error.h"
#include "office/text_encoding.h"
#include "office/xml_scan.h"

namespace jinguo::office {
namespace {

struct OutlineHandler {
  std::optional<Error> error;
  std::string_view xml;
  int max_depth = 0;
  const XmlScan<OutlineHandler>* scan = nullptr;
  std::vector<XmlElement> found;
  std::vector<size_t> open;
  int depth = 0;

  bool start(std::string_view name, XmlAttributes attributes) {
    if (++depth > max_depth) return true;
    if (found.size() >= kMaxOutline) {
      error = Error(kTooManyParts, {std::to_string(kMaxOutline)});
      return false;
    }
    XmlElement element;
    element.name = name;
    element.begin = scan->at();
    element.inner_begin = element.begin + scan->length();
    const std::string_view tag = xml.substr(element.begin + 1, element.inner_begin - element.begin - 1);
    element.raw_name = tag.substr(0, std::min(tag.find_first_of(" \t\r\n/>"), tag.size()));
    for (const char** p = attributes.pairs(); *p; p += 2) element.attributes.emplace_back(p[0], p[1]);
    element.depth = depth;
    element.parent = open.empty() ? 0 : open.back();
    open.push_back(found.size());
    found.push_back(std::move(element));
    return true;
  }
  bool end(std::string_view) {
    if (depth-- > max_depth) return true;
    XmlElement& element = found[open.back()];
    open.pop_back();
    element.inner_end = scan->at();
    element.end = element.inner_end + scan->length();
    return true;
  }
  void text(std::string_view piece) {
    if (depth <= max_depth && !open.empty()) found[open.back()].text += piece;
  }
};

}  // namespace

std::string_view XmlElement::get(std::string_view attribute) const {
  const auto it = std::ranges::find(attributes, attribute, &std::pair<std::string, std::string>::first);
  return it == attributes.end() ? std::string_view() : std::string_view(it->second);
}

std::string_view XmlElement::get_prefixed(std::string_view local) const {
  for (const auto& [key, value] : attributes) {
    const size_t colon = key.find(':');
    if (colon != std::string::npos && std::string_view(key).substr(colon + 1) == local) return value;
  }
  return {};
}

Result<std::vector<XmlElement>> outline_xml(std::string_view xml, int depth, std::string_view part) {
  OutlineHandler handler;
  handler.xml = xml;
  handler.max_depth = depth;
  XmlScan<OutlineHandler> scan(handler);
  handler.scan = &scan;
  scan.feed(xml, true);
  if (handler.error) return *std::move(handler.error);
  if (auto fault = scan.fault(part)) return *std::move(fault);
  return std::move(handler.found);
}

std::string with_last_child(std::string_view xml, const XmlElement& parent, std::string_view inner) {
  std::string out;
  out.reserve(xml.size() + inner.size() + parent.raw_name.size() + 3);
  if (parent.is_empty_tag(xml)) {
    out.append(xml.substr(0, parent.end - 2)).append(">").append(inner);
    out.append("</").append(parent.raw_name).append(">").append(xml.substr(parent.end));
  } else {
    out.append(xml.substr(0, parent.inner_end)).append(inner).append(xml.substr(parent.inner_end));
  }
  return out;
}

std::string escape_xml(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (const char c : clean_utf8(text)) {
    if (c == '&') {
      out += "&amp;";
    } else if (c == '<') {
      out += "&lt;";
    } else if (c == '>') {
      out += "&gt;";
    } else if (c == '"') {
      out += "&quot;";
    } else if (static_cast<unsigned char>(c) >= 0x20 || c == '\n' || c == '\t') {
      out += c;
    }
  }
  return out;
}

Result<std::string> utf8_part(std::string bytes) {
  if (!bytes.starts_with("\xFF\xFE") && !bytes.starts_with("\xFE\xFF")) return bytes;
  auto decoded = decode_text(bytes);
  if (!decoded) return std::move(decoded).error();
  std::string text = std::move(decoded->utf8);
  if (text.starts_with("<?xml")) text.erase(0, std::min(text.find("?>"), text.size() - 2) + 2);
  return "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>" + text;
}

}  // namespace jinguo::office
