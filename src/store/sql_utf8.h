#pragma once
#include <string_view>

#include "store/sql_value.h"

namespace jinguo::store {

/// Whether a text is UTF-8 (no surrogates, nothing overlong) without NUL: what both engines can hold.
bool is_storable_text(std::string_view text);

/// Throws SqlFailure when a text among the parameters is not storable. The number of the parameter is told,
/// never its value.
void require_storable(std::span<const SqlValue> values);

}  // namespace jinguo::store
