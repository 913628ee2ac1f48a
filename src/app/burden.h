#pragma once
#include "app/call.h"

namespace jinguo::app {

/// GET /api/burden?level: what units of a level (village when none is given) are asked for by the programmes
/// in force today and by those in force a year before, with questions asked twice and how many complaints
/// are open. Everyone signed in may know it.
Result<Answer> get_burden(App& app, const Call& call);

/// "每村每月多 3 分钟 / 3 minutes more a month for each village" when the next version asks for more or less
/// of those who file it; empty when for the same. `before` is null for a first version.
std::string burden_line(const define::Programme* before, const define::Programme& next);

}  // namespace jinguo::app
