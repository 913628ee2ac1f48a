#include <algorithm>
#include <fstream>
#include <sstream>

#include "access/role.h"
#include "steps.h"

namespace jinguo::cases {
namespace {

std::string read_file(const std::filesystem::path& path, int line) {
  std::ifstream in(path, std::ios::binary);
  if (!in) throw CaseFault(line, path.filename().string() + " is not there");
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

/// Names behind `list:` in a definition.
std::vector<std::string> lists_named(const std::string& text) {
  std::vector<std::string> out;
  for (size_t at = text.find("list: "); at != std::string::npos; at = text.find("list: ", at + 1)) {
    const size_t from = at + 6;
    const size_t end = text.find_first_of(",} \r\n", from);
    std::string name = text.substr(from, end - from);
    if (std::find(out.begin(), out.end(), name) == out.end()) out.push_back(std::move(name));
  }
  return out;
}

/// A definition that is left out takes what names it out too: what stays must still load.
void apply(Case& running, const std::vector<std::pair<std::string, std::string>>& texts, int line) {
  json::array given;
  for (const auto& [name, text] : texts) given.push_back({{"name", name}, {"text", text}});
  if (given.empty()) return;
  must_succeed(running.world.ask_as_operator({.method = http::Method::post,
                                              .path = "/api/definitions/apply",
                                              .body = json::object{{"texts", std::move(given)}}}),
               line);
}

std::string tabbed(const Line& line) {
  std::string out;
  for (const Word& word : split_words(line))
    out += (out.empty() ? "" : "\t") + word.text + (word.is_pair ? "=" + word.value : "");
  return out;
}

}  // namespace

void step_today(Case& running, const Statement& statement) {
  Words words(statement.head);
  const std::string text = words.next("the date");
  const auto day = Date::parse(text);
  expect(day.has_value(), words.line(), "“" + text + "” is no date");
  const auto hour = words.next_if_any();
  words.done();
  running.world.set_today(*day, hour ? std::stoi(*hour) : 9);
}

void step_tree(Case& running, const Statement& statement) {
  Words words(statement.head);
  words.done();
  std::string text = "code\tname\topened\tclosed\tzone\twithin\tparent\n";
  std::string home;
  for (const Line& line : statement.block) {
    Words unit(line);
    const std::string codes = unit.next("the code");
    const std::string name = unit.next("the name");
    const std::string opened = unit.after("from").value_or("1990-01-01");
    const std::string closed = unit.after("until").value_or("");
    const auto within = unit.after("in");
    const std::string zone = unit.has("zone") ? "yes" : "";
    const std::string parent = unit.after("under").value_or("");
    unit.done();
    int n = 0;
    for (const std::string& code : expand_codes(codes, line.number)) {
      std::string own = name;
      ++n;
      if (const size_t braces = own.find("{}"); braces != std::string::npos)
        own.replace(braces, 2, std::to_string(n));
      text += code + "\t" + own + "\t" + opened + "\t" + closed + "\t" + zone + "\t" + within.value_or("") +
              "\t" + parent + "\n";
      if (home.empty() && code.size() == 4) home = code;
    }
  }
  const Reply reply = running.world.ask_as_operator(
      {.method = http::Method::post, .path = "/api/org/import", .body = json::object{{"text", text}}});
  must_succeed(reply, statement.head.number);
  if (!home.empty()) running.world.set_home(home);
}

void step_org(Case& running, const Statement& statement) {
  std::vector<Line> lines = statement.block;
  Statement asked_of = statement;
  asked_of.block.clear();
  std::string text;
  if (!statement.head.text.empty()) text += tabbed(statement.head) + "\n";
  for (const Line& line : lines) {
    if (line.text.starts_with("refused ")) {
      asked_of.block.push_back(line);
    } else {
      text += tabbed(line) + "\n";
    }
  }
  const Asked asked = read_asked(asked_of, "");
  const Ask ask{
      .method = http::Method::post, .path = "/api/org/changes", .body = json::object{{"text", text}}};
  const Reply reply =
      running.who.empty() ? running.world.ask_as_operator(ask) : running.ask(ask, statement.head.number);
  judge_refusal(reply, asked, statement.head.number);
}

void step_programme(Case& running, const Statement& statement) {
  Words words(statement.head);
  std::vector<std::pair<std::string, std::string>> texts;
  std::set<std::string> lists;
  while (const auto name = words.next_if_any()) {
    if (running.without.contains(*name)) continue;
    const std::string file = "programmes/" + *name + ".yaml";
    std::string text = read_file(running.root / file, words.line());
    for (const std::string& list : lists_named(text))
      if (lists.insert(list).second) {
        const std::string list_file = "programmes/lists/" + list + ".yaml";
        texts.emplace_back(list_file, read_file(running.root / list_file, words.line()));
      }
    texts.emplace_back(file, std::move(text));
  }
  apply(running, texts, words.line());
}

void step_report_file(Case& running, const Statement& statement) {
  Words words(statement.head);
  std::vector<std::pair<std::string, std::string>> texts;
  while (const auto name = words.next_if_any()) {
    if (running.without.contains(*name)) continue;
    const std::string file = "programmes/reports/" + *name + ".yaml";
    texts.emplace_back(file, read_file(running.root / file, words.line()));
  }
  if (texts.empty()) return;
  // With a programme left out a report that names it cannot load; that is how the case goes red.
  apply(running, texts, words.line());
}

void step_definition(Case& running, const Statement& statement) {
  Words words(statement.head);
  const bool checks = words.has("check");
  bool dry_run = false;
  if (words.has("dry")) dry_run = words.has("run");
  std::string text = statement.fenced;
  if (const auto file = words.after("file")) text = read_file(running.root / *file, words.line());
  words.done();
  expect(!text.empty(), words.line(), "the definition stands below, between lines of \"\"\"");
  const Asked asked = read_asked(statement, "");
  json::object body{{"text", text}, {"name", "definition.yaml"}};
  if (dry_run) body["dry_run"] = true;
  const Reply reply =
      running.world.ask_as_operator({.method = http::Method::post,
                                     .path = checks ? "/api/definitions/check" : "/api/definitions/apply",
                                     .body = std::move(body)});
  const bool refused = judge_refusal(reply, asked, words.line());
  const json::object& out = reply.body.as_object();
  const json::value* listed = out.if_contains("faults");
  for (const Line& line : asked.rest) {
    Words expected(line);
    const std::string what = expected.next("what is expected");
    if (what == "faults") {
      const auto n = std::stoll(expected.next("how many"));
      const auto found = static_cast<int64_t>(listed ? listed->as_array().size() : refused ? 1 : 0);
      std::string all;
      if (listed)
        for (const json::value& fault : listed->as_array())
          all += "\n    " + text_of(fault.at("code")) + " " + text_of(fault.at("message"));
      expect(found == n, line.number, "there are " + std::to_string(found) + " faults:" + all);
    } else if (what == "fault") {
      // fault line 12 column 5 says TEXT
      const auto says = expected.rest_after("says").value_or("");
      const auto at_line = expected.after("line"), at_column = expected.after("column");
      json::array one{json::value(out)};
      bool found = false;
      for (const json::value& fault : listed ? listed->as_array() : one) {
        const json::object& f = fault.as_object();
        const auto place = [&](const char* name) {
          return f.if_contains(name) ? text_of(f.at(name)) : std::string();
        };
        const std::string message = text_of(f.at("message")) + " " + text_of(f.at("message_en"));
        found = found ||
                ((!at_line || place("line") == *at_line) && (!at_column || place("column") == *at_column) &&
                 message.find(says) != std::string::npos);
      }
      expect(found, line.number, "there is no such fault: " + reply.said());
    } else if (what == "plan") {
      const auto says = expected.rest_after("says").value_or("");
      std::string all;
      for (const json::value& sentence : out.at("plan").as_array()) all += text_of(sentence) + "\n";
      expect(all.find(says) != std::string::npos, line.number, "the plan says: " + all);
    } else {
      throw CaseFault(line.number, "“" + what + "” is not understood here");
    }
    expected.done();
  }
}

void step_restart(Case& running, const Statement& statement) {
  Words(statement.head).done();
  running.world.restart();
}

void step_as(Case& running, const Statement& statement) {
  Words words(statement.head);
  const std::string name = words.next("who");
  const auto posts_text = words.after("=");
  words.done();
  if (name == "operator" || name == "安全管理员" || running.world.has_person(name)) {
    expect(!posts_text, words.line(), name + " is there already");
    running.who = name;
    return;
  }
  std::vector<std::pair<std::string, std::string>> posts;
  std::string_view rest = posts_text ? *posts_text : name;
  while (!rest.empty()) {
    const size_t comma = rest.find(',');
    const std::string_view post = rest.substr(0, comma);
    rest = comma == std::string_view::npos ? std::string_view() : rest.substr(comma + 1);
    const size_t dot = post.find('.'), at = post.find('@');
    if (dot == std::string_view::npos || at == std::string_view::npos || at < dot)
      throw CaseFault(words.line(),
                      "“" + std::string(post) + "” is no post such as township.clerk@371323101");
    const std::string role(post.substr(dot + 1, at - dot - 1));
    const auto level = org::parse_level(post.substr(0, dot));
    const access::RoleRow* row = access::find_role(role);
    expect(row && level && access::exists_at(*row, *level), words.line(),
           "there is no role “" + std::string(post.substr(0, at)) + "”");
    for (const std::string& code : expand_codes(std::string(post.substr(at + 1)), words.line()))
      posts.emplace_back(role, code);
  }
  running.world.add_person(name, posts);
  running.who = name;
}

}  // namespace jinguo::cases
