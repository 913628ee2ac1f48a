#pragma once
#include "app/call.h"

namespace jinguo::app {

/// Whether the programme's period holding the day is closed for the unit: at it or at any unit above it. The
/// text of the period, or nothing.
std::optional<std::string> closed_period(Reading& reading, const org::Tree& tree,
                                         const define::Programme& programme, UnitId unit, Date day);

/// POST /api/periods/close {programme, unit, period} and its reopening: power `issue` over the unit.
Result<Answer> close_period(App& app, const Call& call);

/// GET /api/corrections/{programme}?unit&period: what was changed in a closed period since it was closed.
Result<Answer> list_corrections(App& app, const Call& call);

}  // namespace jinguo::app
