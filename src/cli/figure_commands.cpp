#include <algorithm>
#include <boost/json.hpp>
#include <ostream>

#include "base/decimal.h"
#include "cli/command_functions.h"
#include "cli/member.h"
#include "cli/refusal.h"
#include "cli/session.h"
#include "cli/text_table.h"

namespace jinguo::cli {
namespace {

namespace json = boost::json;

/// The view asked for by --as then|now; empty when --as names only an account.
std::string view_of(const Session& session) {
  std::string out;
  for (const std::string& as : session.given.all("as"))
    if (as == "then" || as == "now") out = as;
  return out;
}

/// Whole numbers as JSON integers, others as JSON numbers.
json::value number_json(const json::value& text) {
  if (!text.is_string()) return text;
  const auto number = Decimal::parse(std::string(text.as_string()));
  if (!number) return text;
  if (const auto whole = number->scaled(0)) return *whole;
  return json::parse(number->to_text());
}

/// The figure as `--json` prints it: the unit is its code, numerator and denominator are numbers.
json::value flat(const json::value& figure) {
  json::object out;
  for (const auto& item : figure.as_object()) {
    const std::string_view name(item.key());
    if (name == "unit")
      out["unit"] = member(item.value(), "code");
    else if (name == "numerator" || name == "denominator")
      out[name] = number_json(item.value());
    else
      out[name] = item.value();
  }
  return out;
}

std::string fraction_of(const json::value& figure) {
  const std::string numerator = shown(figure, "numerator"), denominator = shown(figure, "denominator");
  return numerator.empty() || denominator.empty() ? std::string() : numerator + "/" + denominator;
}

std::string line_of(const Session& session, const json::value& figure) {
  const Language language = session.language;
  const bool zh = language == Language::zh;
  std::string out = shown(figure, "title", language) + " " + shown(figure, "text");
  const std::string fraction = fraction_of(figure);
  const bool is_percent = member(figure, "percent").is_bool() && member(figure, "percent").as_bool();
  if (!is_percent && !member(figure, "value").is_null())
    out += (zh ? "" : " ") + shown(figure, "measured_in");
  if (!fraction.empty()) out += zh ? "（" + fraction + "）" : " (" + fraction + ")";
  out += (zh && !fraction.empty() ? "" : " ") + shown(figure, "unit.name") + " " + shown(figure, "period");
  const bool is_now = shown(figure, "as") == "now";
  out += zh ? (is_now ? " 现在口径" : " 当时口径") : (is_now ? " (the tree as now)" : " (the tree as then)");
  const json::value& unchecked = member(figure, "unchecked");
  if (unchecked.is_int64() && unchecked.as_int64() > 0)
    out += zh ? "；其中未审核 " + std::to_string(unchecked.as_int64())
              : "; of which unchecked " + std::to_string(unchecked.as_int64());
  return out + "\n";
}

std::string table_of(const Session& session, const json::array& figures, bool by_units) {
  const bool zh = session.language == Language::zh;
  TextTable table;
  table.columns = {{by_units ? (zh ? "代码" : "Code") : (zh ? "代码" : "Key"), false},
                   {by_units ? (zh ? "单位" : "Unit") : (zh ? "分类" : "Label"), false},
                   {zh ? "数值" : "Figure", true},
                   {zh ? "分子/分母" : "Fraction", true},
                   {zh ? "记录" : "Records", true},
                   {zh ? "未审核" : "Unchecked", true}};
  for (const json::value& figure : figures)
    table.rows.push_back(
        {by_units ? shown(figure, "unit.code") : shown(figure, "key"),
         by_units ? shown(figure, "unit.name") : shown(figure, "key_label", session.language),
         shown(figure, "text"), fraction_of(figure), shown(figure, "records"), shown(figure, "unchecked")});
  return table.to_text();
}

Exit list_behind(Session& session, const Ask& figure) {
  Ask question = figure;
  question.path += "/records";
  question.query.emplace_back("key", session.value("key-of"));
  question.query.emplace_back("page", session.value("page"));
  question.query.emplace_back("size", session.value("size"));
  const auto reply = ask(session, question);
  if (!reply) return session.exit;
  if (session.wants_json()) {
    session.out << reply->body << "\n";
    return Exit::ok;
  }
  const json::value page = read_json(reply->body);
  TextTable table;
  const bool zh = session.language == Language::zh;
  table.columns = {
      {zh ? "编号" : "Id"}, {zh ? "单位" : "Unit"}, {zh ? "状态" : "State"}, {zh ? "日期" : "Date"}};
  for (const json::value& record : page.at("records").as_array())
    table.rows.push_back({shown(record, "id"), shown(record, "unit"),
                          shown(record, "state_label", session.language), shown(record, "date")});
  // A number of units opens the units it counts, also those that filed nothing.
  for (const json::value& unit : page.at("units").as_array()) {
    const auto& records = page.at("records").as_array();
    const bool has_record = std::any_of(records.begin(), records.end(), [&](const json::value& record) {
      return record.at("unit").at("id") == unit.at("id");
    });
    if (!has_record) table.rows.push_back({"—", shown(json::object{{"unit", unit}}, "unit"), "—", "—"});
  }
  session.out << table.to_text() << session.say("共 ", "In all ") << shown(page, "total")
              << session.say(" 条\n", " records\n");
  return Exit::ok;
}

}  // namespace

Exit run_figure(Session& session) {
  Ask question;
  question.path = "/api/figures/" + session.at(0);
  question.query = {{"unit", session.value("unit")},
                    {"period", session.value("period")},
                    {"as", view_of(session)},
                    {"official", session.given.has("official") ? "yes" : ""}};
  if (session.given.has("records")) return list_behind(session, question);
  const std::string by = session.value("by");
  question.query.emplace_back("by", by);
  const auto reply = ask(session, question);
  if (!reply) return session.exit;
  const json::value answer = read_json(reply->body);
  if (session.wants_json()) {
    if (const json::array* list = answer.if_array()) {
      json::array out;
      for (const json::value& figure : *list) out.push_back(flat(figure));
      session.out << json::serialize(out) << "\n";
    } else {
      session.out << json::serialize(flat(answer)) << "\n";
    }
    return Exit::ok;
  }
  if (const json::array* list = answer.if_array())
    session.out << table_of(session, *list, by == "units");
  else
    session.out << line_of(session, answer);
  return Exit::ok;
}

}  // namespace jinguo::cli
