#include "steps.h"

namespace jinguo::cases {

void step_inbox(Case& running, const Statement& statement) {
  Words words(statement.head);
  Ask ask{.path = "/api/inbox", .query = {{"size", "100"}}};
  if (const auto tab = words.after("tab")) ask.query.emplace_back("tab", *tab);
  if (const auto programme = words.after("of")) ask.query.emplace_back("programme", *programme);
  words.done();
  const Reply reply = running.ask(ask, words.line());
  must_succeed(reply, words.line());
  // One line a card: kind, unit, programme, what may be done, days left, the facts.
  std::vector<std::string> lines;
  for (const json::value& card : reply.body.at("items").as_array()) {
    std::string line = text_of(card.at("kind")) + " " + text_of(card.at("unit").at("name")) + " " +
                       text_of(card.at("programme")) + " " + text_of(card.at("state"));
    for (const json::value& event : card.at("events").as_array()) line += " " + text_of(event.at("id"));
    line += " days " + text_of(card.at("days"));
    for (const json::value& fact : card.at("facts").as_array())
      line += " " + text_of(fact.at("label").at("zh")) + "=" + text_of(fact.at("text").at("zh"));
    if (const json::object* last = card.at("last").if_object())
      line += " | " + text_of(last->at("label").at("zh")) + " " + text_of(last->at("reason"));
    lines.push_back(std::move(line));
  }
  std::string all;
  for (const std::string& line : lines) all += "\n    " + line;
  const std::string count = std::to_string(lines.size());
  expect(words.tail() == count, words.line(), "there are " + count + ":" + all);
  const json::value& total = reply.body.at("total");
  expect(total.is_null() || text_of(total) == count, words.line(), "it says there are " + text_of(total));
  for (const Line& line : statement.block) {
    bool found = false;
    for (const std::string& card : lines) found = found || card.find(line.text) != std::string::npos;
    expect(found, line.number, "there is:" + all);
  }
}

void step_batch(Case& running, const Statement& statement) {
  Words words(statement.head);
  const std::string event = words.next("the event");
  expect(words.next("“on”") == "on", words.line(), "“on RECORD” is missing");
  json::array items;
  while (const auto name = words.next_if_any()) {
    const auto known = running.records.find(*name);
    expect(known != running.records.end(), words.line(), "no record is known as " + *name);
    items.push_back(
        json::object{{"programme", known->second.first}, {"id", known->second.second}, {"event", event}});
  }
  words.done();
  const Asked asked = read_asked(statement, "");
  nothing_left(asked);
  const Reply reply =
      running.ask({.method = http::Method::post,
                   .path = "/api/inbox/batch",
                   .body = json::object{{"items", std::move(items)}, {"reason", asked.reason}},
                   .key = asked.key},
                  words.line());
  if (judge_refusal(reply, asked, words.line())) return;
  std::string told = text_of(reply.body.at("done")) + " done";
  for (const json::value& item : reply.body.at("items").as_array())
    if (!item.at("ok").as_bool()) told += ", " + text_of(item.at("fault").at("code"));
  expect(words.tail() == told, words.line(), "it says: " + told);
  expect(reply.body.at("repeated").as_bool() == asked.is_repeated, words.line(), "told wrongly as a repeat");
}

void step_take_back(Case& running, const Statement& statement) {
  Words words(statement.head);
  const auto seconds = words.after("after"), version = words.after("version");
  const auto [programme, id] = find_record(running, words);
  words.done();
  const Asked asked = read_asked(statement, "");
  nothing_left(asked);
  const std::string path = "/api/programmes/" + programme + "/records/" + id;
  std::string rests_on = version.value_or("");
  if (rests_on.empty()) {
    const Reply now = running.ask({.path = path}, words.line());
    if (now.is_good()) rests_on = text_of(now.body.at("version"));
  }
  if (seconds) running.world.wait(std::stoi(*seconds));
  const Reply reply =
      running.ask({.method = http::Method::post,
                   .path = path + "/undo",
                   .body = json::object{{"version", rests_on.empty() ? 0 : std::stoll(rests_on)}}},
                  words.line());
  if (judge_refusal(reply, asked, words.line())) return;
  const std::string told = text_of(reply.body.at("record").at("state"));
  expect(words.tail().empty() || words.tail() == told, words.line(), "it is in " + told);
}

}  // namespace jinguo::cases
