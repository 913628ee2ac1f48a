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

/// The format asked for: --format, else the ending of the file's name, else plain text.
std::string format_of(const Session& session) {
  if (session.given.has("format")) return session.value("format");
  const std::string file = session.value("output");
  const size_t dot = file.rfind('.');
  return dot == std::string::npos || file.find('/', dot) != std::string::npos ? "txt" : file.substr(dot + 1);
}

Exit print_file(Session& session, Ask question) {
  question.path += "/file";
  question.query.emplace_back("format", format_of(session));
  if (session.language == Language::en) question.query.emplace_back("language", "en");
  const auto reply = ask(session, question);
  if (!reply) return session.exit;
  return write_output(session, reply->body) ? Exit::ok : session.exit;
}

}  // namespace

Exit run_report(Session& session) {
  Ask question;
  question.path = "/api/reports/" + session.at(0);
  question.query = {{"unit", session.value("unit")}, {"period", session.value("period")}};
  if (!session.wants_json()) return print_file(session, std::move(question));
  const auto reply = ask(session, question);
  if (!reply) return session.exit;
  return write_output(session, reply->body + "\n") ? Exit::ok : session.exit;
}

Exit run_issue(Session& session) {
  json::object body{{"unit", session.value("unit")}, {"period", session.value("period")}};
  if (session.given.has("corrects")) body["corrects"] = session.value("corrects");
  Ask question{.method = "POST",
               .path = "/api/reports/" + session.at(0) + "/issue",
               .query = {},
               .body = json::serialize(body),
               .file_name = ""};
  if (!confirm(session, "印发以后不能再改，只能另发更正。", "An issued paper never changes again."))
    return session.exit;
  const auto reply = change(session, question);
  if (!reply) return session.exit;
  if (session.wants_json()) {
    session.out << reply->body << "\n";
    return Exit::ok;
  }
  const json::value issued = read_json(reply->body);
  session.out << session.say("已印发：", "Issued: ") << shown(issued, "title") << " "
              << shown(issued, "number") << "  " << shown(issued, "id") << "\n";
  return Exit::ok;
}

Exit run_issued(Session& session) {
  Ask question;
  question.path = "/api/issued";
  if (!session.given.values.empty()) {
    question.path += "/" + session.at(0);
    return print_file(session, std::move(question));
  }
  const auto reply = ask(session, question);
  if (!reply) return session.exit;
  if (session.wants_json()) {
    session.out << reply->body << "\n";
    return Exit::ok;
  }
  TextTable table;
  const bool zh = session.language == Language::zh;
  table.columns = {{zh ? "文号" : "Number"}, {zh ? "题名" : "Title"},    {zh ? "单位" : "Unit"},
                   {zh ? "时段" : "Period"}, {zh ? "更正" : "Corrects"}, {zh ? "编号" : "Id"}};
  const json::value list = read_json(reply->body);
  for (const json::value& issued : list.as_array())
    table.rows.push_back({shown(issued, "number"), shown(issued, "title"), shown(issued, "unit.name"),
                          shown(issued, "period"), shown(issued, "corrects"), shown(issued, "id")});
  session.out << table.to_text();
  return Exit::ok;
}

}  // namespace jinguo::cli
