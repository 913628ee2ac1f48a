#pragma once
#include <string_view>

#include "store/sql_failure.h"

struct sqlite3;

namespace jinguo::store {

/// Throws what the engine's last result on this connection means. `doing` is the statement or act; it must
/// hold no value.
[[noreturn]] void throw_sqlite(sqlite3* database, int code, std::string_view doing);

}  // namespace jinguo::store
