#include "shapes.h"

#include <algorithm>

#include "http/api_types.h"

namespace jinguo::support {
namespace {

namespace json = boost::json;

std::string_view trimmed(std::string_view text) {
  while (text.starts_with(' ')) text.remove_prefix(1);
  while (text.ends_with(' ')) text.remove_suffix(1);
  return text;
}

/// The part before the sign; what is left of the text after it.
std::string_view cut(std::string_view& text, char sign) {
  const size_t at = text.find(sign);
  const std::string_view part = text.substr(0, at);
  text = at == std::string_view::npos ? std::string_view() : text.substr(at + 1);
  return trimmed(part);
}

const http::ApiType* find_type(std::string_view name) {
  for (const http::ApiType& type : http::api_types())
    if (type.name == name) return &type;
  return nullptr;
}

bool is_plain(std::string_view type, const json::value& value) {
  const bool is_integer = value.is_int64() || value.is_uint64();
  return type == "json" || (type == "null" && value.is_null()) || (type == "string" && value.is_string()) ||
         (type == "boolean" && value.is_bool()) || (type == "integer" && is_integer) ||
         (type == "number" && (is_integer || value.is_double()));
}

void judge(std::string_view type, const json::value& value, const std::string& where,
           std::vector<std::string>& faults);

void judge_object(const http::ApiType& type, const json::value& value, const std::string& where,
                  std::vector<std::string>& faults) {
  const json::object* object = value.if_object();
  if (!object) {
    faults.push_back(where + " is " + json::serialize(value).substr(0, 60) + ", not " +
                     std::string(type.name));
    return;
  }
  std::vector<std::string_view> known;
  std::string_view rest = type.fields;
  while (!rest.empty()) {
    std::string_view field = cut(rest, ';');
    std::string_view name = cut(field, ':');
    const bool may_lack = name.ends_with('?');
    if (may_lack) name.remove_suffix(1);
    known.push_back(name);
    if (const json::value* member = object->if_contains(name)) {
      judge(trimmed(field), *member, where + "." + std::string(name), faults);
    } else if (!may_lack) {
      faults.push_back(where + " lacks " + std::string(name));
    }
  }
  for (const auto& member : *object)
    if (std::find(known.begin(), known.end(), std::string_view(member.key())) == known.end())
      faults.push_back(where + "." + std::string(member.key()) + " is not declared");
}

void judge(std::string_view type, const json::value& value, const std::string& where,
           std::vector<std::string>& faults) {
  if (type.find('|') != std::string_view::npos) {
    // The faults of the choice that fits best are the telling ones: null and lists are told apart first.
    std::vector<std::string> best;
    bool is_first = true;
    for (std::string_view rest = type; !rest.empty();) {
      const std::string_view choice = cut(rest, '|');
      std::vector<std::string> found;
      judge(choice, value, where, found);
      if (found.empty()) return;
      if (is_first || (choice.ends_with("[]") && value.is_array())) best = std::move(found);
      is_first = false;
    }
    faults.insert(faults.end(), best.begin(), best.end());
    return;
  }
  if (type.ends_with("[]")) {
    type.remove_suffix(2);
    if (!value.is_array()) {
      faults.push_back(where + " is no list of " + std::string(type));
      return;
    }
    size_t i = 0;
    for (const json::value& item : value.as_array())
      judge(type, item, where + "[" + std::to_string(i++) + "]", faults);
    return;
  }
  if (const http::ApiType* shape = find_type(type)) return judge_object(*shape, value, where, faults);
  if (!is_plain(type, value))
    faults.push_back(where + " is " + json::serialize(value).substr(0, 60) + ", not " + std::string(type));
}

}  // namespace

std::vector<std::string> shape_faults(std::string_view type, const boost::json::value& value) {
  std::vector<std::string> faults;
  std::string_view name = type;
  judge(type, value, std::string(cut(name, '|')), faults);
  return faults;
}

}  // namespace jinguo::support
