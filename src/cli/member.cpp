#include "cli/member.h"

#include <boost/json.hpp>

namespace jinguo::cli {
namespace {

namespace json = boost::json;

std::string text_of(const json::value& value, Language language) {
  switch (value.kind()) {
    case json::kind::null:
      return {};
    case json::kind::string:
      return std::string(value.as_string());
    case json::kind::bool_:
      if (language == Language::en) return value.as_bool() ? "yes" : "no";
      return value.as_bool() ? "是" : "否";
    case json::kind::array: {
      std::string out;
      for (const json::value& item : value.as_array())
        out += (out.empty() ? "" : ", ") + text_of(item, language);
      return out;
    }
    case json::kind::object: {
      const json::object& object = value.as_object();
      if (const json::value* word = object.if_contains(language == Language::zh ? "zh" : "en"))
        return text_of(*word, language);
      if (const json::value* name = object.if_contains("name")) {
        const json::value* code = object.if_contains("code");
        return text_of(*name, language) + (code ? " " + text_of(*code, language) : std::string());
      }
      return json::serialize(value);
    }
    default:
      return json::serialize(value);
  }
}

}  // namespace

const json::value& member(const json::value& from, std::string_view path) {
  static const json::value kNothing;
  const json::value* at = &from;
  while (!path.empty()) {
    const size_t dot = path.find('.');
    const json::object* object = at->if_object();
    if (!object) return kNothing;
    at = object->if_contains(path.substr(0, dot));
    if (!at) return kNothing;
    path.remove_prefix(dot == std::string_view::npos ? path.size() : dot + 1);
  }
  return *at;
}

std::string shown(const json::value& from, std::string_view path, Language language) {
  return text_of(member(from, path), language);
}

json::value read_json(std::string_view text) {
  boost::system::error_code failed;
  json::value out = json::parse(text, failed);
  if (failed) throw Failure("the answer is no JSON: " + std::string(text.substr(0, 200)));
  return out;
}

}  // namespace jinguo::cli
