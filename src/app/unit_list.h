#pragma once
#include "app/call.h"

namespace jinguo::app {

/// GET /api/units?search&under&level&day&size&closed: units by name, code, initials, path or former name, the
/// likeliest first, each with its path (see org/unit_search.h). Without a search: the unit `under` (else the
/// asker's own) and those right below it, or with `level` all of that level below it, in the order of the
/// tree.
Result<Answer> list_units(App& app, const Call& call);

/// POST /api/units/find {lines, under, day}: a pasted list of names or codes, one a line, as units; what
/// names none or several is told by its line.
Result<Answer> find_units(App& app, const Call& call);

}  // namespace jinguo::app
