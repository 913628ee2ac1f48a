#include "app/typed_values.h"

#include "app/app_error.h"
#include "app/programme_lookup.h"
#include "record/record_error.h"

namespace jinguo::app {

std::vector<std::pair<size_t, Value>> read_values(const define::Programme& programme,
                                                  const json::object& given, const org::Tree& tree,
                                                  const record::Lookups& lookups, Diagnostics& faults) {
  std::vector<std::pair<size_t, Value>> values;
  for (const auto& member : given) {
    const std::string_view id(member.key());
    const int index = programme.field_index(id);
    if (index < 0) {
      faults.push_back(unknown_field(programme, id).on(std::string(id)));
      continue;
    }
    const define::Field& field = programme.fields[static_cast<size_t>(index)];
    if (field.computed) {
      faults.push_back(Error(record::kComputed, {field.label.zh}).on(field.id));
      continue;
    }
    auto value = value_from_json(field, member.value(), lookups);
    if (!value) {
      faults.push_back(std::move(value).error());
      continue;
    }
    const UnitId* unit = value->as<UnitId>();
    if (unit && field.unit_level && tree.level_of(*unit) != *field.unit_level) {
      const org::LevelRow& level = org::row_of(*field.unit_level);
      faults.push_back(
          Error(record::kUnitLevel, {field.label.zh, std::string(level.zh), std::string(level.en)})
              .on(field.id));
      continue;
    }
    values.emplace_back(static_cast<size_t>(index), std::move(*value));
  }
  return values;
}

std::pair<std::string, std::string> name_and_number(std::string_view typed) {
  const size_t blank = typed.find_last_of(" \t");
  if (blank == std::string_view::npos) return {std::string(typed), ""};
  const std::string_view last = typed.substr(blank + 1);
  const bool has_digit = last.find_first_of("0123456789") != std::string_view::npos;
  if (!has_digit) return {std::string(typed), ""};
  std::string_view name = typed.substr(0, blank);
  while (name.ends_with(' ') || name.ends_with('\t')) name.remove_suffix(1);
  return {std::string(name), std::string(last)};
}

}  // namespace jinguo::app
