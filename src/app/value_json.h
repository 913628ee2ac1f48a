#pragma once
#include "app/call.h"
#include "record/parse_value.h"

namespace jinguo::app {

/// A value from the API: text as a person would type it, a number, true or false, an array of codes or rows,
/// or an object {code} for a unit, {id} for a file and {id} or {name, id_number} for a person. null is blank.
Result<Value> value_from_json(const define::Field& field, const json::value& given,
                              const record::Lookups& lookups);

/// A value for the API, see the shape `Record`. Parties, units and files are told by the functions.
struct ValueNames {
  std::function<json::value(UnitId)> unit;
  std::function<json::value(const Reference&)> party;
  std::function<json::value(std::string_view id)> file;
};
json::value value_to_json(const define::Field& field, const Value& value, const ValueNames& names);

}  // namespace jinguo::app
