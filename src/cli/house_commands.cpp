#include <boost/json.hpp>
#include <filesystem>
#include <ostream>
#include <sstream>

#include "cli/command_functions.h"
#include "cli/member.h"
#include "cli/refusal.h"
#include "cli/session.h"
#include "cli/text_table.h"

namespace jinguo::cli {
namespace {

namespace json = boost::json;

/// ADDR:PORT of --listen; without it the default, which moves on when taken.
std::optional<ServeOrder> serve_order(Session& session) {
  ServeOrder order;
  order.say = [&session](std::string_view line) { session.out << line << "\n" << std::flush; };
  for (const std::string& list : session.given.all("behind-proxy")) {
    std::istringstream words(list);
    for (std::string one; std::getline(words, one, ',');) order.trusted_proxies.push_back(one);
  }
  order.tls_certificate = session.value("tls-cert");
  order.tls_key = session.value("tls-key");
  if (order.tls_certificate.empty() != order.tls_key.empty()) {
    tell_error(session, Error(kBadValue, {"--tls-cert", order.tls_certificate, "与 --tls-key 一起给出。",
                                          "give it together with --tls-key."}));
    session.exit = Exit::usage;
    return std::nullopt;
  }
  if (!session.given.has("listen")) return order;
  order.may_move = false;
  const std::string text = session.value("listen");
  const size_t colon = text.rfind(':');
  const std::string port = colon == std::string::npos ? text : text.substr(colon + 1);
  const bool is_number =
      !port.empty() && port.size() <= 5 && port.find_first_not_of("0123456789") == std::string::npos;
  if (!is_number || std::stoul(port) > 65535) {
    tell_error(session,
               Error(kBadValue, {"--listen", text, "写作 127.0.0.1:8711。", "write 127.0.0.1:8711."}));
    session.exit = Exit::usage;
    return std::nullopt;
  }
  order.port = static_cast<uint16_t>(std::stoul(port));
  if (colon != std::string::npos && colon > 0) order.address = text.substr(0, colon);
  if (order.address.size() > 2 && order.address.front() == '[')
    order.address = order.address.substr(1, order.address.size() - 2);
  return order;
}

Exit told(Session& session, const Result<void>& done) {
  return done ? Exit::ok : tell_error(session, done.error());
}

/// A verdict of the API as a person reads it.
Exit tell_verdict(Session& session, const std::string& body, std::string_view zh, std::string_view en) {
  const json::value verdict = read_json(body);
  const bool is_good = verdict.at("good").as_bool();
  if (session.wants_json()) session.out << body << "\n";
  tell_faults(session, json::serialize(verdict.at("faults")));
  if (!session.wants_json())
    session.out << (is_good ? session.say(zh, en) : session.say("发现问题", "Faults were found"))
                << session.say("：记录 ", ": records ") << shown(verdict, "records")
                << session.say("，数字 ", ", figures ") << shown(verdict, "figures")
                << session.say("，日志 ", ", log entries ") << shown(verdict, "positions") << "\n"
                << session.say("摘要 ", "Digest ") << shown(verdict, "digest") << "\n";
  return is_good ? Exit::ok : Exit::checks_failed;
}

}  // namespace

Exit run_demo(Session& session) {
  auto order = serve_order(session);
  if (!order) return session.exit;
  order->is_by_link = session.given.has("lan");
  if (order->is_by_link) {
    if (!session.given.has("listen")) order->address = "0.0.0.0";
    session.house.be_passing();
  }
  // Told before the city is made, which takes a while.
  if (!order->is_loopback() && !order->is_by_link)
    return tell_error(session, Error(kDemoIsLocal, {order->address}));
  if (!session.house.has_data()) {
    const auto made = session.house.make_demo([&session](std::string_view line) {
      session.err << line << "\n" << std::flush;
    });
    if (!made) return tell_error(session, made.error());
  }
  const auto report = ask(
      session, {.path = "/api/reports/half_year/file", .query = {{"period", "2011-H1"}, {"format", "txt"}}});
  if (!report) return session.exit;
  session.out << report->body << "\n" << std::flush;
  if (session.given.has("no-serve")) return Exit::ok;
  return told(session, session.house.serve(*order));
}

Exit run_serve(Session& session) {
  const auto order = serve_order(session);
  if (!order) return session.exit;
  return told(session, session.house.serve(*order));
}

Exit run_init(Session& session) {
  NewInstallation given;
  given.home_unit = session.value("home");
  if (session.given.has("units")) {
    auto text = read_input(session, session.value("units"));
    if (!text) return tell_error(session, text.error());
    given.units = std::move(*text);
    given.units_file = session.value("units");
  }
  auto accounts = session.house.make_empty(given);
  if (!accounts) return tell_error(session, accounts.error());
  json::array list;
  for (const FirstAccount& account : *accounts)
    list.push_back({{"account", account.account}, {"name", account.name}, {"link", account.link}});
  if (session.wants_json()) {
    session.out << json::serialize(list) << "\n";
    return Exit::ok;
  }
  session.out << session.say("已建立。\n", "Made.\n");
  for (const FirstAccount& account : *accounts)
    session.out << account.account << "  " << account.name << "  "
                << session.say("一次性链接（三天内有效）：", "one-time link (good for three days): ")
                << account.link << "\n";
  if (accounts->empty())
    session.out << session.say(
        "还没有单位：先 jinguo org import 单位表，再运行一次 jinguo init 取得管理员链接。\n",
        "There are no units yet, or the administrators are there already: jinguo org "
        "import a table, then run jinguo init again for the administrators' links.\n");
  return Exit::ok;
}

namespace {

Exit tell_tls(Session& session, const Result<TlsMade>& made) {
  if (!made) return tell_error(session, made.error());
  if (session.wants_json()) {
    session.out << json::serialize(json::object{{"names", json::value_from(made->names)},
                                                {"fingerprint", made->fingerprint},
                                                {"authority_until", made->authority_until},
                                                {"until", made->until}})
                << "\n";
    return Exit::ok;
  }
  session.out << session.say("证书签给：", "The certificate is for: ");
  for (const std::string& name : made->names) session.out << name << " ";
  session.out << "\n"
              << session.say("有效到 ", "Valid until ") << made->until
              << session.say("；证书机构有效到 ", "; the authority until ") << made->authority_until << "\n"
              << session.say("机构指纹（手机安装时核对）：\n",
                             "The authority's fingerprint (compare it on the phone):\n")
              << made->fingerprint << "\n"
              << session.say(
                     "现在 jinguo serve --listen 0.0.0.0:8711 用 HTTPS，并打印安装用的二维码。\n",
                     "Now jinguo serve --listen 0.0.0.0:8711 speaks HTTPS and prints the QR to install "
                     "from.\n");
  return Exit::ok;
}

}  // namespace

Exit run_tls_init(Session& session) {
  return tell_tls(session, session.house.init_tls(session.given.all("host"), session.given.has("yes")));
}

Exit run_tls_renew(Session& session) {
  return tell_tls(session, session.house.renew_tls(session.given.all("host")));
}

Exit run_doctor(Session& session) {
  const auto order = serve_order(session);
  if (!order) return session.exit;
  bool is_good = true;
  json::array list;
  for (const Finding& finding : session.house.examine(*order)) {
    const bool is_bad = finding.kind == Finding::Kind::bad;
    is_good = is_good && !is_bad;
    const char* kind = finding.kind == Finding::Kind::good ? "good" : is_bad ? "bad" : "warning";
    list.push_back({{"kind", kind}, {"message", finding.zh}, {"message_en", finding.en}});
    if (session.wants_json()) continue;
    session.out << (finding.kind == Finding::Kind::good ? "✓ "
                    : is_bad                            ? "✗ "
                                                        : "! ")
                << session.say(finding.zh, finding.en) << "\n";
  }
  if (session.wants_json())
    session.out << json::serialize(json::object{{"good", is_good}, {"findings", list}}) << "\n";
  return is_good ? Exit::ok : Exit::checks_failed;
}

Exit run_verify(Session& session) {
  const auto reply = ask(session, {.method = "POST", .path = "/api/verify", .body = "{}"});
  if (!reply) return session.exit;
  return tell_verdict(session, reply->body, "校验通过", "Verified");
}

Exit run_backup(Session& session) {
  const std::string file = std::filesystem::absolute(session.value("output")).string();
  const auto reply = change(
      session,
      {.method = "POST", .path = "/api/backup", .body = json::serialize(json::object{{"file", file}})});
  if (!reply) return session.exit;
  return tell_verdict(session, reply->body, "已备份", "Backed up");
}

Exit run_restore(Session& session) {
  auto verdict = session.house.restore(session.at(0), session.is_dry_run());
  if (!verdict) return tell_error(session, verdict.error());
  return tell_verdict(session, *verdict, session.is_dry_run() ? "备份完好" : "已恢复，与备份时一致",
                      session.is_dry_run() ? "The backup is whole" : "Restored, equal to the backup");
}

Exit run_audit(Session& session) {
  const auto reply =
      ask(session, {.path = "/api/audit",
                    .query = {{"action", session.value("action")}, {"subject", session.value("subject")}}});
  if (!reply) return session.exit;
  if (session.wants_json()) {
    session.out << reply->body << "\n";
    return Exit::ok;
  }
  TextTable table;
  table.columns = {{std::string(session.say("序号", "Position")), true},
                   {std::string(session.say("账号", "Account"))},
                   {std::string(session.say("操作", "Action"))},
                   {std::string(session.say("对象", "Subject"))},
                   {std::string(session.say("单位", "Unit"))}};
  const json::value page = read_json(reply->body);
  for (const json::value& entry : page.at("entries").as_array())
    table.rows.push_back({shown(entry, "position"), shown(entry, "account"), shown(entry, "action"),
                          shown(entry, "subject"), shown(entry, "unit")});
  session.out << table.to_text();
  return Exit::ok;
}

Exit run_openapi(Session& session) {
  session.out << (session.given.has("types") ? session.house.typescript() : session.house.openapi() + "\n");
  return Exit::ok;
}

}  // namespace jinguo::cli
