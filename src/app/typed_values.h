#pragma once
#include "app/value_json.h"
#include "org/tree.h"

namespace jinguo::app {

/// The values a request gives by the ids of their fields, as numbers of fields with what was read; every
/// fault is told.
std::vector<std::pair<size_t, Value>> read_values(const define::Programme& programme,
                                                  const json::object& given, const org::Tree& tree,
                                                  const record::Lookups& lookups, Diagnostics& faults);

/// "姓名 身份证号" apart; the second empty when there is none.
std::pair<std::string, std::string> name_and_number(std::string_view typed);

}  // namespace jinguo::app
