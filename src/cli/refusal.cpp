#include "cli/refusal.h"

#include <boost/json.hpp>
#include <ostream>

namespace jinguo::cli {
namespace {

namespace json = boost::json;

std::string text_of(const json::object& object, std::string_view name) {
  const json::value* found = object.if_contains(name);
  return found && found->is_string() ? std::string(found->as_string()) : std::string();
}

int64_t number_of(const json::object& object, std::string_view name) {
  const json::value* found = object.if_contains(name);
  return found && found->is_int64() ? found->as_int64() : 0;
}

/// "file:line:column: ", as much of it as is known.
std::string place_of(const json::object& fault) {
  std::string out = text_of(fault, "file");
  const int64_t line = number_of(fault, "line"), column = number_of(fault, "column");
  if (line > 0) out += (out.empty() ? "" : ":") + std::to_string(line);
  if (line > 0 && column > 0) out += ":" + std::to_string(column);
  if (out.empty()) out = text_of(fault, "field");
  return out.empty() ? out : out + ": ";
}

size_t tell(Session& session, const json::array& faults) {
  size_t count = 0;
  for (const json::value& item : faults) {
    const json::object* fault = item.if_object();
    if (!fault) continue;
    const bool is_advice = text_of(*fault, "severity") == "advice";
    if (!is_advice) ++count;
    session.err << place_of(*fault) << (is_advice ? session.say("建议：", "advice: ") : std::string_view())
                << text_of(*fault, session.language == Language::zh ? "message" : "message_en") << "\n";
  }
  return count;
}

}  // namespace

Exit exit_of(int status) {
  if (status < 400) return Exit::ok;
  switch (status) {
    case 400:
    case 405:
    case 415:
      return Exit::usage;
    case 401:
    case 403:
      return Exit::no_right;
    case 404:
    case 410:
      return Exit::not_found;
    case 409:
    case 412:
      return Exit::conflict;
    case 422:
      return Exit::checks_failed;
    default:
      return Exit::failed;
  }
}

Exit tell_refusal(Session& session, const Reply& reply) {
  boost::system::error_code failed;
  const json::value body = json::parse(reply.body, failed);
  const json::object* object = failed ? nullptr : body.if_object();
  if (!object) {
    session.err << reply.status << " " << reply.body << "\n";
    return exit_of(reply.status);
  }
  if (session.wants_json()) session.out << reply.body << "\n";
  const std::string zh = text_of(*object, "message"), en = text_of(*object, "message_en");
  const std::string place = place_of(*object);
  if (session.language == Language::zh) session.err << place << zh << "\n";
  if (en != zh || session.language == Language::en) session.err << place << en << "\n";
  if (const json::value* faults = object->if_contains("faults"))
    if (const json::array* list = faults->if_array()) tell(session, *list);
  if (const json::value* detail = object->if_contains("detail"); detail && !detail->is_null())
    session.err << json::serialize(*detail) << "\n";
  return exit_of(reply.status);
}

Exit tell_error(Session& session, const Error& error) {
  const std::string zh = error.text_with_place(Language::zh), en = error.text_with_place(Language::en);
  if (session.language == Language::zh) session.err << zh << "\n";
  session.err << en << "\n";
  return exit_of(error.row().status);
}

size_t tell_faults(Session& session, std::string_view faults_json) {
  boost::system::error_code failed;
  const json::value list = json::parse(faults_json, failed);
  return failed || !list.is_array() ? 0 : tell(session, list.as_array());
}

}  // namespace jinguo::cli
