#include "steps.h"

namespace jinguo::cases {
namespace {

/// The number of the post that the account holds; asked of the security administrator.
std::string post_of(Case& running, const std::string& post, const std::string& person, int line) {
  const Reply reply =
      running.world.ask_as("安全管理员", {.path = "/api/accounts", .query = {{"size", "500"}}});
  must_succeed(reply, line);
  const std::string& account = running.world.account_of(person);
  const size_t at = post.find('@'), dot = post.find('.');
  for (const json::value& one : reply.body.at("accounts").as_array()) {
    if (text_of(one.at("account")) != account) continue;
    for (const json::value& held : one.at("posts").as_array())
      if (text_of(held.at("role")) == post.substr(dot + 1, at - dot - 1) &&
          text_of(held.at("unit").at("code")) == post.substr(at + 1))
        return text_of(held.at("id"));
  }
  throw CaseFault(line, person + " does not hold the post " + post);
}

}  // namespace

void step_hand_over(Case& running, const Statement& statement) {
  Words words(statement.head);
  const std::string post = words.next("the post");
  const std::string from = words.must("from"), to = words.must("to");
  words.done();
  const Asked asked = read_asked(statement, "");
  nothing_left(asked);
  const std::string id = post_of(running, post, from, words.line());
  const Reply reply =
      running.ask({.method = http::Method::post,
                   .path = "/api/posts/" + id + "/handover",
                   .body = json::object{{"to", running.world.account_of(to)}, {"reason", asked.reason}}},
                  words.line());
  judge_refusal(reply, asked, words.line());
}

void step_end_post(Case& running, const Statement& statement) {
  Words words(statement.head);
  const std::string post = words.next("the post");
  const std::string of = words.must("of");
  words.done();
  const Asked asked = read_asked(statement, "");
  nothing_left(asked);
  const std::string id = post_of(running, post, of, words.line());
  const Reply reply =
      running.ask({.method = http::Method::post, .path = "/api/posts/" + id + "/end", .body = json::object{}},
                  words.line());
  judge_refusal(reply, asked, words.line());
}

void step_session(Case& running, const Statement& statement) {
  Words words(statement.head);
  const std::string of = words.must("of");
  const std::string state = words.next("alive or over");
  words.done();
  expect(state == "alive" || state == "over", words.line(), "a session is alive or over");
  const bool alive = running.world.is_session_alive(of);
  expect(alive == (state == "alive"), words.line(), alive ? "it is alive" : "it is over");
}

void step_request(Case& running, const Statement& statement) {
  Words words(statement.head);
  const std::string method_text = words.next("the method");
  std::string path = words.next("the address");
  words.done();
  const auto method = http::parse_method(method_text);
  expect(method.has_value(), words.line(), "“" + method_text + "” is no method");
  Ask ask{.method = *method};
  if (const size_t mark = path.find('?'); mark != std::string::npos) {
    std::string_view rest = std::string_view(path).substr(mark + 1);
    while (!rest.empty()) {
      const size_t end = rest.find('&');
      const std::string_view part = rest.substr(0, end);
      const size_t equals = part.find('=');
      ask.query.emplace_back(part.substr(0, equals),
                             equals == std::string_view::npos ? "" : part.substr(equals + 1));
      rest = end == std::string_view::npos ? std::string_view() : rest.substr(end + 1);
    }
    path.resize(mark);
  }
  // The id of what has a name.
  for (size_t open = path.find('{'); open != std::string::npos; open = path.find('{')) {
    const size_t close = path.find('}', open);
    const auto known = running.records.find(path.substr(open + 1, close - open - 1));
    expect(close != std::string::npos && known != running.records.end(), words.line(),
           "no record is known by the name in braces");
    path.replace(open, close - open + 1, known->second.second);
  }
  ask.path = path;
  if (!words.tail().empty()) {
    boost::system::error_code failed;
    std::string text(words.tail());
    for (const auto& [name, record] : running.records)
      for (size_t at = text.find("{" + name + "}"); at != std::string::npos; at = text.find("{" + name + "}"))
        text.replace(at, name.size() + 2, record.second);
    json::value body = json::parse(text, failed);
    expect(!failed && body.is_object(), words.line(), "what stands behind the colon is no JSON object");
    ask.body = std::move(body.as_object());
  }
  const Asked asked = read_asked(statement, "");
  ask.key = asked.key;
  const Reply reply = running.ask(ask, words.line());
  judge_refusal(reply, asked, words.line());
  for (const Line& line : asked.rest) {
    Words expected(line);
    const std::string what = expected.next("contains, lacks or named");
    if (what == "named") {
      boost::system::error_code failed;
      const json::value answer = json::parse(reply.bytes, failed);
      expect(!failed && answer.is_object() && answer.as_object().contains("id"), line.number,
             "the answer has no id: " + reply.bytes.substr(0, 2000));
      running.records[expected.next("a name")] = {"", std::string(answer.at("id").as_string())};
      continue;
    }
    const std::string text = line.text.substr(what.size() + 1);
    expect(what == "contains" || what == "lacks", line.number, "“" + what + "” is not understood here");
    const bool found = reply.bytes.find(text) != std::string::npos;
    expect(found == (what == "contains"), line.number, "the answer is: " + reply.bytes.substr(0, 2000));
  }
}

}  // namespace jinguo::cases
