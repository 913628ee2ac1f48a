#pragma once
#include "app/call.h"

namespace jinguo::app {

/// Roles as `township.clerk`.
json::array roles_json(const std::vector<define::Role>& roles);

/// `EventInfo` of the API.
json::object event_json(const define::Event& event);

/// `Programme` of the API, with what the asker may do: the definition as forms and lists need it on a day.
json::object programme_json(const define::Programme& programme, const access::Scope& scope, Date today);

}  // namespace jinguo::app
