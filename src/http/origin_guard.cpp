#include "http/origin_guard.h"

namespace jinguo::http {
namespace {

/// "host:port" of an origin with the scheme's own port left out; empty for "null" and anything odd.
std::string_view authority_of(std::string_view origin, bool must_be_secure) {
  const auto colon = origin.find("://");
  if (colon == std::string_view::npos) return {};
  const std::string_view scheme = origin.substr(0, colon);
  const bool is_https = equals_ignoring_case(scheme, "https");
  if (!is_https && (must_be_secure || !equals_ignoring_case(scheme, "http"))) return {};
  return origin.substr(colon + 3);
}

std::string_view without_own_port(std::string_view authority, std::string_view port) {
  return authority.ends_with(port) ? authority.substr(0, authority.size() - port.size()) : authority;
}

bool is_own_origin(std::string_view origin, const Request& request) {
  const std::string_view authority = authority_of(origin, request.is_secure);
  const std::string_view host = request.header("Host").value_or("");
  if (authority.empty() || host.empty()) return false;
  const std::string_view port =
      origin.size() > 5 && equals_ignoring_case(origin.substr(0, 5), "https") ? ":443" : ":80";
  return equals_ignoring_case(without_own_port(authority, port), without_own_port(host, port));
}

}  // namespace

bool is_foreign_write(const Request& request) {
  if (request.method == Method::get || request.method == Method::head || request.method == Method::options)
    return false;
  const bool is_told_twice =
      request.headers.count("Origin") > 1 || request.headers.count("Sec-Fetch-Site") > 1;
  if (is_told_twice) return true;
  const auto site = request.header("Sec-Fetch-Site");
  if (site && *site != "same-origin" && *site != "none") return true;
  const auto origin = request.header("Origin");
  return origin && !is_own_origin(*origin, request);
}

}  // namespace jinguo::http
