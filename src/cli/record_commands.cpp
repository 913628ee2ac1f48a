#include <boost/json.hpp>
#include <filesystem>
#include <ostream>

#include "cli/command_functions.h"
#include "cli/member.h"
#include "cli/refusal.h"
#include "cli/session.h"
#include "cli/text_table.h"

namespace jinguo::cli {
namespace {

namespace json = boost::json;

/// FIELD=VALUE pairs and the JSON of --values, as one object. Nothing: told already.
std::optional<json::object> values_of(Session& session) {
  json::object out;
  if (session.given.has("values")) {
    auto text = read_input(session, session.value("values"));
    if (!text) {
      session.exit = tell_error(session, text.error());
      return std::nullopt;
    }
    boost::system::error_code failed;
    json::value parsed = json::parse(*text, failed);
    if (failed || !parsed.is_object()) {
      tell_error(session, Error(kBadValue, {"--values", session.value("values"), "应当是 JSON 对象。",
                                            "it must hold a JSON object."}));
      session.exit = Exit::usage;
      return std::nullopt;
    }
    out = std::move(parsed.as_object());
  }
  for (const std::string& pair : session.given.all("set")) {
    const size_t equals = pair.find('=');
    if (equals == std::string::npos || equals == 0) {
      tell_error(session, Error(kBadValue, {"--set", pair, "写作 字段=值。", "write FIELD=VALUE."}));
      session.exit = Exit::usage;
      return std::nullopt;
    }
    out[pair.substr(0, equals)] = pair.substr(equals + 1);
  }
  return out;
}

std::vector<std::pair<std::string, std::string>> filters_of(const Session& session) {
  std::vector<std::pair<std::string, std::string>> query{
      {"unit", session.value("unit")}, {"period", session.value("period")}, {"state", session.value("state")},
      {"sort", session.value("sort")}, {"page", session.value("page")},     {"size", session.value("size")}};
  for (const std::string& pair : session.given.all("where")) {
    const size_t equals = std::min(pair.find('='), pair.size());
    query.emplace_back("where." + pair.substr(0, equals),
                       equals == pair.size() ? std::string() : pair.substr(equals + 1));
  }
  return query;
}

std::string records_path(const Session& session) {
  return "/api/programmes/" + session.at(0) + "/records";
}

/// Sends the change of a record and tells what came of it.
Exit save(Session& session, std::string method, std::string path, json::object body) {
  const auto reply =
      change(session, {.method = std::move(method), .path = std::move(path), .body = json::serialize(body)});
  if (!reply) return session.exit;
  if (session.wants_json()) {
    session.out << reply->body << "\n";
    return Exit::ok;
  }
  const json::value saved = read_json(reply->body);
  session.out << session.say("已保存 ", "Saved ") << shown(saved, "record.id") << "  "
              << shown(saved, "record.unit") << "  " << shown(saved, "record.state_label", session.language)
              << session.say("  第 ", "  version ") << shown(saved, "record.version")
              << session.say(" 版\n", "\n");
  return Exit::ok;
}

bool add_version(Session& session, json::object& body) {
  if (!session.given.has("if-version")) return true;
  const std::string text = session.value("if-version");
  if (text.empty() || text.size() > 9 || text.find_first_not_of("0123456789") != std::string::npos) {
    tell_error(session, Error(kBadValue, {"--if-version", text, "应当是整数。", "it is a whole number."}));
    session.exit = Exit::usage;
    return false;
  }
  body["version"] = std::stoll(text);
  return true;
}

/// A value as a person reads it: the code of a choice by its label, with the unit of measure.
std::string value_text(const json::value& field, const json::value& record, Language language) {
  const std::string path = "values." + shown(field, "id");
  const json::value& value = member(record, path);
  if (const json::array* codes = value.if_array()) {
    std::string out;
    for (const json::value& code : *codes) {
      json::value one{{"values", json::object{{shown(field, "id"), code}}}};
      out += (out.empty() ? "" : language == Language::zh ? "、" : ", ") + value_text(field, one, language);
    }
    return out;
  }
  for (const json::value& choice : field.at("choices").as_array())
    if (value.is_string() && member(choice, "code") == value) return shown(choice, "label", language);
  std::string out = shown(record, path, language);
  return out.empty() ? out : out + shown(field, "measured_in");
}

void print_fields(Session& session, const json::value& record, const json::value& programme) {
  TextTable table;
  table.columns = {{std::string(session.say("字段", "Field"))}, {std::string(session.say("值", "Value"))}};
  for (const json::value& field : programme.at("fields").as_array()) {
    const std::string id = shown(field, "id");
    const json::value& value = member(record, "values." + id);
    if (value.is_null()) continue;
    table.rows.push_back({shown(field, "label", session.language) + " (" + id + ")",
                          value_text(field, record, session.language)});
  }
  session.out << table.to_text();
}

}  // namespace

Exit run_record_list(Session& session) {
  const auto reply = ask(session, {.path = records_path(session), .query = filters_of(session)});
  if (!reply) return session.exit;
  if (session.wants_json()) {
    session.out << reply->body << "\n";
    return Exit::ok;
  }
  const auto told = ask(session, {.path = "/api/programmes/" + session.at(0)});
  if (!told) return session.exit;
  const json::value page = read_json(reply->body), programme = read_json(told->body);
  TextTable table;
  table.columns = {{std::string(session.say("编号", "Id"))},
                   {std::string(session.say("单位", "Unit"))},
                   {std::string(session.say("状态", "State"))},
                   {std::string(session.say("日期", "Date"))}};
  // As many fields as fit beside what every record has.
  constexpr size_t kShown = 4;
  std::vector<json::value> fields;
  for (const json::value& column : programme.at("sheet").as_array()) {
    if (fields.size() == kShown) break;
    for (const json::value& field : programme.at("fields").as_array()) {
      if (member(field, "id") != column) continue;
      fields.push_back(field);
      table.columns.push_back({shown(field, "label", session.language)});
    }
  }
  for (const json::value& record : page.at("records").as_array()) {
    auto& row = table.rows.emplace_back();
    row = {shown(record, "id"), shown(record, "unit"), shown(record, "state_label", session.language),
           shown(record, "date")};
    for (const json::value& field : fields) row.push_back(value_text(field, record, session.language));
  }
  session.out << table.to_text() << session.say("共 ", "In all ") << shown(page, "total")
              << session.say(" 条\n", " records\n");
  return Exit::ok;
}

Exit run_record_show(Session& session) {
  const std::string path = records_path(session) + "/" + session.at(1);
  const auto reply = ask(session, {.path = path});
  if (!reply) return session.exit;
  const bool with_history = session.given.has("history");
  const auto history =
      with_history ? ask(session, {.path = path + "/history"}) : std::optional<Reply>(Reply());
  if (!history) return session.exit;
  if (session.wants_json()) {
    json::value record = read_json(reply->body);
    if (with_history) record.as_object()["history"] = read_json(history->body);
    session.out << json::serialize(record) << "\n";
    return Exit::ok;
  }
  const auto told = ask(session, {.path = "/api/programmes/" + session.at(0)});
  if (!told) return session.exit;
  const json::value record = read_json(reply->body);
  session.out << shown(record, "id") << "  " << shown(record, "unit") << "  "
              << shown(record, "state_label", session.language) << "  " << shown(record, "date") << "\n";
  print_fields(session, record, read_json(told->body));
  if (!with_history) return Exit::ok;
  const json::value lines = read_json(history->body);
  for (const json::value& line : lines.as_array()) {
    session.out << shown(line, "business_date") << "  " << shown(line, "account") << "  "
                << shown(line, "label", session.language) << "  " << shown(line, "reason") << "\n";
    for (const json::value& change : line.at("changes").as_array())
      session.out << "    " << shown(change, "label", session.language) << ": " << shown(change, "before")
                  << " → " << shown(change, "after") << "\n";
  }
  return Exit::ok;
}

Exit run_record_create(Session& session) {
  auto values = values_of(session);
  if (!values) return session.exit;
  json::object body{{"unit", session.value("unit")}, {"values", std::move(*values)}};
  for (const char* name : {"period", "reason", "on"})
    if (session.given.has(name)) body[name] = session.value(name);
  if (session.given.has("event")) body["events"] = json::value_from(session.given.all("event"));
  return save(session, "POST", records_path(session), std::move(body));
}

Exit run_record_edit(Session& session) {
  auto values = values_of(session);
  if (!values) return session.exit;
  json::object body{{"values", std::move(*values)}};
  if (session.given.has("reason")) body["reason"] = session.value("reason");
  if (!add_version(session, body)) return session.exit;
  return save(session, "PATCH", records_path(session) + "/" + session.at(1), std::move(body));
}

Exit run_record_event(Session& session) {
  auto values = values_of(session);
  if (!values) return session.exit;
  json::object body{{"values", std::move(*values)}};
  for (const char* name : {"reason", "on"})
    if (session.given.has(name)) body[name] = session.value(name);
  if (!add_version(session, body)) return session.exit;
  return save(session, "POST", records_path(session) + "/" + session.at(1) + "/events/" + session.at(2),
              std::move(body));
}

Exit run_record_import(Session& session) {
  auto bytes = read_input(session, session.at(1));
  if (!bytes) return tell_error(session, bytes.error());
  Ask question{.method = "POST",
               .path = "/api/programmes/" + session.at(0) + "/imports",
               .query = {{"unit", session.value("unit")},
                         {"period", session.value("period")},
                         {"mode", session.given.has("good-rows") ? "good" : ""},
                         {"dry_run", session.is_dry_run() ? "yes" : ""},
                         {"then", session.value("then")},
                         {"on", session.value("on")}},
               .body = std::move(*bytes),
               .file_name = std::filesystem::path(session.at(1)).filename().string()};
  const auto reply = ask(session, question);
  if (!reply) return session.exit;
  const json::value result = read_json(reply->body);
  if (session.wants_json()) session.out << reply->body << "\n";
  const size_t faults = tell_faults(session, json::serialize(member(result, "faults")));
  const bool written = member(result, "written").is_bool() && member(result, "written").as_bool();
  if (!session.wants_json()) {
    session.out << session.say("行数 ", "Rows ") << shown(result, "rows") << session.say("，正确 ", ", good ")
                << shown(result, "good") << session.say("，有误 ", ", bad ") << shown(result, "bad")
                << session.say("，不变 ", ", unchanged ") << shown(result, "unchanged") << "\n"
                << (written ? session.say("已导入 ", "Imported ")
                            : session.say("未写入", "Nothing was written"))
                << (written ? shown(result, "id") : std::string()) << "\n";
  }
  return faults > 0 && !written ? Exit::checks_failed : Exit::ok;
}

Exit run_record_export(Session& session) {
  Ask question{.path = "/api/programmes/" + session.at(0) + "/export", .query = filters_of(session)};
  std::string format = session.value("format");
  if (format.empty()) format = session.given.value("output").ends_with(".xlsx") ? "xlsx" : "csv";
  question.query.emplace_back("format", format);
  const auto reply = ask(session, question);
  if (!reply) return session.exit;
  return write_output(session, reply->body) ? Exit::ok : session.exit;
}

Exit run_record_template(Session& session) {
  const std::string file = session.value("output");
  const std::string ending = std::filesystem::path(file).extension().string();
  if (!ending.empty() && ending != ".xlsx" && ending != ".csv") {
    tell_error(session, Error(kBadValue, {"--output", file, "文件名以 .xlsx 或 .csv 结尾。",
                                          "its name ends in .xlsx or .csv."}));
    return Exit::usage;
  }
  const auto reply = ask(session, {.path = "/api/programmes/" + session.at(0) + "/template",
                                   .query = {{"format", ending == ".csv" ? "csv" : "xlsx"}}});
  if (!reply) return session.exit;
  return write_output(session, reply->body) ? Exit::ok : session.exit;
}

}  // namespace jinguo::cli
