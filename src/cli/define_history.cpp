#include <boost/json.hpp>
#include <ostream>

#include "cli/command_functions.h"
#include "cli/line_diff.h"
#include "cli/member.h"
#include "cli/refusal.h"
#include "cli/session.h"
#include "cli/text_table.h"

namespace jinguo::cli {
namespace {

namespace json = boost::json;

std::string path_of(const Session& session) {
  return "/api/programmes/" + session.at(0) + "/versions";
}

/// The version as the API tells it, its text in it.
std::optional<json::value> ask_version(Session& session, const std::string& version) {
  const auto reply = ask(session, {.path = path_of(session) + "/" + version});
  if (!reply) return std::nullopt;
  return read_json(reply->body);
}

}  // namespace

Exit run_define_versions(Session& session) {
  const auto reply = ask(session, {.path = path_of(session)});
  if (!reply) return session.exit;
  if (session.wants_json()) {
    session.out << reply->body << "\n";
    return Exit::ok;
  }
  TextTable table;
  table.columns = {{std::string(session.say("版本", "Version")), true},
                   {std::string(session.say("起用", "Valid from"))},
                   {std::string(session.say("启用时间", "Activated at"))},
                   {std::string(session.say("启用人", "By"))},
                   {std::string(session.say("改动", "Changes"))}};
  const json::value list = read_json(reply->body);
  for (const json::value& version : list.as_array()) {
    std::string changes;
    for (const json::value& change : member(version, "changes").as_array())
      changes += std::string(changes.empty() ? "" : session.say("；", "; ")) +
                 shown(change, session.language == Language::zh ? "zh" : "en");
    table.rows.push_back({shown(version, "version"), shown(version, "valid_from"), shown(version, "at"),
                          shown(version, "account"), changes});
  }
  session.out << table.to_text();
  return Exit::ok;
}

Exit run_define_show(Session& session) {
  std::string wanted = session.value("version");
  if (wanted.empty()) {
    const auto reply = ask(session, {.path = "/api/programmes/" + session.at(0)});
    if (!reply) return session.exit;
    wanted = shown(read_json(reply->body), "version");
  }
  const auto version = ask_version(session, wanted);
  if (!version) return session.exit;
  if (session.wants_json()) {
    session.out << json::serialize(*version) << "\n";
    return Exit::ok;
  }
  return write_output(session, member(*version, "text").as_string()) ? Exit::ok : session.exit;
}

Exit run_define_diff(Session& session) {
  const auto before = ask_version(session, session.at(1));
  if (!before) return session.exit;
  const auto after = ask_version(session, session.at(2));
  if (!after) return session.exit;
  session.out << unified_diff(member(*before, "text").as_string(), member(*after, "text").as_string(),
                              session.at(0) + " " + session.at(1), session.at(0) + " " + session.at(2));
  return Exit::ok;
}

}  // namespace jinguo::cli
