#include <algorithm>

#include "steps.h"

namespace jinguo::cases {
namespace {

std::vector<std::pair<std::string, std::string>> where_of(Words& words) {
  std::string unit = words.must("at");
  return {{"unit", std::move(unit)}, {"period", words.must("for")}};
}

json::object body_of(const std::vector<std::pair<std::string, std::string>>& where) {
  json::object body;
  for (const auto& [name, value] : where) body[name] = value;
  return body;
}

}  // namespace

void step_missing(Case& running, const Statement& statement) {
  Words words(statement.head);
  const std::string programme = words.next("the programme");
  const auto where = where_of(words);
  words.done();
  Statement plain{statement.head, {}, {}};
  std::vector<Line> named;
  for (const Line& line : statement.block)
    (line.text.starts_with("late ") || line.text.starts_with("missing ") || line.text.starts_with("text ") ||
             line.text.starts_with("due ")
         ? named
         : plain.block)
        .push_back(line);
  const Asked asked = read_asked(plain, "");
  nothing_left(asked);
  const Reply reply = running.ask({.path = "/api/missing/" + programme, .query = where}, words.line());
  if (judge_refusal(reply, asked, words.line())) return;
  const json::object& out = reply.body.as_object();
  std::string told;
  for (const char* name : {"expected", "reported", "nil", "on_time"})
    told += (told.empty() ? "" : " ") + std::string(name) + " " + text_of(out.at(name));
  if (!words.tail().empty()) expect(words.tail() == told, words.line(), "it says: " + told);
  for (const char* kind : {"late", "missing"}) {
    std::vector<std::string> found, wanted;
    for (const json::value& unit : out.at(kind).as_array())
      found.push_back(text_of(unit.at("unit").at("name")));
    int line = words.line();
    bool asks = false;
    for (const Line& one : named) {
      if (!one.text.starts_with(std::string(kind) + " ")) continue;
      asks = true;
      line = one.number;
      const auto names = split_words(one);
      for (size_t i = 1; i < names.size(); ++i)
        if (names[i].text != "nobody") wanted.push_back(names[i].text);
    }
    std::string all;
    for (const std::string& name : found) all += " " + name;
    std::sort(found.begin(), found.end());
    std::sort(wanted.begin(), wanted.end());
    expect(!asks || found == wanted, line, std::string(kind) + " are:" + (all.empty() ? " nobody" : all));
  }
  for (const Line& line : named) {
    if (line.text.starts_with("text "))
      expect(text_of(out.at("text")).find(line.text.substr(5)) != std::string::npos, line.number,
             "the text is: " + text_of(out.at("text")));
    if (line.text.starts_with("due "))
      expect(text_of(out.at("due")) == line.text.substr(4), line.number,
             "it is due " + text_of(out.at("due")));
  }
}

void step_nil(Case& running, const Statement& statement) {
  Words words(statement.head);
  json::object body{{"programme", words.next("the programme")}};
  for (const auto& [name, value] : where_of(words)) body[name] = value;
  if (words.has("taken") && words.has("back")) body["take_back"] = true;
  words.done();
  const Asked asked = read_asked(statement, "");
  nothing_left(asked);
  const Reply reply = running.ask(
      {.method = http::Method::post, .path = "/api/nil", .body = std::move(body), .key = asked.key},
      words.line());
  judge_refusal(reply, asked, words.line());
}

void step_return(Case& running, const Statement& statement) {
  Words words(statement.head);
  const std::string programme = words.next("the programme");
  const auto where = where_of(words);
  const std::string act = words.next("what is done");
  const std::string path = "/api/returns/" + programme;
  if (act == "is") {
    const std::string status = words.next("the status");
    words.done();
    const Reply reply = running.ask({.path = path, .query = where}, words.line());
    must_succeed(reply, words.line());
    expect(text_of(reply.body.at("status")) == status, words.line(),
           "it is " + text_of(reply.body.at("status")));
    for (const Line& line : statement.block) {
      Words expected(line);
      const std::string what = expected.next("what is expected");
      bool found = false;
      std::string all;
      if (what == "note") {
        // note FIELD at UNIT: TEXT
        const std::string field = expected.next("the field");
        const auto unit = expected.after("at");
        for (const json::value& note : reply.body.at("notes").as_array()) {
          all += " " + json::serialize(note);
          found =
              found || (text_of(note.at("field")) == field && text_of(note.at("text")) == expected.tail() &&
                        (!unit || text_of(note.at("unit")) == *unit));
        }
      } else if (what == "part") {
        // part NAME STATUS
        const std::string name = expected.next("the unit"), state = expected.next("the status");
        for (const json::value& child : reply.body.at("children").as_array()) {
          all += " " + text_of(child.at("unit").at("name")) + " " + text_of(child.at("status"));
          found =
              found || (text_of(child.at("unit").at("name")) == name && text_of(child.at("status")) == state);
        }
      } else if (what == "due") {
        all = " " + text_of(reply.body.at("due"));
        found = text_of(reply.body.at("due")) == expected.next("the day");
      } else if (what == "may") {
        for (const json::value& one : reply.body.at("may").as_array()) all += " " + text_of(one);
        found = all == " " + expected.rest_after("take").value_or("");
        if (!found && all.empty() && line.text == "may nothing") found = expected.has("nothing");
      } else {
        throw CaseFault(line.number, "“" + what + "” is not understood here");
      }
      expected.done();
      expect(found, line.number, "it says:" + all);
    }
    return;
  }
  words.done();
  Statement plain{statement.head, {}, {}};
  json::array notes;
  std::vector<Line> parts;
  for (const Line& line : statement.block) {
    Words note(line);
    if (note.has("note")) {
      const auto unit = note.after("at");
      notes.push_back(
          {{"field", note.next("the field")}, {"unit", unit.value_or("")}, {"text", note.tail()}});
    } else {
      plain.block.push_back(line);
    }
  }
  const Asked asked = read_asked(plain, "");
  json::object body = body_of(where);
  body["act"] = act;
  if (!asked.reason.empty()) body["reason"] = asked.reason;
  if (!notes.empty()) body["notes"] = std::move(notes);
  const Reply reply = running.ask(
      {.method = http::Method::post, .path = path, .body = std::move(body), .key = asked.key}, words.line());
  const bool refused = judge_refusal(reply, asked, words.line());
  for (const Line& line : asked.rest) {
    // names UNIT: the refusal names it as missing.
    expect(refused && line.text.starts_with("names "), line.number,
           "“" + line.text + "” is not understood here");
    expect(reply.bytes.find(line.text.substr(6)) != std::string::npos, line.number, reply.bytes);
  }
}

void step_close(Case& running, const Statement& statement) {
  Words words(statement.head);
  json::object body{{"programme", words.next("the programme")}};
  for (const auto& [name, value] : where_of(words)) body[name] = value;
  words.done();
  const Asked asked = read_asked(statement, "");
  nothing_left(asked);
  if (!asked.reason.empty()) body["reason"] = asked.reason;
  const Reply reply = running.ask(
      {.method = http::Method::post, .path = "/api/periods/close", .body = std::move(body)}, words.line());
  judge_refusal(reply, asked, words.line());
}

void step_corrections(Case& running, const Statement& statement) {
  Words words(statement.head);
  const std::string programme = words.next("the programme");
  const auto where = where_of(words);
  words.done();
  const Reply reply = running.ask({.path = "/api/corrections/" + programme, .query = where}, words.line());
  must_succeed(reply, words.line());
  std::vector<std::string> lines;
  for (const json::value& one : reply.body.as_array()) {
    std::string line = text_of(one.at("unit").at("name"));
    for (const json::value& change : one.at("changes").as_array())
      line += " " + text_of(change.at("field")) + ": " + text_of(change.at("before")) + " → " +
              text_of(change.at("after"));
    lines.push_back(line + " " + text_of(one.at("reason")));
  }
  std::string all;
  for (const std::string& line : lines) all += "\n    " + line;
  if (!words.tail().empty())
    expect(std::to_string(lines.size()) == words.tail(), words.line(), "the sheet is:" + all);
  for (const Line& line : statement.block)
    expect(std::any_of(lines.begin(), lines.end(),
                       [&](const std::string& one) { return one.find(line.text) != std::string::npos; }),
           line.number, "the sheet is:" + all);
}

}  // namespace jinguo::cases
