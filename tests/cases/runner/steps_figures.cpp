#include "steps.h"

namespace jinguo::cases {
namespace {

/// Where and when a figure is asked.
struct Where {
  std::vector<std::pair<std::string, std::string>> query;
  static Where read(Words& words) {
    Where where;
    where.query.emplace_back("unit", words.must("at"));
    where.query.emplace_back("period", words.must("for"));
    if (const auto as = words.after("as")) where.query.emplace_back("as", *as);
    if (words.has("official")) where.query.emplace_back("official", "yes");
    return where;
  }
};

std::string shown(const json::value& figure) {
  std::string out = text_of(figure.at("text"));
  const std::string n = text_of(figure.at("numerator")), d = text_of(figure.at("denominator"));
  if (!d.empty()) out += " (" + n + "/" + d + ")";
  return out;
}

/// Compares with “= 38.8% (2747/7080) records 7080 unchecked 3 reported 2 expected 5 ranks 1”.
void judge_figure(const json::value& figure, Words& words) {
  const std::string text = words.must("=");
  expect(text_of(figure.at("text")) == text, words.line(),
         text_of(figure.at("figure")) + " is " + shown(figure) + ", not " + text);
  for (const char* name : {"records", "unchecked", "reported", "expected", "position"})
    if (const auto n = words.after(name))
      expect(text_of(figure.at(name)) == *n, words.line(),
             std::string(name) + " is " + text_of(figure.at(name)) + ", not " + *n);
  while (const auto note = words.next_if_any()) {
    if (note->starts_with('(')) {
      const std::string parts =
          "(" + text_of(figure.at("numerator")) + "/" + text_of(figure.at("denominator")) + ")";
      expect(parts == *note, words.line(), "it is " + shown(figure) + ", not " + *note);
    } else {
      expect(text_of(figure.at("measured_in")) == *note, words.line(),
             "it is measured in " + text_of(figure.at("measured_in")) + ", not " + *note);
    }
  }
  words.done();
}

Reply ask_figure(Case& running, const std::string& name, const Where& where, const std::string& part,
                 int line) {
  return running.ask({.path = "/api/figures/" + name + part, .query = where.query}, line);
}

/// The parts of a drill add up to the whole; goes down to the last level when asked.
void check_parts(Case& running, const std::string& name, const Where& where, bool all_the_way, int line) {
  const Reply reply = ask_figure(running, name, where, "/drill", line);
  must_succeed(reply, line);
  const json::value& figure = reply.body.at("figure");
  expect(reply.body.at("agrees").as_bool(), line,
         "at " + text_of(figure.at("unit").at("name")) + " it is told that the parts do not agree");
  const json::array& children = reply.body.at("children").as_array();
  if (children.empty() || !figure.at("additive").as_bool()) return;
  for (const char* side : {"numerator", "denominator"}) {
    Decimal sum;
    const auto add = [&](const json::value& part) {
      const auto number = Decimal::parse(text_of(part.at(side)));
      if (number) sum = *Decimal::add(sum, *number);
    };
    for (const json::value& child : children) add(child);
    if (!reply.body.at("own").is_null()) add(reply.body.at("own"));
    const auto whole = Decimal::parse(text_of(figure.at(side)));
    expect(!whole || *whole == sum, line,
           "at " + text_of(figure.at("unit").at("name")) + " the " + side + "s add up to " + sum.to_text() +
               ", not " + text_of(figure.at(side)));
  }
  if (!all_the_way) return;
  for (const json::value& child : children) {
    Where below = where;
    below.query.front().second = text_of(child.at("unit").at("code"));
    check_parts(running, name, below, true, line);
  }
}

}  // namespace

void step_figure(Case& running, const Statement& statement) {
  Words words(statement.head);
  const std::string name = words.next("the figure");
  Where where = Where::read(words);
  const auto by = words.after("by");
  const Asked asked = read_asked(statement, words.tail());
  nothing_left(asked);
  if (by) where.query.emplace_back("by", by->substr(0, by->find(':')));
  const Reply reply = ask_figure(running, name, where, "", words.line());
  if (judge_refusal(reply, asked, words.line())) return words.done();
  if (!by) return judge_figure(reply.body, words);
  const std::string key = by->find(':') == std::string::npos ? "" : by->substr(by->find(':') + 1);
  std::string keys;
  for (const json::value& line : reply.body.as_array()) {
    if (text_of(line.at("key")) == key) return judge_figure(line, words);
    keys += " " + text_of(line.at("key"));
  }
  throw CaseFault(words.line(), "there is no line “" + key + "”; there are:" + keys);
}

void step_figures(Case& running, const Statement& statement) {
  Words words(statement.head);
  const Where where = Where::read(words);
  words.done();
  for (const Line& line : statement.block) {
    Words expected(line);
    const std::string name = expected.next("the figure");
    const Reply reply = ask_figure(running, name, where, "", line.number);
    must_succeed(reply, line.number);
    judge_figure(reply.body, expected);
  }
}

void step_drill(Case& running, const Statement& statement) {
  Words words(statement.head);
  const std::string name = words.next("the figure");
  const Where where = Where::read(words);
  bool all_the_way = false;
  if (words.has("all")) all_the_way = words.has("the") && words.has("way");
  words.done();
  check_parts(running, name, where, all_the_way, words.line());
  const Reply reply = ask_figure(running, name, where, "/drill", words.line());
  size_t told = 0;
  const json::array& children = reply.body.at("children").as_array();
  for (const Line& line : statement.block) {
    Words expected(line);
    const std::string unit = expected.next("the unit");
    if (unit == "own") {
      expect(!reply.body.at("own").is_null(), line.number, "there is no line of its own");
      judge_figure(reply.body.at("own"), expected);
      continue;
    }
    if (unit == "moved") {
      const std::string moved = expected.next("the unit that moved");
      expected.done();
      expect(json::serialize(reply.body.at("figure").at("moved")).find(moved) != std::string::npos,
             line.number, "what moved is: " + json::serialize(reply.body.at("figure").at("moved")));
      continue;
    }
    bool found = false;
    std::string names;
    for (const json::value& child : children) {
      names += " " + text_of(child.at("unit").at("name"));
      if (text_of(child.at("unit").at("name")) != unit) continue;
      judge_figure(child, expected);
      found = true;
    }
    expect(found, line.number, "there is no part " + unit + "; there are:" + names);
    ++told;
  }
  expect(told == 0 || told == children.size(), words.line(),
         "there are " + std::to_string(children.size()) + " parts, the case tells " + std::to_string(told));
}

void step_records_behind(Case& running, const Statement& statement) {
  Words words(statement.head);
  const std::string name = words.next("the figure");
  Where where = Where::read(words);
  if (const auto part = words.after("part")) where.query.emplace_back("part", *part);
  if (const auto key = words.after("key")) where.query.emplace_back("key", *key);
  const auto n = words.after("=");
  words.done();
  const Asked asked = read_asked(statement, "");
  const Reply reply = ask_figure(running, name, where, "/records", words.line());
  if (judge_refusal(reply, asked, words.line())) return nothing_left(asked);
  const std::string total = text_of(reply.body.at("total"));
  expect(n && total == *n, words.line(), "there are " + total + " records");
  for (const Line& line : asked.rest) {
    bool found = false;
    for (const json::value& record : reply.body.at("records").as_array())
      found = found || text_of(record.at("unit").at("name")) == line.text;
    expect(found, line.number, "no record of " + line.text + " is among them");
  }
}

void step_units_behind(Case& running, const Statement& statement) {
  Words words(statement.head);
  const std::string name = words.next("the figure");
  const Where where = Where::read(words);
  const std::string n = words.must("="), n_records = words.must("records");
  words.done();
  const Asked asked = read_asked(statement, "");
  const Reply reply = ask_figure(running, name, where, "/records", words.line());
  if (judge_refusal(reply, asked, words.line())) return nothing_left(asked);
  std::string units;
  for (const json::value& unit : reply.body.at("units").as_array()) units += " " + text_of(unit.at("name"));
  expect(text_of(reply.body.at("total")) == n, words.line(), "the units are:" + units);
  const std::string records = std::to_string(reply.body.at("records").as_array().size());
  expect(records == n_records, words.line(), "there are " + records + " records");
  for (const Line& line : asked.rest)
    expect((units + " ").find(" " + line.text + " ") != std::string::npos, line.number,
           "the units are:" + units);
}

void step_league(Case& running, const Statement& statement) {
  Words words(statement.head);
  const std::string name = words.next("the figure");
  const Where where = Where::read(words);
  words.done();
  const Reply reply = ask_figure(running, name, where, "/league", words.line());
  must_succeed(reply, words.line());
  std::vector<std::string> lines;
  for (const json::value& row : reply.body.at("rows").as_array())
    lines.push_back(text_of(row.at("rank")) + " " + text_of(row.at("figure").at("unit").at("name")) + " " +
                    text_of(row.at("figure").at("text")));
  for (const json::value& row : reply.body.at("running").as_array())
    lines.push_back(
        "running " + text_of(row.at("figure").at("unit").at("name")) +
        (row.at("total").is_null() ? " —" : " " + text_of(row.at("done")) + "/" + text_of(row.at("total"))));
  std::string all;
  for (const std::string& line : lines) all += "\n    " + line;
  expect(lines.size() == statement.block.size(), words.line(), "the league is:" + all);
  for (size_t i = 0; i < lines.size(); ++i)
    expect(lines[i] == statement.block[i].text, statement.block[i].number, "the league is:" + all);
}

}  // namespace jinguo::cases
