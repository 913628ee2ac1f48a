#include "case.h"

#include <algorithm>

namespace jinguo::cases {

Reply Case::ask(const Ask& what, int line) {
  if (who.empty()) throw CaseFault(line, "nobody is acting yet; write “as role@code” first");
  return who == "operator" ? world.ask_as_operator(what) : world.ask_as(who, what);
}

void expect(bool holds, int line, const std::string& what) {
  if (!holds) throw CaseFault(line, what);
}

std::string text_of(const json::value& value) {
  if (value.is_null()) return "";
  if (value.is_string()) return std::string(value.as_string());
  return json::serialize(value);
}

void run_step(Case& running, const Statement& statement) {
  const std::string& text = statement.head.text;
  for (const Step& step : steps()) {
    if (!text.starts_with(step.verb)) continue;
    const size_t end = step.verb.size();
    if (text.size() > end && text[end] != ' ' && text[end] != ':') continue;
    Statement rest = statement;
    rest.head.text = text.substr(end);
    try {
      return step.run(running, rest);
    } catch (const Failure& failure) {
      throw CaseFault(statement.head.number, failure.what());
    }
  }
  std::string known;
  for (const Step& step : steps()) known += "\n    " + std::string(step.usage);
  throw CaseFault(statement.head.number, "“" + text + "” is no sentence of a case; there are:" + known);
}

namespace {

/// `refused CODE [on FIELD] [says TEXT]`.
Asked::Refusal read_refusal(const Line& line) {
  Words words(line);
  Asked::Refusal refusal;
  refusal.line = line.number;
  refusal.code = words.must("refused");
  if (const auto says = words.rest_after("says")) refusal.says = *says;
  if (const auto field = words.after("on")) refusal.field = *field;
  words.done();
  return refusal;
}

bool fits(const json::object& fault, const Asked::Refusal& refusal, int status) {
  const auto member = [&](const char* name) {
    const json::value* value = fault.if_contains(name);
    return value ? text_of(*value) : std::string();
  };
  const bool is_code = member("code") == refusal.code || std::to_string(status) == refusal.code;
  return is_code && (refusal.field.empty() || member("field") == refusal.field) &&
         (refusal.says.empty() || member("message").find(refusal.says) != std::string::npos ||
          member("message_en").find(refusal.says) != std::string::npos);
}

}  // namespace

Asked read_asked(const Statement& statement, std::string_view tail) {
  Asked asked;
  std::vector<Line> lines;
  if (!tail.empty()) lines.push_back({statement.head.number, std::string(tail)});
  lines.insert(lines.end(), statement.block.begin(), statement.block.end());
  for (const Line& line : lines) {
    const auto words = split_words(line);
    if (words.front().is_pair) {
      for (const Word& word : words) {
        if (!word.is_pair) throw CaseFault(line.number, "“" + word.text + "” is no name=value");
        // Columns of a table come as name.column=… and make one row.
        const size_t dot = word.text.find('.');
        if (dot == std::string::npos) {
          asked.values[word.text] = word.value;
          continue;
        }
        const std::string field = word.text.substr(0, dot), column = word.text.substr(dot + 1);
        if (!asked.values.contains(field)) asked.values[field] = json::array();
        json::array& rows = asked.values[field].as_array();
        if (rows.empty() || rows.back().as_object().contains(column)) rows.push_back(json::object());
        rows.back().as_object()[column] = word.value;
      }
      continue;
    }
    const std::string& verb = words.front().text;
    const auto rest = [&] {
      std::string out;
      for (size_t i = 1; i < words.size(); ++i)
        out += (i > 1 ? " " : "") + words[i].text + (words[i].is_pair ? "=" + words[i].value : "");
      return out;
    };
    if (verb == "refused") {
      asked.refusals.push_back(read_refusal(line));
    } else if (verb == "reason") {
      asked.reason = rest();
    } else if (verb == "explained") {
      asked.explained = rest();
    } else if (verb == "key") {
      asked.key = rest();
    } else if (verb == "version") {
      asked.version = std::stoll(rest());
    } else if (verb == "saved" && words.size() == 3 && words[1].text == "as") {
      asked.saved_as = words[2].text;
    } else if (verb == "repeated" && words.size() == 1) {
      asked.is_repeated = true;
    } else {
      asked.rest.push_back(line);
    }
  }
  return asked;
}

bool judge_refusal(const Reply& reply, const Asked& asked, int line) {
  if (asked.refusals.empty()) {
    must_succeed(reply, line);
    return false;
  }
  for (const Asked::Refusal& refusal : asked.refusals) {
    if (reply.is_good()) throw CaseFault(refusal.line, "it was not refused");
    const json::object* body = reply.body.if_object();
    bool found = body && fits(*body, refusal, reply.status);
    if (const json::value* faults = body ? body->if_contains("faults") : nullptr;
        faults && faults->is_array())
      for (const json::value& fault : faults->as_array())
        found = found || fits(fault.as_object(), refusal, reply.status);
    if (!found) throw CaseFault(refusal.line, "it was refused otherwise: " + reply.said());
  }
  return true;
}

void must_succeed(const Reply& reply, int line) {
  if (!reply.is_good()) throw CaseFault(line, "it was refused: " + reply.said());
}

void nothing_left(const Asked& asked) {
  if (!asked.rest.empty())
    throw CaseFault(asked.rest.front().number, "“" + asked.rest.front().text + "” is not understood here");
}

std::pair<std::string, std::string> find_record(Case& running, Words& words) {
  const std::string name = words.next("the record");
  if (const auto known = running.records.find(name); known != running.records.end()) return known->second;
  const auto unit = words.after("at");
  if (!unit) throw CaseFault(words.line(), "no record is known as " + name);
  const auto newest = running.records.find(name + "@" + *unit);
  if (newest != running.records.end()) return newest->second;
  const Reply reply =
      running.ask({.path = "/api/programmes/" + name + "/records", .query = {{"unit", *unit}}}, words.line());
  must_succeed(reply, words.line());
  const json::array& records = reply.body.at("records").as_array();
  expect(
      records.size() == 1, words.line(),
      "there are " + std::to_string(records.size()) + " records of " + name + " at " + *unit + ", not one");
  return {name, text_of(records.front().at("id"))};
}

}  // namespace jinguo::cases
