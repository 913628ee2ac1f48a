#pragma once
#include <boost/json.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace jinguo::support {

/// Where a value is not of a declared shape of the API: a member that is missing, undeclared or of another
/// type, each as one line "Record.events[0].reason is a string, not boolean". Empty when it fits. `type` is
/// written as in the rows of `http::api_types`: "Record", "Figure|Figure[]", "integer|null".
std::vector<std::string> shape_faults(std::string_view type, const boost::json::value& value);

}  // namespace jinguo::support
