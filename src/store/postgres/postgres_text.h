#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "store/sql_value.h"

namespace jinguo::store {

/// The statement with $1, $2 … for its `?`; those inside of quotes stay. `count` gets their number.
std::string number_parameters(std::string_view sql, size_t& count);

/// Whether a statement defines something (CREATE, ALTER, DROP …): such ones are not kept prepared.
bool is_definition(std::string_view sql);

/// The bytes of a BYTEA as the server writes it ("\x" and hexadecimal digits).
std::vector<uint8_t> parse_bytea(std::string_view text);

/// Adds one field in the text format of COPY.
void append_copy_field(std::string& line, const SqlValue& value);

}  // namespace jinguo::store
