#pragma once
#include "app/call.h"

namespace jinguo::app {

/// The unit a text means: a code of 2–12 digits or a name below the asker's city; near ones are offered.
Result<UnitId> find_unit(App& app, const org::Tree& tree, std::string_view text, Date day);

/// `UnitRef` of the API: code and name on the day.
json::object unit_ref(const org::Tree& tree, UnitId unit, Date day);

/// The period a parameter names; `fallback` when empty. Terms are not asked for here.
Result<Period> parse_period(App& app, std::string_view text);

/// The day a parameter names; today when empty.
Result<Date> day_of(App& app, std::string_view text);

/// `Words` of the API.
json::object words_json(const define::Words& words);

/// GET /api/units/{code}: a unit with its place in the tree on a day.
Result<Answer> get_unit(App& app, const Call& call);

}  // namespace jinguo::app
