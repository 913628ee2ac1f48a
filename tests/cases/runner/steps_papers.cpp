#include "steps.h"

namespace jinguo::cases {
namespace {

std::vector<std::pair<std::string, std::string>> where_of(Words& words) {
  std::string unit = words.must("at");
  return {{"unit", std::move(unit)}, {"period", words.must("for")}};
}

/// The text of a paper as it is read: one line a block, cells parted by blanks.
std::string plain(const json::value& view) {
  std::string out = text_of(view.at("title")) + "\n" + text_of(view.at("subtitle")) + "\n";
  for (const json::value& block : view.at("blocks").as_array()) {
    for (const json::value& span : block.at("spans").as_array()) out += text_of(span.at("text"));
    for (const json::value& head : block.at("head").as_array()) out += text_of(head) + " ";
    for (const json::value& row : block.at("rows").as_array()) {
      out += "\n";
      for (const json::value& cell : row.as_array()) out += text_of(cell.at("text")) + " ";
    }
    out += "\n";
  }
  return out;
}

/// Every figure of the paper leads to a figure that can be asked for, and that to as many records as it says.
int open_figures(Case& running, const json::value& view, int line) {
  int opened = 0;
  const auto open = [&](const json::value& span) {
    const json::object& object = span.as_object();
    if (!object.contains("figure")) return;
    std::string url = text_of(object.at("url"));
    expect(url.starts_with("/figures/"), line,
           "the figure “" + text_of(object.at("text")) + "” leads nowhere");
    const auto ask_for = [](std::string_view address) {
      Ask ask;
      const size_t mark = address.find('?');
      ask.path = std::string(address.substr(0, mark));
      std::string_view rest = address.substr(mark + 1);
      while (!rest.empty()) {
        const size_t end = rest.find('&');
        const std::string_view part = rest.substr(0, end);
        ask.query.emplace_back(part.substr(0, part.find('=')), part.substr(part.find('=') + 1));
        rest = end == std::string_view::npos ? std::string_view() : rest.substr(end + 1);
      }
      return ask;
    };
    const Reply figure = running.ask(ask_for("/api" + url), line);
    must_succeed(figure, line);
    // Money may be printed in another scale; all else stands on the page as it stands behind it.
    const std::string printed = text_of(object.at("text"));
    const std::string parts =
        text_of(figure.body.at("numerator")) + "/" + text_of(figure.body.at("denominator"));
    if (text_of(figure.body.at("measured_in")) != "元")
      expect(text_of(figure.body.at("text")) == printed || parts == printed, line,
             text_of(object.at("figure")) + " is printed as " + printed + ", but opens as " +
                 text_of(figure.body.at("text")) + " (" + url + ")");
    const Reply records = running.ask(ask_for(text_of(figure.body.at("records_url"))), line);
    must_succeed(records, line);
    expect(text_of(records.body.at("total")) == text_of(figure.body.at("records")), line,
           text_of(object.at("figure")) + " is over " + text_of(figure.body.at("records")) +
               " records, but opens " + text_of(records.body.at("total")) + " (" + url + ")");
    ++opened;
  };
  for (const json::value& block : view.at("blocks").as_array()) {
    for (const json::value& span : block.at("spans").as_array()) open(span);
    for (const json::value& row : block.at("rows").as_array())
      for (const json::value& cell : row.as_array()) open(cell);
  }
  return opened;
}

void judge_text(Case& running, const json::value& view, const std::vector<Line>& lines) {
  const std::string text = plain(view);
  for (const Line& line : lines) {
    const size_t blank = line.text.find(' ');
    const std::string what = line.text.substr(0, blank);
    std::string rest = blank == std::string::npos ? "" : line.text.substr(blank + 1);
    // \\n is the end of a line of the text.
    for (size_t at = rest.find("\\n"); at != std::string::npos; at = rest.find("\\n"))
      rest.replace(at, 2, "\n");
    if (what == "contains") {
      expect(text.find(rest) != std::string::npos, line.number, "the text is:\n" + text);
    } else if (what == "lacks") {
      expect(text.find(rest) == std::string::npos, line.number, "the text is:\n" + text);
    } else if (line.text == "every figure opens its records") {
      expect(open_figures(running, view, line.number) > 0, line.number, "there is no figure in it:\n" + text);
    } else {
      throw CaseFault(line.number, "“" + line.text + "” is not understood here");
    }
  }
}

Paper load_paper(Case& running, const std::string& id, int line) {
  const Reply view = running.ask({.path = "/api/issued/" + id}, line);
  must_succeed(view, line);
  const Reply file =
      running.ask({.path = "/api/issued/" + id + "/file", .query = {{"format", "html"}}}, line);
  must_succeed(file, line);
  return {id, file.bytes, view.bytes};
}

}  // namespace

void step_draft(Case& running, const Statement& statement) {
  Words words(statement.head);
  const std::string report = words.next("the report");
  auto where = where_of(words);
  if (words.has("en")) where.emplace_back("language", "en");
  words.done();
  const Asked asked = read_asked(statement, "");
  const Reply reply = running.ask({.path = "/api/reports/" + report, .query = where}, words.line());
  if (judge_refusal(reply, asked, words.line())) return nothing_left(asked);
  judge_text(running, reply.body, asked.rest);
}

void step_issue(Case& running, const Statement& statement) {
  Words words(statement.head);
  const std::string report = words.next("the report");
  json::object body;
  for (const auto& [name, value] : where_of(words)) body[name] = value;
  const auto name = words.after("as"), corrects = words.after("correcting");
  words.done();
  if (corrects) {
    const auto known = running.papers.find(*corrects);
    expect(known != running.papers.end(), words.line(), "no paper is known as " + *corrects);
    body["corrects"] = known->second.id;
  }
  const Asked asked = read_asked(statement, "");
  const Reply reply = running.ask({.method = http::Method::post,
                                   .path = "/api/reports/" + report + "/issue",
                                   .body = std::move(body),
                                   .key = asked.key},
                                  words.line());
  if (judge_refusal(reply, asked, words.line())) return nothing_left(asked);
  const Paper paper = load_paper(running, text_of(reply.body.at("id")), words.line());
  judge_text(running, json::parse(paper.view), asked.rest);
  if (name) running.papers[*name] = paper;
}

/// An issued paper is asked for again: file and text must be the same bytes as on the day it was issued, save
/// that a later erratum is named.
void step_paper(Case& running, const Statement& statement) {
  Words words(statement.head);
  const std::string name = words.next("the paper");
  const auto known = running.papers.find(name);
  expect(known != running.papers.end(), words.line(), "no paper is known as " + name);
  const Asked asked = read_asked(statement, "");
  const Paper& then = known->second;
  const Reply seen = running.ask({.path = "/api/issued/" + then.id}, words.line());
  if (judge_refusal(seen, asked, words.line())) {
    words.done();
    return nothing_left(asked);
  }
  const Paper now = load_paper(running, then.id, words.line());
  expect(now.file == then.file, words.line(), "its file is no longer the same");
  json::value before = json::parse(then.view), after = json::parse(now.view);
  const auto linked = [&](const char* member, const std::string& other) {
    const auto paper = running.papers.find(other);
    expect(paper != running.papers.end(), words.line(), "no paper is known as " + other);
    expect(text_of(after.at(member)) == paper->second.id, words.line(),
           std::string(member) + " is “" + text_of(after.at(member)) + "”");
  };
  if (const auto other = words.after("corrects")) linked("corrects", *other);
  if (words.has("corrected")) linked("corrected_by", words.must("by"));
  words.done();
  before.as_object()["corrected_by"] = after.at("corrected_by");
  expect(before == after, words.line(), "its text is no longer the same");
  judge_text(running, after, asked.rest);
}

}  // namespace jinguo::cases
