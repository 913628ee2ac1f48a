#pragma once
#include <string_view>

#include "store/sql_failure.h"

struct pg_conn;
struct pg_result;

namespace jinguo::store {

/// Throws what a failed result means; the result may be null when the connection is gone. Messages of the
/// server that may repeat a value are left out.
[[noreturn]] void throw_postgres(const pg_conn* connection, const pg_result* result, std::string_view doing);

}  // namespace jinguo::store
