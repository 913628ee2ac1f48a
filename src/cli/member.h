#pragma once
#include <string>
#include <string_view>

#include "base/error.h"

namespace boost::json {
class value;
}

namespace jinguo::cli {

/// The member at a path like "unit.code"; a null value when there is none.
const boost::json::value& member(const boost::json::value& from, std::string_view path);
/// It as text: numbers as written, yes-no as 是/否, null as nothing, `Words` in the language, UnitRef as name
/// and code, lists joined.
std::string shown(const boost::json::value& from, std::string_view path, Language language = Language::zh);
/// The text read as JSON; throws Failure when the server sent something else.
boost::json::value read_json(std::string_view text);

}  // namespace jinguo::cli
