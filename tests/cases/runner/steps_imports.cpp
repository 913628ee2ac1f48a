#include <array>

#include "steps.h"

namespace jinguo::cases {
namespace {

std::vector<std::string> cells_of(const Line& line) {
  std::vector<std::string> out;
  std::string_view rest = std::string_view(line.text).substr(1);
  while (!rest.empty()) {
    const size_t end = rest.find('|');
    std::string_view cell = rest.substr(0, end);
    while (cell.starts_with(' ')) cell.remove_prefix(1);
    while (cell.ends_with(' ')) cell.remove_suffix(1);
    if (end == std::string_view::npos) {
      if (!cell.empty()) throw CaseFault(line.number, "a row of a table ends with |");
      break;
    }
    out.emplace_back(cell);
    rest = rest.substr(end + 1);
  }
  return out;
}

/// An id number of a woman who was never born: area 999999 was never issued. The n-th of the case.
std::string made_up_id(int n) {
  constexpr std::array kWeights{7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
  const Date born = Date::make(1970, 1, 1)->plus_days(n / 400);
  std::string day = born.to_text();
  std::erase(day, '-');
  std::string order = std::to_string(2 * (n % 400) + 2);
  order.insert(0, 3 - order.size(), '0');
  std::string id = "999999" + day + order;
  int sum = 0;
  for (size_t i = 0; i < 17; ++i) sum += (id[i] - '0') * kWeights[i];
  return id + "10X98765432"[sum % 11];
}

/// A row whose first cell is a range of codes, or `CODE *N`, stands for many; {} in its cells counts them
/// from 1, {id} is an id number that nobody else has.
void add_rows(Case& running, const std::vector<std::string>& cells, int line,
              std::vector<std::vector<std::string>>& rows) {
  if (cells.empty()) throw CaseFault(line, "the row is empty");
  std::vector<std::string> codes;
  if (const size_t star = cells.front().find(" *"); star != std::string::npos) {
    codes.assign(std::stoul(cells.front().substr(star + 2)), cells.front().substr(0, star));
  } else if (cells.front().find("..") != std::string::npos) {
    codes = expand_codes(cells.front(), line);
  } else {
    codes = {cells.front()};
  }
  int n = 0;
  for (const std::string& code : codes) {
    rows.push_back(cells);
    ++n;
    for (std::string& cell : rows.back()) {
      if (const size_t braces = cell.find("{}"); braces != std::string::npos)
        cell.replace(braces, 2, std::to_string(n));
      if (const size_t id = cell.find("{id}"); id != std::string::npos)
        cell.replace(id, 4, made_up_id(running.made_up_ids++));
    }
    rows.back().front() = code;
  }
}

std::string csv_of(const std::vector<std::vector<std::string>>& rows) {
  std::string out;
  for (const auto& row : rows) {
    for (size_t i = 0; i < row.size(); ++i) {
      if (i > 0) out += ',';
      const bool quoted = row[i].find_first_of(",\"\n") != std::string::npos;
      if (!quoted) {
        out += row[i];
        continue;
      }
      out += '"';
      for (const char c : row[i]) out += c == '"' ? std::string("\"\"") : std::string(1, c);
      out += '"';
    }
    out += "\r\n";
  }
  return out;
}

std::string xlsx_of(Case& running, const std::vector<std::vector<std::string>>& rows, int line) {
  app::TableText table;
  table.title = "表";
  for (const std::string& head : rows.front()) table.columns.push_back({head, {}, 0, {}});
  // Numbers and dates go in as Excel keeps them, codes as text.
  for (size_t c = 1; rows.size() > 1 && c < table.columns.size() && c < rows[1].size(); ++c) {
    if (Date::parse(rows[1][c])) table.columns[c].kind = app::TableText::Column::Kind::date;
    if (const auto number = Decimal::parse(rows[1][c])) {
      table.columns[c].kind = app::TableText::Column::Kind::number;
      table.columns[c].places = number->scale();
    }
  }
  table.rows.assign(rows.begin() + 1, rows.end());
  auto bytes = running.world.app().office().write_xlsx(table, 0);
  if (!bytes) throw CaseFault(line, bytes.error().text(Language::en));
  return *bytes;
}

}  // namespace

void step_import(Case& running, const Statement& statement) {
  Words words(statement.head);
  const std::string programme = words.next("the programme");
  Ask ask{.method = http::Method::post, .path = "/api/programmes/" + programme + "/imports"};
  ask.query.emplace_back("unit", words.must("at"));
  for (const char* name : {"then", "on", "period"})
    if (const auto value = words.after(name)) ask.query.emplace_back(name, *value);
  if (words.has("good") && words.has("rows")) ask.query.emplace_back("mode", "good");
  if (words.has("dry") && words.has("run")) ask.query.emplace_back("dry_run", "yes");
  const bool is_exported = words.has("from") && words.has("the") && words.has("export");
  const auto form = words.after("as");
  words.done();
  Statement plain{statement.head, {}, {}};
  std::vector<std::vector<std::string>> rows;
  for (const Line& line : statement.block) {
    if (line.text.starts_with('|')) {
      add_rows(running, cells_of(line), line.number, rows);
    } else {
      plain.block.push_back(line);
    }
  }
  expect(rows.empty() == is_exported, words.line(), "the rows stand below: | … | … |");
  const bool is_xlsx = form == "xlsx";
  if (is_exported) {
    const Reply exported =
        running.ask({.path = "/api/programmes/" + programme + "/export",
                     .query = {{"unit", ask.query.front().second}, {"format", is_xlsx ? "xlsx" : "csv"}}},
                    words.line());
    must_succeed(exported, words.line());
    ask.file = exported.bytes;
  } else {
    ask.file = is_xlsx ? xlsx_of(running, rows, words.line()) : csv_of(rows);
  }
  ask.file_name = is_xlsx ? "import.xlsx" : "import.csv";
  const Asked asked = read_asked(plain, "");
  const Reply reply = running.ask(ask, words.line());
  if (judge_refusal(reply, asked, words.line())) return nothing_left(asked);
  const json::object& out = reply.body.as_object();
  const std::string id = text_of(out.at("id"));
  if (!asked.saved_as.empty()) {
    expect(!id.empty(), words.line(), "nothing was written: " + json::serialize(reply.body));
    running.imports[asked.saved_as] = id;
  }
  expect(out.at("repeated").as_bool() == asked.is_repeated, words.line(),
         asked.is_repeated ? "the file was not known" : "the file was known already");
  bool told = false;
  for (const Line& line : asked.rest) {
    Words expected(line);
    const std::string what = expected.next("what is expected");
    if (what == "fault") {
      // fault row 3 column 4 on party_women says TEXT
      const auto says = expected.rest_after("says").value_or("");
      const auto row = expected.after("row"), column = expected.after("column"), field = expected.after("on");
      bool found = false;
      for (const json::value& fault : out.at("faults").as_array()) {
        const json::object& f = fault.as_object();
        const auto place = [&](const char* name) {
          return f.if_contains(name) ? text_of(f.at(name)) : std::string();
        };
        found = found || ((!row || place("line") == *row) && (!column || place("column") == *column) &&
                          (!field || place("field") == *field) &&
                          text_of(f.at("message")).find(says) != std::string::npos);
      }
      expect(found, line.number, "the faults are: " + json::serialize(out.at("faults")));
    } else if (what == "rows") {
      // rows 3 good 2 bad 1 unchanged 0 written|not written
      const std::string n = expected.next("how many");
      expect(text_of(out.at("rows")) == n, line.number, "there are " + text_of(out.at("rows")) + " rows");
      for (const char* name : {"good", "bad", "unchanged"})
        if (const auto value = expected.after(name))
          expect(text_of(out.at(name)) == *value, line.number,
                 std::string(name) + " are " + text_of(out.at(name)) + ": " + json::serialize(reply.body));
      const bool not_written = expected.has("not");
      expect(expected.has("written"), line.number, "it says written or not written");
      expect(out.at("written").as_bool() != not_written, line.number,
             not_written ? "it was written" : "it was not written: " + json::serialize(reply.body));
      told = true;
    } else {
      throw CaseFault(line.number, "“" + what + "” is not understood here");
    }
    expected.done();
  }
  if (!told)
    expect(out.at("written").as_bool() || asked.is_repeated, words.line(),
           "nothing was written: " + json::serialize(reply.body));
}

void step_undo(Case& running, const Statement& statement) {
  Words words(statement.head);
  const std::string name = words.next("the import");
  words.done();
  const auto known = running.imports.find(name);
  expect(known != running.imports.end(), words.line(), "no import is known as " + name);
  const Asked asked = read_asked(statement, "");
  nothing_left(asked);
  const Reply reply = running.ask({.method = http::Method::post,
                                   .path = "/api/imports/" + known->second + "/undo",
                                   .body = json::object{}},
                                  words.line());
  if (judge_refusal(reply, asked, words.line())) return;
  const std::string told = text_of(reply.body.at("voided")) + " void, " +
                           std::to_string(reply.body.at("kept").as_array().size()) + " kept";
  expect(words.tail() == told, words.line(), "it says: " + told);
}

}  // namespace jinguo::cases
