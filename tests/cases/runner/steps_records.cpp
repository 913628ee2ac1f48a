#include "steps.h"

namespace jinguo::cases {
namespace {

/// The reason given for every soft check of the programme, under the numbers the API wants.
json::object soft_reasons(Case& running, const std::string& programme, const std::string& reason, int line) {
  json::object out;
  if (reason.empty()) return out;
  const Reply reply = running.ask({.path = "/api/programmes/" + programme}, line);
  must_succeed(reply, line);
  const json::array& checks = reply.body.at("checks").as_array();
  for (size_t i = 0; i < checks.size(); ++i)
    if (!checks[i].at("hard").as_bool()) out[std::to_string(i)] = reason;
  return out;
}

void judge_saved(Case& running, const Reply& reply, const Asked& asked, const std::string& programme,
                 const std::string& unit, int line) {
  if (judge_refusal(reply, asked, line)) return nothing_left(asked);
  const json::value& record = reply.body.at("record");
  const std::string id = text_of(record.at("id"));
  if (!asked.saved_as.empty()) running.records[asked.saved_as] = {programme, id};
  if (!unit.empty()) running.records[programme + "@" + unit] = {programme, id};
  expect(reply.body.at("repeated").as_bool() == asked.is_repeated, line,
         asked.is_repeated ? "it was not told as a repeat" : "it was told as a repeat");
  for (const Line& rest : asked.rest) {
    Words words(rest);
    const std::string what = words.next("what is expected");
    if (what == "state") {
      const std::string state = words.next("the state");
      expect(text_of(record.at("state")) == state, rest.number, "it is in " + text_of(record.at("state")));
    } else if (what == "value") {
      const std::string field = words.next("the field");
      const std::string value = words.rest_after("=").value_or("");
      const json::value* now = record.at("values").as_object().if_contains(field);
      expect(now && text_of(*now) == value, rest.number,
             field + " is " + (now ? text_of(*now) : "not to be seen"));
    } else {
      throw CaseFault(rest.number, "“" + what + "” is not understood here");
    }
    words.done();
  }
}

json::object body_of(Case& running, const Asked& asked, const std::string& programme,
                     const std::optional<std::string>& on, int line) {
  json::object values = asked.values;
  // {NAME} stands for the id of a record that has a name.
  for (auto& member : values) {
    const json::string* text = member.value().if_string();
    if (!text || !text->starts_with('{') || !text->ends_with('}')) continue;
    const auto known = running.records.find(std::string(text->begin() + 1, text->end() - 1));
    expect(known != running.records.end(), line, "no record is known as " + std::string(*text));
    member.value() = known->second.second;
  }
  json::object body{{"values", std::move(values)}};
  if (!asked.reason.empty()) body["reason"] = asked.reason;
  if (!asked.explained.empty())
    body["soft_reasons"] = soft_reasons(running, programme, asked.explained, line);
  if (asked.version) body["version"] = *asked.version;
  if (on) body["on"] = *on;
  return body;
}

}  // namespace

void step_create(Case& running, const Statement& statement) {
  Words words(statement.head);
  const std::string programme = words.next("the programme");
  const std::string units = words.must("at");
  const auto period = words.after("for"), then = words.after("then"), on = words.after("on");
  words.done();
  const Asked asked = read_asked(statement, words.tail());
  for (const std::string& unit : expand_codes(units, words.line())) {
    json::object body = body_of(running, asked, programme, on, words.line());
    body["unit"] = unit;
    if (period) body["period"] = *period;
    if (then) {
      json::array events;
      std::string_view rest = *then;
      while (!rest.empty()) {
        const size_t comma = rest.find(',');
        events.push_back(json::value(rest.substr(0, comma)));
        rest = comma == std::string_view::npos ? std::string_view() : rest.substr(comma + 1);
      }
      body["events"] = std::move(events);
    }
    const Reply reply = running.ask({.method = http::Method::post,
                                     .path = "/api/programmes/" + programme + "/records",
                                     .body = std::move(body),
                                     .key = asked.key},
                                    words.line());
    judge_saved(running, reply, asked, programme, unit, words.line());
  }
}

void step_edit(Case& running, const Statement& statement) {
  Words words(statement.head);
  const auto on = words.after("on");
  const auto [programme, id] = find_record(running, words);
  words.done();
  const Asked asked = read_asked(statement, words.tail());
  const Reply reply = running.ask({.method = http::Method::patch,
                                   .path = "/api/programmes/" + programme + "/records/" + id,
                                   .body = body_of(running, asked, programme, on, words.line()),
                                   .key = asked.key},
                                  words.line());
  judge_saved(running, reply, asked, programme, "", words.line());
}

void step_event(Case& running, const Statement& statement) {
  Words words(statement.head);
  const std::string event = words.next("the event");
  const auto on = words.after("dated");
  expect(words.has("on"), words.line(), "“on RECORD” is missing");
  const auto [programme, id] = find_record(running, words);
  words.done();
  const Asked asked = read_asked(statement, words.tail());
  const Reply reply =
      running.ask({.method = http::Method::post,
                   .path = "/api/programmes/" + programme + "/records/" + id + "/events/" + event,
                   .body = body_of(running, asked, programme, on, words.line()),
                   .key = asked.key},
                  words.line());
  judge_saved(running, reply, asked, programme, "", words.line());
}

void step_open(Case& running, const Statement& statement) {
  Words words(statement.head);
  const auto [programme, id] = find_record(running, words);
  words.done();
  const Asked asked = read_asked(statement, "");
  const Reply reply = running.ask({.path = "/api/programmes/" + programme + "/records/" + id}, words.line());
  if (judge_refusal(reply, asked, words.line())) return nothing_left(asked);
  const json::object& record = reply.body.as_object();
  for (const Line& line : asked.rest) {
    Words expected(line);
    const std::string what = expected.next("what is expected");
    if (what == "value") {
      const std::string field = expected.next("the field");
      const std::string value = expected.rest_after("=").value_or("");
      const json::value* found = record.at("values").as_object().if_contains(field);
      std::string shown = found ? text_of(*found) : "not to be seen";
      if (found && found->is_object() && found->as_object().contains("name"))
        shown = text_of(found->at("name"));
      expect(found && shown == value, line.number, field + " is " + shown);
    } else if (what == "hidden") {
      const std::string field = expected.next("the field");
      bool hidden = false;
      for (const json::value& one : record.at("hidden").as_array()) hidden = hidden || text_of(one) == field;
      expect(hidden && !record.at("values").as_object().contains(field), line.number, field + " is shown");
    } else if (what == "state") {
      const std::string state = expected.next("the state");
      expect(text_of(record.at("state")) == state, line.number, "it is in " + text_of(record.at("state")));
    } else if (what == "may") {
      std::string events;
      for (const json::value& event : record.at("events").as_array())
        events += (events.empty() ? "" : " ") + text_of(event.at("id"));
      const auto all = expected.rest_after("take").value_or("");
      expect(events == all, line.number, "she may take: " + events);
    } else if (what == "version") {
      const std::string version = expected.next("the number");
      expect(text_of(record.at("version")) == version, line.number,
             "it is at version " + text_of(record.at("version")));
    } else {
      throw CaseFault(line.number, "“" + what + "” is not understood here");
    }
    expected.done();
  }
}

void step_list(Case& running, const Statement& statement) {
  Words words(statement.head);
  const std::string programme = words.next("the programme");
  Ask ask{.path = "/api/programmes/" + programme + "/records", .query = {{"size", "500"}}};
  for (const char* name : {"state", "sort", "period"})
    if (const auto value = words.after(name)) ask.query.emplace_back(name, *value);
  if (const auto unit = words.after("at")) ask.query.emplace_back("unit", *unit);
  while (const auto condition = words.after("where")) {
    const size_t equals = condition->find('=');
    expect(equals != std::string::npos, words.line(), "a condition is written field=value");
    ask.query.emplace_back("where." + condition->substr(0, equals), condition->substr(equals + 1));
  }
  words.done();
  const Asked asked = read_asked({statement.head, statement.block, ""}, "");
  nothing_left(asked);
  const Reply reply = running.ask(ask, words.line());
  if (judge_refusal(reply, asked, words.line())) return;
  const std::string total = text_of(reply.body.at("total"));
  expect(words.tail() == total + " records", words.line(), "there are " + total + " records");
}

void step_history(Case& running, const Statement& statement) {
  Words words(statement.head);
  const auto [programme, id] = find_record(running, words);
  words.done();
  const Reply reply =
      running.ask({.path = "/api/programmes/" + programme + "/records/" + id + "/history"}, words.line());
  must_succeed(reply, words.line());
  // One line a change: what was done, why, and each field before and after.
  std::vector<std::string> lines;
  for (const json::value& entry : reply.body.as_array()) {
    std::string line = text_of(entry.at("business_date")) + " " + text_of(entry.at("label").at("zh"));
    for (const json::value& change : entry.at("changes").as_array())
      line += " " + text_of(change.at("field")) + ": " + text_of(change.at("before")) + " → " +
              text_of(change.at("after"));
    if (const std::string reason = text_of(entry.at("reason")); !reason.empty()) line += " " + reason;
    lines.push_back(std::move(line));
  }
  std::string all;
  for (const std::string& line : lines) all += "\n    " + line;
  for (const Line& line : statement.block) {
    bool found = false;
    for (const std::string& entry : lines) found = found || entry.find(line.text) != std::string::npos;
    expect(found, line.number, "the history says:" + all);
  }
}

}  // namespace jinguo::cases
