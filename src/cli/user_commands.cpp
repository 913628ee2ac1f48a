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

std::string posts_of(const json::value& account, Language language) {
  std::string out;
  for (const json::value& post : account.at("posts").as_array())
    out += (out.empty()                ? ""
            : language == Language::zh ? "、"
                                       : ", ") +
           shown(post, "unit.name") + " " + shown(post, "role_name", language) + " #" + shown(post, "id");
  return out;
}

Exit send(Session& session, const std::string& path, const json::object& body) {
  const auto reply = change(session, {.method = "POST", .path = path, .body = json::serialize(body)});
  if (!reply) return session.exit;
  if (session.wants_json()) {
    session.out << reply->body << "\n";
    return Exit::ok;
  }
  const json::value account = read_json(reply->body);
  if (member(account, "account").is_null()) {
    session.out << session.say("已办理。\n", "Done.\n");
    return Exit::ok;
  }
  session.out << shown(account, "account") << "  " << shown(account, "name") << "  "
              << posts_of(account, session.language) << "\n";
  if (const std::string link = shown(account, "link"); !link.empty())
    session.out << session.say("一次性链接（三天内有效）：", "One-time link (good for three days): ") << link
                << "\n";
  return Exit::ok;
}

}  // namespace

Exit run_user_list(Session& session) {
  const auto reply = ask(session, {.path = "/api/accounts", .query = {{"unit", session.value("unit")}}});
  if (!reply) return session.exit;
  if (session.wants_json()) {
    session.out << reply->body << "\n";
    return Exit::ok;
  }
  TextTable table;
  table.columns = {{std::string(session.say("账号", "Account"))},
                   {std::string(session.say("姓名", "Name"))},
                   {std::string(session.say("启用", "Active"))},
                   {std::string(session.say("岗位", "Posts"))}};
  const json::value page = read_json(reply->body);
  for (const json::value& account : page.at("accounts").as_array())
    table.rows.push_back({shown(account, "account"), shown(account, "name"),
                          shown(account, "active", session.language), posts_of(account, session.language)});
  session.out << table.to_text();
  return Exit::ok;
}

Exit run_user_add(Session& session) {
  json::array posts;
  for (const std::string& text : session.given.all("post")) {
    const size_t sign = text.find('@');
    if (sign == std::string::npos) {
      tell_error(session, Error(kBadValue, {"--post", text, "写作 岗位@单位代码。", "write ROLE@UNIT."}));
      return Exit::usage;
    }
    posts.push_back({{"role", text.substr(0, sign)}, {"unit", text.substr(sign + 1)}});
  }
  return send(session, "/api/accounts",
              {{"account", session.at(0)}, {"name", session.value("name")}, {"posts", std::move(posts)}});
}

Exit run_user_link(Session& session) {
  return send(session, "/api/accounts/" + session.at(0) + "/link", {});
}

Exit run_user_close(Session& session) {
  if (!confirm(session, "将停用账号，会话立即结束。",
               "The account will be closed; its sessions end at once."))
    return session.exit;
  return send(session, "/api/accounts/" + session.at(0) + "/close", {});
}

Exit run_user_post(Session& session) {
  json::object body{
      {"account", session.at(0)}, {"role", session.value("role")}, {"unit", session.value("unit")}};
  if (session.given.has("deputy")) body["deputy"] = true;
  if (session.given.has("last")) body["last"] = session.value("last");
  return send(session, "/api/posts", body);
}

Exit run_user_end_post(Session& session) {
  return send(session, "/api/posts/" + session.at(0) + "/end", {});
}

Exit run_user_hand_over(Session& session) {
  json::object body{{"to", session.value("to")}};
  if (session.given.has("reason")) body["reason"] = session.value("reason");
  return send(session, "/api/posts/" + session.at(0) + "/handover", body);
}

}  // namespace jinguo::cli
