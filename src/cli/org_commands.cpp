#include <boost/json.hpp>
#include <ostream>

#include "cli/command_functions.h"
#include "cli/member.h"
#include "cli/refusal.h"
#include "cli/session.h"
#include "cli/text_table.h"
#include "org/tree_text.h"

namespace jinguo::cli {
namespace {

namespace json = boost::json;

/// "—" where there is no value.
std::string figure_of(const json::value& row, std::string_view member) {
  return row.at(member).is_string() ? std::string(row.at(member).as_string()) : "—";
}

void print_effect(Session& session, const json::object& effect) {
  const char* word = session.language == Language::zh ? "zh" : "en";
  session.out << session.say("改归别处的单位 ", "Units that move ") << effect.at("moved_units").as_int64()
              << session.say("，岗位 ", ", posts ") << effect.at("post_count").as_int64() << "\n";
  for (const json::value& row : effect.at("records").as_array())
    session.out << session.say("记录  ", "Records  ") << shown(row.at("title"), word) << "  "
                << row.at("records").as_int64() << "\n";
  for (const json::value& row : effect.at("figures").as_array())
    session.out << shown(row.at("unit"), "name") << "  " << shown(row.at("title"), word) << "  "
                << shown(row, "period") << session.say("  按当时 ", "  as then ")
                << figure_of(row, "then_before") << " → " << figure_of(row, "then_after")
                << session.say("  按现在 ", "  as now ") << figure_of(row, "now_before") << " → "
                << figure_of(row, "now_after") << "\n";
  for (const json::value& row : effect.at("duties").as_array())
    session.out << session.say("应报  ", "Owed  ") << shown(row.at("title"), word) << "  "
                << row.at("before").as_int64() << " → " << row.at("after").as_int64() << "\n";
}

void print_preview(Session& session, const Reply& reply) {
  if (session.wants_json()) {
    session.out << reply.body << "\n";
    return;
  }
  const json::value preview = read_json(reply.body);
  for (const json::value& sentence : preview.at("sentences").as_array())
    session.out << std::string_view(sentence.as_string()) << "\n";
  if (const json::object* effect = preview.at("effect").if_object()) print_effect(session, *effect);
  session.out << (preview.at("applied").as_bool()
                      ? session.say("已生效。\n", "Done.\n")
                      : session.say("试运行，未写入。\n", "A dry run; nothing was written.\n"));
}

Exit send_lines(Session& session, const std::string& lines) {
  if (!confirm(session, "将改动组织树。", "The tree will be changed.")) return session.exit;
  const Ask question{
      .method = "POST",
      .path = "/api/org/changes",
      .query = {},
      .body = json::serialize(json::object{{"text", lines}, {"dry_run", session.is_dry_run()}}),
      .file_name = ""};
  const auto reply = ask(session, question);
  if (!reply) return session.exit;
  print_preview(session, *reply);
  return Exit::ok;
}

/// The business date of the installation, when --date is not given.
std::optional<Date> date_of(Session& session) {
  if (session.given.has("date")) {
    const auto date = Date::parse(session.given.value("date"));
    if (date) return date;
    session.exit = Exit::usage;
    tell_error(session, Error(kBadValue, {"--date", session.value("date"), "应当是 2011-06-30 这样的日期。",
                                          "it must be a date like 2011-06-30."}));
    return std::nullopt;
  }
  const auto reply = ask(session, {.path = "/api/about"});
  if (!reply) return std::nullopt;
  return Date::parse(shown(read_json(reply->body), "business_date"));
}

std::optional<org::UnitRef> ref_of(Session& session, std::string_view text) {
  auto code = org::Code::parse(text);
  if (code) return org::UnitRef(*code);
  session.exit = tell_error(session, code.error());
  return std::nullopt;
}

std::optional<org::NewUnit> new_unit(Session& session, std::string_view code_text,
                                     std::string_view level_text, std::string name, std::string_view parent) {
  org::NewUnit unit;
  auto code = org::Code::parse(code_text);
  if (!code) {
    session.exit = tell_error(session, code.error());
    return std::nullopt;
  }
  unit.code = *code;
  const auto level = org::parse_level(level_text);
  if (!level) {
    session.exit = tell_error(
        session, Error(kBadValue, {"--level", std::string(level_text),
                                   "可用 province city county township village body。",
                                   "it is one of province, city, county, township, village, body."}));
    return std::nullopt;
  }
  unit.level = *level;
  unit.name = std::move(name);
  if (!parent.empty()) {
    const auto above = ref_of(session, parent);
    if (!above) return std::nullopt;
    unit.parent = *above;
  }
  return unit;
}

std::vector<std::string> split_text(const std::string& text) {
  std::vector<std::string> out;
  for (size_t at = 0; at <= text.size();) {
    const size_t comma = std::min(text.find(',', at), text.size());
    out.push_back(text.substr(at, comma - at));
    at = comma + 1;
  }
  return out;
}

Exit usage(Session& session, std::string_view option, std::string_view given, std::string_view zh,
           std::string_view en) {
  tell_error(session,
             Error(kBadValue, {std::string(option), std::string(given), std::string(zh), std::string(en)}));
  return Exit::usage;
}

}  // namespace

Exit run_org_show(Session& session) {
  const auto reply =
      ask(session, {.path = "/api/units/" + session.at(0), .query = {{"day", session.value("day")}}});
  if (!reply) return session.exit;
  if (session.wants_json()) {
    session.out << reply->body << "\n";
    return Exit::ok;
  }
  const json::value unit = read_json(reply->body);
  const Language language = session.language;
  session.out << shown(unit, "name") << "  " << shown(unit, "code") << "  " << shown(unit, "level") << "\n";
  std::string path;
  for (const json::value& above : unit.at("path").as_array())
    path += (path.empty() ? "" : " › ") + shown(above, "name");
  session.out << session.say("上级  ", "Under   ") << path << "\n"
              << session.say("设立  ", "Opened  ") << shown(unit, "opened") << "\n";
  if (!member(unit, "closed").is_null())
    session.out << session.say("撤销  ", "Closed  ") << shown(unit, "closed") << "  " << shown(unit, "heir")
                << "\n";
  session.out << session.say("村居  ", "Villages  ") << shown(unit, "villages") << "\n";
  if (const json::array* names = member(unit, "names").if_array(); names && names->size() > 1)
    for (const json::value& name : *names)
      session.out << session.say("曾名  ", "Named   ") << shown(name, "text") << "  " << shown(name, "first")
                  << " – " << shown(name, "last") << "\n";
  for (const json::value& change : unit.at("history").as_array())
    session.out << shown(change, "date") << "  " << shown(change, language == Language::zh ? "zh" : "en")
                << "\n";
  for (const json::value& child : unit.at("children").as_array())
    session.out << "  " << shown(child, "code") << "  " << shown(child, "name") << "\n";
  return Exit::ok;
}

Exit run_org_find(Session& session) {
  std::vector<std::pair<std::string, std::string>> query{{"search", session.at(0)}};
  for (const char* option : {"level", "day"})
    if (session.given.has(option)) query.emplace_back(option, session.value(option));
  const auto reply = ask(session, {.path = "/api/units", .query = query});
  if (!reply) return session.exit;
  if (session.wants_json()) {
    session.out << reply->body << "\n";
    return Exit::ok;
  }
  TextTable table;
  table.columns = {{std::string(session.say("代码", "Code"))},
                   {std::string(session.say("名称", "Name"))},
                   {std::string(session.say("上级", "Under"))},
                   {std::string(session.say("曾名", "Former name"))}};
  const json::value found = read_json(reply->body);
  for (const json::value& unit : found.as_array())
    table.rows.push_back(
        {shown(unit, "code"), shown(unit, "name"), shown(unit, "path"), shown(unit, "former")});
  if (table.rows.empty()) {
    session.err << session.say("没有找到。\n", "Nothing was found.\n");
    return Exit::not_found;
  }
  session.out << table.to_text();
  return Exit::ok;
}

Exit run_burden(Session& session) {
  std::vector<std::pair<std::string, std::string>> query;
  if (session.given.has("level")) query.emplace_back("level", session.value("level"));
  const auto reply = ask(session, {.path = "/api/burden", .query = query});
  if (!reply) return session.exit;
  if (session.wants_json()) {
    session.out << reply->body << "\n";
    return Exit::ok;
  }
  const json::value sheet = read_json(reply->body);
  TextTable table;
  table.columns = {{""},
                   {std::string(session.say("表格", "Forms")), true},
                   {std::string(session.say("要填的格", "Fields")), true},
                   {std::string(session.say("每月分钟", "Minutes a month")), true}};
  for (const char* when : {"now", "before"}) {
    const json::value& sum = sheet.at(when);
    table.rows.push_back({shown(sum, "day"), std::to_string(sum.at("forms").as_int64()),
                          std::to_string(sum.at("fields").as_int64()), shown(sum, "minutes_a_month")});
  }
  const char* word = session.language == Language::zh ? "zh" : "en";
  for (const json::value& form : sheet.at("forms").as_array())
    table.rows.push_back({shown(form.at("title"), word), "", std::to_string(form.at("fields").as_int64()),
                          form.at("minutes_a_month").is_null() ? "—" : shown(form, "minutes_a_month")});
  session.out << table.to_text();
  return Exit::ok;
}

Exit run_org_import(Session& session) {
  auto text = read_input(session, session.at(0));
  if (!text) return tell_error(session, text.error());
  if (!confirm(session, "将改动组织树。", "The tree will be changed.")) return session.exit;
  json::object body{{"text", *text}, {"file", session.at(0)}, {"dry_run", session.is_dry_run()}};
  if (session.given.has("date")) body["date"] = session.value("date");
  if (session.given.has("close-missing")) body["close_missing"] = true;
  const auto reply =
      ask(session, {.method = "POST", .path = "/api/org/import", .body = json::serialize(body)});
  if (!reply) return session.exit;
  print_preview(session, *reply);
  return Exit::ok;
}

Exit run_org_change(Session& session) {
  auto text = read_input(session, session.at(0));
  if (!text) return tell_error(session, text.error());
  return send_lines(session, *text);
}

Exit run_org_open(Session& session) {
  const auto date = date_of(session);
  if (!date) return session.exit;
  const auto unit = new_unit(session, session.at(0), session.given.value("level"), session.value("name"),
                             session.given.value("parent"));
  if (!unit) return session.exit;
  return send_lines(session, org::to_text(org::Change(org::Open{*unit, *date})));
}

Exit run_org_rename(Session& session) {
  const auto date = date_of(session);
  const auto unit = date ? ref_of(session, session.at(0)) : std::nullopt;
  if (!unit) return session.exit;
  return send_lines(session, org::to_text(org::Change(org::Rename{*unit, session.value("name"), *date})));
}

Exit run_org_move(Session& session) {
  const auto date = date_of(session);
  const auto unit = date ? ref_of(session, session.at(0)) : std::nullopt;
  const auto parent = unit ? ref_of(session, session.given.value("to")) : std::nullopt;
  if (!parent) return session.exit;
  return send_lines(session, org::to_text(org::Change(org::Move{*unit, *parent, *date})));
}

Exit run_org_merge(Session& session) {
  const bool has_new = session.given.has("new");
  if (has_new == session.given.has("into"))
    return usage(session, "--into", session.value("into"), "--into 和 --new 要写其中一个。",
                 "give either --into or --new.");
  const auto date = date_of(session);
  if (!date) return session.exit;
  org::Merge merge;
  merge.date = *date;
  for (const std::string& code : session.given.values) {
    const auto unit = ref_of(session, code);
    if (!unit) return session.exit;
    merge.units.push_back(*unit);
  }
  if (has_new) {
    if (!session.given.has("name") || !session.given.has("level"))
      return usage(session, "--new", session.value("new"), "还要写 --level 和 --name。",
                   "it needs --level and --name too.");
    const auto unit = new_unit(session, session.given.value("new"), session.given.value("level"),
                               session.value("name"), session.given.value("parent"));
    if (!unit) return session.exit;
    merge.into = *unit;
  } else {
    const auto into = ref_of(session, session.given.value("into"));
    if (!into) return session.exit;
    merge.into = *into;
  }
  return send_lines(session, org::to_text(org::Change(merge)));
}

Exit run_org_split(Session& session) {
  const auto date = date_of(session);
  const auto unit = date ? ref_of(session, session.at(0)) : std::nullopt;
  if (!unit) return session.exit;
  org::Split split;
  split.unit = *unit;
  split.date = *date;
  for (const std::string& text : session.given.all("part")) {
    const auto words = split_text(text);
    if (words.size() < 3)
      return usage(session, "--part", text, "要写 代码,层级,名称[,下级…]。",
                   "write CODE,LEVEL,NAME[,CHILD…].");
    org::SplitPart part;
    const auto made = new_unit(session, words[0], words[1], words[2], "");
    if (!made) return session.exit;
    part.unit = *made;
    for (size_t i = 3; i < words.size(); ++i) {
      const auto child = ref_of(session, words[i]);
      if (!child) return session.exit;
      part.children.push_back(*child);
    }
    split.parts.push_back(std::move(part));
  }
  if (session.given.has("heir")) {
    const std::string text = session.value("heir");
    const bool is_number = !text.empty() && text.size() < 4 &&
                           text.find_first_not_of("0123456789") == std::string::npos && std::stoul(text) > 0;
    if (!is_number || std::stoul(text) > split.parts.size())
      return usage(session, "--heir", text, "应当是第几个 --part。", "it is the number of a --part.");
    split.heir = static_cast<uint32_t>(std::stoul(text) - 1);
  }
  split.split_field = session.value("split-by");
  return send_lines(session, org::to_text(org::Change(split)));
}

Exit run_org_close(Session& session) {
  const auto date = date_of(session);
  const auto unit = date ? ref_of(session, session.at(0)) : std::nullopt;
  if (!unit) return session.exit;
  org::Close close;
  close.unit = *unit;
  close.date = *date;
  if (session.given.has("heir")) {
    const auto heir = ref_of(session, session.given.value("heir"));
    if (!heir) return session.exit;
    close.heir = *heir;
  }
  return send_lines(session, org::to_text(org::Change(close)));
}

}  // namespace jinguo::cli
