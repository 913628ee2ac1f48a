#pragma once
#include <string>

namespace jinguo::define {

/// The JSON Schema (2020-12) of programme, list and report files, printed from the tables of shape.h, so that
/// editors complete them. Byte-stable.
std::string schema_json();

/// The reference part of docs/programme-file.md: every key of every shape, the field types, the roles and the
/// formats of figures, as Markdown. Printed from the same tables.
std::string reference_markdown();

}  // namespace jinguo::define
