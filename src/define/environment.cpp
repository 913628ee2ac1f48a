#include "define/environment.h"

#include <algorithm>

namespace jinguo::define {

expr::Type expression_type(FieldType type) {
  switch (type) {
    case FieldType::integer:
    case FieldType::decimal:
    case FieldType::money:
    case FieldType::percent:
    case FieldType::months:
      return expr::Type::number;
    case FieldType::date:
      return expr::Type::date;
    case FieldType::yes_no:
      return expr::Type::boolean;
    case FieldType::choices:
    case FieldType::file:
    case FieldType::photo:
      return expr::Type::choices;
    case FieldType::unit:
      return expr::Type::unit;
    case FieldType::person:
    case FieldType::household:
    case FieldType::body:
    case FieldType::record:
      return expr::Type::reference;
    case FieldType::rows:
      return expr::Type::rows;
    default:
      return expr::Type::text;
  }
}

namespace {

std::vector<std::string> codes_of(const Field& field) {
  std::vector<std::string> out;
  if (field.choices)
    for (const Choice& c : field.choices->items) out.push_back(c.code);
  return out;
}

expr::Name name_of_field(const Field& field, int slot) {
  expr::Name name;
  name.type = expression_type(field.type);
  name.slot = slot;
  name.codes = codes_of(field);
  if (field.type == FieldType::term && field.choices) name.terms = field.choices->id;
  for (const Field& c : field.columns) name.columns.push_back({c.id, expression_type(c.type), codes_of(c)});
  return name;
}

}  // namespace

expr::Environment record_environment(const Programme& programme, expr::Environment::Today today) {
  expr::Environment out;
  out.today = today;
  std::vector<std::string> states;
  for (const State& s : programme.states) states.push_back(s.id);
  const auto slot = [](RecordSlot s) { return static_cast<int>(s); };
  out.names["state"] = {
      .type = expr::Type::text, .slot = slot(RecordSlot::state), .codes = std::move(states)};
  out.names["unit"] = {.type = expr::Type::unit, .slot = slot(RecordSlot::unit)};
  out.names["date"] = {.type = expr::Type::date, .slot = slot(RecordSlot::date)};
  out.names["filed_on"] = {.type = expr::Type::date, .slot = slot(RecordSlot::filed_on)};
  for (size_t i = 0; i < programme.fields.size(); ++i)
    out.names.try_emplace(programme.fields[i].id,
                          name_of_field(programme.fields[i], static_cast<int>(kFirstFieldSlot + i)));
  return out;
}

expr::Environment measure_environment(const Programme& programme) {
  expr::Environment out;
  out.today = expr::Environment::Today::refused;
  for (size_t i = 0; i < programme.measures.size(); ++i)
    out.names[programme.measures[i].id] = {.type = expr::Type::number, .slot = static_cast<int>(i)};
  return out;
}

namespace {

const Field* field_at(const Programme& programme, uint32_t slot) {
  return slot >= kFirstFieldSlot && slot - kFirstFieldSlot < programme.fields.size()
             ? &programme.fields[slot - kFirstFieldSlot]
             : nullptr;
}

int places_of(const expr::Tree& tree, uint32_t at, const Programme& programme) {
  const expr::TreeNode& node = tree.nodes[at];
  const auto children = tree.children_of(node);
  const auto greatest = [&](size_t from) {
    int most = 0;
    for (size_t i = from; i < children.size(); ++i) {
      if (tree.nodes[children[i]].type != expr::Type::number &&
          tree.nodes[children[i]].type != expr::Type::blank)
        continue;
      const int places = places_of(tree, children[i], programme);
      if (places < 0) return -1;
      most = std::max(most, places);
    }
    return most;
  };
  switch (node.op) {
    case expr::Op::constant: {
      const Decimal* number = tree.constants[node.index].as<Decimal>();
      return number ? std::max(0, number->scale()) : 0;
    }
    case expr::Op::slot: {
      const Field* field = field_at(programme, node.index);
      return field ? field->places : 0;
    }
    case expr::Op::cell: {
      const Field* table = field_at(programme, node.extra);
      return table && node.index < table->columns.size() ? table->columns[node.index].places : 0;
    }
    case expr::Op::multiply: {
      const int a = places_of(tree, children[0], programme);
      const int b = places_of(tree, children[1], programme);
      return a < 0 || b < 0 ? -1 : a + b;
    }
    case expr::Op::divide:
    case expr::Op::average:
      return -1;
    case expr::Op::round: {
      if (children.size() < 2) return 0;
      const expr::TreeNode& places = tree.nodes[children[1]];
      const Decimal* number =
          places.op == expr::Op::constant ? tree.constants[places.index].as<Decimal>() : nullptr;
      const auto whole = number ? number->scaled(0) : std::nullopt;
      return whole && *whole >= 0 && *whole <= 12 ? static_cast<int>(*whole) : -1;
    }
    case expr::Op::choose:
      return greatest(1);
    case expr::Op::floor:
    case expr::Op::ceil:
      return 0;
    default:
      return greatest(0);
  }
}

}  // namespace

int exact_places(const expr::Tree& tree, const Programme& programme) {
  return places_of(tree, tree.root, programme);
}

}  // namespace jinguo::define
