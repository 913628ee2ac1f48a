#pragma once
#include <span>
#include <string>
#include <string_view>

#include "app/call.h"
#include "http/message.h"

namespace jinguo::http {

/// Who may come to a route at all; what she may do there the use case decides.
enum class Door : uint8_t {
  /// Anybody, signed in or not.
  open,
  /// Whoever has a session, or the local operator.
  signed_in,
  /// Only through the local socket.
  local,
};

/// One route: what comes in, what goes out, and the use case. OpenAPI, the authorisation matrix and the
/// command line are made from these rows; a row without a line in the access policy fails the build.
struct Route {
  Method method;
  /// "/api/units/{code}"; a part in braces is a parameter.
  std::string_view path;
  Door door;
  app::UseCase run;
  /// Runs on a worker: it waits for the disk, hashes, prints or reads much.
  bool is_heavy;
  /// Shapes of api_types, or empty: body and answer ("Figure|Figure[]").
  std::string_view takes;
  std::string_view gives;
  /// Query parameters, separated by blanks; "where.*" takes any field.
  std::string_view parameters;
  std::string_view about;
  /// The body is a file, not JSON.
  bool takes_file = false;
};

std::span<const Route> routes();

/// The route of a path, its parameters filled in; null when there is none of that path. `allowed` lists the
/// methods of the path when the method is not among them.
const Route* find_route(Method method, std::string_view path,
                        std::map<std::string, std::string, std::less<>>& parameters, std::string& allowed);

/// The API as OpenAPI 3.1.
std::string openapi_json();

}  // namespace jinguo::http
