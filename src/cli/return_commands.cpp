#include <boost/json.hpp>
#include <ostream>

#include "cli/command_functions.h"
#include "cli/member.h"
#include "cli/refusal.h"
#include "cli/session.h"
#include "cli/text_table.h"

namespace jinguo::cli {
namespace {

namespace json = boost::json;

/// Sends it and says it was done.
Exit send(Session& session, const std::string& path, const json::object& body) {
  const auto reply = change(session, {.method = "POST", .path = path, .body = json::serialize(body)});
  if (!reply) return session.exit;
  if (session.wants_json())
    session.out << reply->body << "\n";
  else
    session.out << session.say("已办理。\n", "Done.\n");
  return Exit::ok;
}

Exit act(Session& session, std::string_view what) {
  json::object body{{"unit", session.value("unit")}, {"period", session.value("period")}, {"act", what}};
  if (session.given.has("reason")) body["reason"] = session.value("reason");
  return send(session, "/api/returns/" + session.at(0), body);
}

json::object duty(const Session& session) {
  return {{"programme", session.at(0)}, {"unit", session.value("unit")}, {"period", session.value("period")}};
}

Exit close_or_reopen(Session& session, bool reopen) {
  json::object body = duty(session);
  if (reopen) body["reopen"] = true;
  if (session.given.has("reason")) body["reason"] = session.value("reason");
  if (!confirm(session, reopen ? "将重新打开时段。" : "将封账。",
               reopen ? "The period will be reopened." : "The period will be closed."))
    return session.exit;
  return send(session, "/api/periods/close", body);
}

}  // namespace

Exit run_missing(Session& session) {
  const auto reply =
      ask(session, {.path = "/api/missing/" + session.at(0),
                    .query = {{"unit", session.value("unit")}, {"period", session.value("period")}}});
  if (!reply) return session.exit;
  if (session.wants_json())
    session.out << reply->body << "\n";
  else
    session.out << shown(read_json(reply->body), "text") << "\n";
  return Exit::ok;
}

Exit run_nil(Session& session) {
  json::object body = duty(session);
  if (session.given.has("take-back")) body["take_back"] = true;
  return send(session, "/api/nil", body);
}

Exit run_return_show(Session& session) {
  const auto reply =
      ask(session, {.path = "/api/returns/" + session.at(0),
                    .query = {{"unit", session.value("unit")}, {"period", session.value("period")}}});
  if (!reply) return session.exit;
  if (session.wants_json()) {
    session.out << reply->body << "\n";
    return Exit::ok;
  }
  const json::value step = read_json(reply->body);
  session.out << shown(step, "unit") << "  " << shown(step, "period") << "  " << shown(step, "status")
              << session.say("  截止 ", "  due ") << shown(step, "due") << "\n";
  TextTable table;
  table.columns = {{std::string(session.say("单位", "Unit"))},
                   {std::string(session.say("状态", "Status"))},
                   {std::string(session.say("应报", "Expected")), true},
                   {std::string(session.say("未报", "Missing")), true}};
  for (const json::value& child : step.at("children").as_array())
    table.rows.push_back(
        {shown(child, "unit"), shown(child, "status"), shown(child, "expected"), shown(child, "missing")});
  if (!table.rows.empty()) session.out << table.to_text();
  for (const json::value& note : step.at("notes").as_array())
    session.out << shown(note, "field") << ": " << shown(note, "text") << "\n";
  return Exit::ok;
}

Exit run_return_submit(Session& session) {
  return act(session, "submit");
}
Exit run_return_confirm(Session& session) {
  return act(session, "confirm");
}
Exit run_return_send_back(Session& session) {
  return act(session, "send_back");
}
Exit run_return_withdraw(Session& session) {
  return act(session, "withdraw");
}

Exit run_period_close(Session& session) {
  return close_or_reopen(session, false);
}
Exit run_period_reopen(Session& session) {
  return close_or_reopen(session, true);
}

Exit run_period_corrections(Session& session) {
  const auto reply =
      ask(session, {.path = "/api/corrections/" + session.at(0),
                    .query = {{"unit", session.value("unit")}, {"period", session.value("period")}}});
  if (!reply) return session.exit;
  if (session.wants_json()) {
    session.out << reply->body << "\n";
    return Exit::ok;
  }
  TextTable table;
  table.columns = {
      {std::string(session.say("单位", "Unit"))},    {std::string(session.say("记录", "Record"))},
      {std::string(session.say("账号", "Account"))}, {std::string(session.say("字段", "Field"))},
      {std::string(session.say("原值", "Before"))},  {std::string(session.say("新值", "After"))},
      {std::string(session.say("理由", "Reason"))}};
  const json::value list = read_json(reply->body);
  for (const json::value& correction : list.as_array())
    for (const json::value& field : correction.at("changes").as_array())
      table.rows.push_back({shown(correction, "unit"), shown(correction, "record"),
                            shown(correction, "account"), shown(field, "label", session.language),
                            shown(field, "before"), shown(field, "after"), shown(correction, "reason")});
  session.out << table.to_text();
  return Exit::ok;
}

}  // namespace jinguo::cli
