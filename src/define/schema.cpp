#include "define/schema.h"

#include <boost/json.hpp>

#include "define/paragraph.h"
#include "define/programme.h"
#include "define/reader.h"
#include "define/role.h"
#include "define/shape.h"

namespace jinguo::define {
namespace {

namespace json = boost::json;

json::object reference(std::string_view shape) {
  return {{"$ref", "#/$defs/" + std::string(shape)}};
}

json::object list_of(json::object items) {
  return {{"type", "array"}, {"items", std::move(items)}};
}

json::object words_of(const std::vector<std::string>& words) {
  json::array options;
  for (const std::string& word : words) options.emplace_back(word);
  return {{"enum", std::move(options)}};
}

json::object scalar() {
  return {{"type", json::array{"string", "number"}}};
}

json::object level_schema() {
  std::vector<std::string> names;
  for (const org::LevelRow& row : org::kLevels) names.emplace_back(row.name);
  return words_of(names);
}

json::object value_schema(const Key& key) {
  switch (key.takes) {
    case Takes::text:
      return scalar();
    case Takes::id:
      return {{"type", "string"}, {"pattern", "^[a-z][a-z0-9_]{0,39}$"}};
    case Takes::whole:
      return {{"type", "integer"}, {"minimum", key.least}, {"maximum", key.most}};
    case Takes::number:
      return {{"type", "number"}};
    case Takes::date:
      return {{"type", "string"}, {"format", "date"}};
    case Takes::yes_no:
      return {{"enum", json::array{"yes", "no", true, false}}};
    case Takes::words:
      return reference("words");
    case Takes::expression:
      return {{"type", json::array{"string", "number"}}, {"minLength", 1}};
    case Takes::level:
      return level_schema();
    case Takes::levels:
      return list_of(level_schema());
    case Takes::period: {
      auto names = period_names();
      names.pop_back();
      return words_of(names);
    }
    case Takes::one_of:
      return words_of(split_words(key.options));
    case Takes::ids:
      return list_of({{"type", "string"}});
    case Takes::roles:
      return {{"anyOf", json::array{reference("role"), list_of(reference("role"))}}};
    case Takes::group:
      return reference(key.shape);
    case Takes::groups_by_id: {
      json::object item = reference(key.shape);
      if (key.shape == "choice") item = {{"anyOf", json::array{reference("choice"), scalar()}}};
      if (key.shape == "event")
        item = {{"anyOf", json::array{reference("event"), list_of(reference("event"))}}};
      return {{"type", "object"},
              {"propertyNames", json::object{{"pattern", "^[a-z][a-z0-9_]{0,39}$"}}},
              {"additionalProperties", std::move(item)}};
    }
    case Takes::group_list:
      return list_of(reference(key.shape));
    case Takes::ids_or_groups:
      return list_of({{"anyOf", json::array{json::object{{"type", "string"}}, reference(key.shape)}}});
    case Takes::steps:
      return list_of({{"anyOf", json::array{json::object{{"type", "string"}},
                                            json::object{{"type", "object"},
                                                         {"minProperties", 1},
                                                         {"maxProperties", 1},
                                                         {"additionalProperties", reference("role")}}}}});
    case Takes::numbers_by_level:
      return {{"type", "object"},
              {"propertyNames", level_schema()},
              {"additionalProperties", json::object{{"type", "number"}}}};
    case Takes::texts_by_id:
      return {{"type", "object"},
              {"additionalProperties",
               json::object{{"type", json::array{"string", "number", "boolean", "null"}}}}};
  }
  return {};
}

std::string in_both(std::string_view zh, std::string_view en) {
  return std::string(zh) + " / " + std::string(en);
}

json::object shape_schema(const Shape& shape) {
  json::object properties;
  json::array required;
  for (const Key& key : shape.keys) {
    json::object value = value_schema(key);
    value["description"] = in_both(key.zh, key.en);
    properties[key.name] = std::move(value);
    if (key.is_required) required.emplace_back(key.name);
  }
  json::object out{{"type", "object"}, {"description", in_both(shape.zh, shape.en)}};
  out["properties"] = std::move(properties);
  if (!required.empty()) out["required"] = std::move(required);
  out["additionalProperties"] = false;
  return out;
}

/// Indented by two, keys in the order given.
void print(const json::value& value, const std::string& indent, std::string& out) {
  if (const auto* object = value.if_object(); object && !object->empty()) {
    out += "{\n";
    bool is_first = true;
    for (const auto& [key, member] : *object) {
      out += (is_first ? "" : ",\n") + indent + "  " + json::serialize(json::string(key)) + ": ";
      print(member, indent + "  ", out);
      is_first = false;
    }
    out += "\n" + indent + "}";
  } else {
    out += json::serialize(value);
  }
}

std::string_view takes_name(Takes takes) {
  switch (takes) {
    case Takes::text:
      return "text";
    case Takes::id:
      return "id";
    case Takes::whole:
      return "whole number";
    case Takes::number:
      return "number";
    case Takes::date:
      return "date";
    case Takes::yes_no:
      return "yes, no";
    case Takes::words:
      return "zh, en";
    case Takes::expression:
      return "expression";
    case Takes::level:
      return "level";
    case Takes::levels:
      return "[levels]";
    case Takes::period:
      return "period";
    case Takes::one_of:
      return "";
    case Takes::ids:
      return "[ids]";
    case Takes::roles:
      return "[roles]";
    case Takes::group:
    case Takes::groups_by_id:
    case Takes::group_list:
    case Takes::ids_or_groups:
      return "";
    case Takes::steps:
      return "[events]";
    case Takes::numbers_by_level:
      return "level: number";
    case Takes::texts_by_id:
      return "id: text";
  }
  return "";
}

std::string describe(const Key& key) {
  switch (key.takes) {
    case Takes::one_of: {
      std::string out;
      for (const std::string& word : split_words(key.options)) out += (out.empty() ? "" : ", ") + word;
      return out;
    }
    case Takes::whole:
      return "whole number, " + std::to_string(key.least) + "–" + std::to_string(key.most);
    case Takes::group:
      return "[" + std::string(key.shape) + "](#" + std::string(key.shape) + ")";
    case Takes::groups_by_id:
      return "id: [" + std::string(key.shape) + "](#" + std::string(key.shape) + ")";
    case Takes::group_list:
      return "list of [" + std::string(key.shape) + "](#" + std::string(key.shape) + ")";
    case Takes::ids_or_groups:
      return "ids, or list of [" + std::string(key.shape) + "](#" + std::string(key.shape) + ")";
    default:
      return std::string(takes_name(key.takes));
  }
}

}  // namespace

std::string schema_json() {
  json::object defs;
  defs["words"] = json::object{
      {"description", "中文必写，英文可后补 / Chinese always, English may follow"},
      {"anyOf",
       json::array{scalar(), json::object{{"type", "object"},
                                          {"properties", json::object{{"zh", scalar()}, {"en", scalar()}}},
                                          {"required", json::array{"zh"}},
                                          {"additionalProperties", false}}}}};
  std::vector<std::string> roles;
  for (const org::LevelRow& level : org::kLevels)
    for (const RoleRow& row : kRoles)
      if (find_role(level.level, row.name))
        roles.push_back(std::string(level.name) + "." + std::string(row.name));
  defs["role"] = words_of(roles);
  for (const Shape& shape : shapes()) defs[shape.name] = shape_schema(shape);
  json::object out{{"$schema", "https://json-schema.org/draft/2020-12/schema"},
                   {"title", "巾帼项目文件 / Jinguo definitions"},
                   {"anyOf", json::array{reference("programme"), reference("list"), reference("report")}}};
  out["$defs"] = std::move(defs);
  std::string text;
  print(out, "", text);
  return text + "\n";
}

std::string reference_markdown() {
  std::string out;
  for (const Shape& shape : shapes()) {
    out += "### " + std::string(shape.name) + "\n\n" + std::string(shape.en) + ". " + std::string(shape.zh) +
           "。\n\n| key | takes | | 说明 |\n|---|---|---|---|\n";
    for (const Key& key : shape.keys)
      out += "| `" + std::string(key.name) + "`" + (key.is_required ? " *" : "") + " | " + describe(key) +
             " | " + std::string(key.en) + " | " + std::string(key.zh) + " |\n";
    out += "\n";
  }
  out += "### Field types\n\n| type | 中文 | |\n|---|---|---|\n";
  for (const FieldTypeRow& row : kFieldTypes)
    out +=
        "| `" + std::string(row.name) + "` | " + std::string(row.zh) + " | " + std::string(row.en) + " |\n";
  out +=
      "\n### Roles\n\nWritten with their level: `township.clerk`.\n\n| role | 中文 | | levels "
      "|\n|---|---|---|---|\n";
  for (const RoleRow& row : kRoles) {
    std::string levels;
    for (const org::LevelRow& level : org::kLevels)
      if (find_role(level.level, row.name)) levels += (levels.empty() ? "" : ", ") + std::string(level.name);
    out += "| `" + std::string(row.name) + "` | " + std::string(row.zh) + " | " + std::string(row.en) +
           " | " + levels + " |\n";
  }
  out += "\n### Formats of figures\n\n| format | 中文 | |\n|---|---|---|\n";
  for (const FigureFormatRow& row : kFigureFormats)
    out +=
        "| `" + std::string(row.name) + "` | " + std::string(row.zh) + " | " + std::string(row.en) + " |\n";
  return out;
}

}  // namespace jinguo::define
