#pragma once
#include <span>
#include <string>
#include <string_view>

namespace jinguo::http {

/// One shape the API speaks. `fields` is a list "name: type" separated by ";"; a name with `?` may be left
/// out; a type is string, number, integer, boolean, json, another shape, `T[]`, or `T|null`. OpenAPI and the
/// work app's TypeScript are both printed from these rows, so they cannot disagree with the server.
struct ApiType {
  std::string_view name;
  std::string_view about;
  std::string_view fields;
};

std::span<const ApiType> api_types();

/// The shapes as TypeScript interfaces, for web/src/api/types.ts.
std::string api_types_as_typescript();

}  // namespace jinguo::http
