#include <algorithm>

#include "define/define_error.h"
#include "define/read_parts.h"

namespace jinguo::define {
namespace {

/// What a type takes besides what every field takes.
bool takes(FieldType type, std::string_view key) {
  const bool is_number = row_of(type).is_number;
  if (key == "min" || key == "max") return is_number;
  if (key == "places")
    return type == FieldType::decimal || type == FieldType::money || type == FieldType::percent;
  if (key == "measured_in") return is_number;
  if (key == "max_length") return type == FieldType::text || type == FieldType::long_text;
  if (key == "most") return is_file(type);
  if (key == "list")
    return type == FieldType::choice || type == FieldType::choices || type == FieldType::term;
  if (key == "choices") return type == FieldType::choice || type == FieldType::choices;
  if (key == "level") return type == FieldType::unit;
  if (key == "of") return type == FieldType::record;
  if (key == "columns") return type == FieldType::rows;
  if (key == "duplicate_key" || key == "unique_within")
    return type != FieldType::rows && type != FieldType::long_text && type != FieldType::choices &&
           type != FieldType::file && type != FieldType::photo && type != FieldType::yes_no;
  if (key == "from_unit") return type == FieldType::choice;
  if (key == "computed")
    return is_number || type == FieldType::date || type == FieldType::yes_no || type == FieldType::text ||
           type == FieldType::choice;
  return true;
}

/// What the law makes of a type by itself: names are personal, numbers that find a person are sensitive.
PrivacyClass least_class(FieldType type) {
  if (type == FieldType::id_number || type == FieldType::mobile) return PrivacyClass::sensitive;
  if (type == FieldType::person || type == FieldType::household) return PrivacyClass::personal;
  return PrivacyClass::open;
}

constexpr std::string_view kClassNames[] = {"open", "internal", "personal", "sensitive", "sealed"};

void read_privacy(Reader& in, const Node& node, const Shape& keys, Field& out) {
  const PrivacyClass least = least_class(out.type);
  const auto given = in.one_of(node, "privacy", keys);
  if (given && static_cast<PrivacyClass>(*given) < least)
    in.fault(kClassTooLoose,
             {std::string(row_of(out.type).zh), std::string(kClassNames[static_cast<size_t>(least)])},
             in.place(*node.find("privacy")));
  out.privacy = given ? static_cast<PrivacyClass>(*given) : std::max(least, PrivacyClass::internal);
  for (const Field& column : out.columns) {
    if (column.privacy <= out.privacy) continue;
    const std::string strict(kClassNames[static_cast<size_t>(column.privacy)]);
    if (given)
      in.fault(kLooserClass, {out.id, std::string(kClassNames[*given]), column.id, strict},
               in.place(*node.find("privacy")));
    out.privacy = column.privacy;
  }
}

void read_field(Reader& in, const Node::Entry& entry, const Shape& keys, Field& out) {
  const Node& node = entry.value;
  out.id = entry.key;
  out.place = in.place(entry);
  if (!in.has_shape(node, keys, out.place)) return;
  const auto type = in.one_of(node, "type", keys);
  out.type = static_cast<FieldType>(type.value_or(0));
  const FieldTypeRow& row = row_of(out.type);
  const std::string type_name(row.name);
  if (type)
    for (const Node::Entry& e : node.entries)
      if (!takes(out.type, e.key)) in.fault(kNotForType, {e.key, type_name}, in.place(e));
  out.label = in.words(node, "label");
  out.help = in.words(node, "help");
  out.measured_in = in.text(node, "measured_in");
  out.places = static_cast<int>(in.whole(node, "places", keys).value_or(row.places));
  out.required = in.yes(node, "required", false);
  out.min = in.number(node, "min");
  out.max = in.number(node, "max");
  if (out.min && out.max && *out.min > *out.max)
    in.fault(kMinAboveMax, {out.min->to_text(), out.max->to_text()}, in.place(*node.find("min")));
  out.max_length = static_cast<int>(in.whole(node, "max_length", keys).value_or(0));
  out.most_files = static_cast<int>(in.whole(node, "most", keys).value_or(1));
  out.unit_level = in.level(node, "level");
  out.record_of = in.id(node, "of");
  if (type && out.type == FieldType::record && out.record_of.empty())
    in.fault(kTypeNeeds, {type_name, "of"}, out.place);
  if (const Node* items = in.map(node, "choices")) {
    auto list = std::make_shared<ChoiceList>();
    list->title = out.label;
    list->items = read_choices(in, *items, false);
    out.choices = std::move(list);
  }
  const bool chosen = type && (out.type == FieldType::choice || out.type == FieldType::choices);
  if (chosen && !node.find("choices") == !node.find("list"))
    in.fault(kChooseOne, {type_name, "choices, list"}, out.place);
  if (type && out.type == FieldType::term && !node.find("list"))
    in.fault(kTypeNeeds, {type_name, "list"}, out.place);
}

}  // namespace

std::vector<Choice> read_choices(Reader& in, const Node& items, bool is_terms) {
  std::vector<Choice> out;
  for (const Node::Entry& entry : items.entries) {
    Choice choice;
    choice.code = entry.key;
    in.is_id(entry.key, in.place(entry));
    if (entry.value.is_scalar() && !is_terms) {
      choice.label = in.words_of(entry.value, in.place(entry), entry.key);
    } else if (in.has_shape(entry.value, shape("choice"), in.place(entry))) {
      choice.label = {in.text(entry.value, "zh"), in.text(entry.value, "en")};
      if (choice.label.en.empty()) in.advise(kEnglishMissing, {entry.key}, in.place(entry));
      choice.retired = in.date(entry.value, "retired");
      choice.first = in.date(entry.value, "first");
      choice.last = in.date(entry.value, "last");
    }
    bool days_good = !is_terms || (choice.first && choice.last && *choice.first <= *choice.last);
    for (const Choice& other : out)
      if (is_terms && days_good && other.first && other.last && *other.first <= *choice.last &&
          *choice.first <= *other.last)
        days_good = false;
    if (!days_good) in.fault(kTermDays, {entry.key}, in.place(entry));
    out.push_back(std::move(choice));
  }
  return out;
}

void read_fields(Reader& in, const Node& root, Programme& out) {
  const Node* fields = in.map(root, "fields");
  if (!fields) return;
  for (const Node::Entry& entry : fields->entries) {
    Field field;
    in.is_id(entry.key, in.place(entry));
    read_field(in, entry, shape("field"), field);
    const Node& node = entry.value;
    if (!node.is_map()) {
      out.fields.push_back(std::move(field));
      continue;
    }
    field.required_when = in.expression(node, "required_when");
    field.shown_when = in.expression(node, "shown_when");
    field.computed = in.expression(node, "computed");
    field.unique_within = in.level(node, "unique_within");
    field.duplicate_key = in.yes(node, "duplicate_key", false);
    field.retired = in.yes(node, "retired", false);
    if (const Node* columns = in.map(node, "columns"))
      for (const Node::Entry& c : columns->entries) {
        Field column;
        in.is_id(c.key, in.place(c));
        read_field(in, c, shape("column_field"), column);
        if (column.type == FieldType::rows || is_file(column.type))
          in.fault(kNotForType, {std::string(row_of(column.type).name), "columns"}, in.place(c));
        if (c.value.is_map()) read_privacy(in, c.value, shape("column_field"), column);
        field.columns.push_back(std::move(column));
      }
    if (field.type == FieldType::rows && field.columns.empty())
      in.fault(kTypeNeeds, {"rows", "columns"}, field.place);
    read_privacy(in, node, shape("field"), field);
    field.is_from_unit = in.yes(node, "from_unit", false);
    if (field.is_from_unit && field.computed)
      in.fault(kComputedAsked, {field.id, "computed"}, in.place(*node.find("computed")));
    if (field.is_from_unit) field.computed = Expression{field.id, field.place};
    for (const std::string_view key : {"required", "required_when", "unique_within", "min", "max"})
      if (field.computed && node.find(key))
        in.fault(kComputedAsked, {field.id, std::string(key)}, in.place(*node.find(key)));
    for (const std::string_view key : {"required", "required_when"})
      if (field.retired && node.find(key) && !(key == "required" && !field.required))
        in.fault(kRetiredAsked, {field.id, std::string(key)}, in.place(*node.find(key)));
    if (field.type == FieldType::photo && field.required && field.help.zh.empty())
      in.advise(kPhotoAsked, {field.id}, field.place);
    out.fields.push_back(std::move(field));
  }
}

}  // namespace jinguo::define
