#pragma once
#include <memory>

#include "app/call.h"
#include "app/store_port.h"

namespace jinguo::app {

/// What a changed tree would do: `OrgEffect` of the API. Both trees are looked at on `day`, the first day of
/// the new state, or today when that is later. Counts and figures are told only of programmes whose figures
/// the asker may read at every unit that moves. Nothing is written, and no total is left behind.
json::object preview_of(App& app, Reading& reading, const access::Scope& scope,
                        const std::shared_ptr<const org::Tree>& before,
                        const std::shared_ptr<const org::Tree>& after, Date day);

}  // namespace jinguo::app
