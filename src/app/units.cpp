#include "app/units.h"

#include <algorithm>

#include "app/app_error.h"
#include "org/tree_history.h"

namespace jinguo::app {
namespace {

bool is_number(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

json::value last_day(Date last) {
  if (last == org::kOpenEnd) return nullptr;
  return json::value(last.to_text());
}

json::object dated_json(std::string_view text, Date first, Date last) {
  return {{"text", text}, {"first", first.to_text()}, {"last", last_day(last)}};
}

json::object change_json(Date date, std::string_view kind, const std::string& zh, const std::string& en) {
  return {{"date", date.to_text()}, {"kind", kind}, {"zh", zh}, {"en", en}};
}

json::object change_of(const org::Tree& tree, const org::HistoryLine& line) {
  using Kind = org::HistoryLine::Kind;
  switch (line.kind) {
    case Kind::renamed:
      return change_json(line.date, "rename", line.from_text + "更名为" + line.to_text,
                         line.from_text + " was renamed " + line.to_text);
    case Kind::recoded:
      return change_json(line.date, "recode", "代码由" + line.from_text + "改为" + line.to_text,
                         "the code " + line.from_text + " became " + line.to_text);
    case Kind::moved: {
      const std::string& to = tree.name_of(line.to, line.date);
      return change_json(line.date, "move", "划归" + to, "moved to " + to);
    }
    case Kind::inherited: {
      const std::string& from = tree.name_of(line.from, line.date);
      return change_json(line.date, "inherit", from + "并入", from + " was merged into it");
    }
    default:
      break;
  }
  const std::string heir = line.to.is_none() ? "" : tree.name_of(line.to, line.date);
  return change_json(line.date.plus_days(-1), "close", heir.empty() ? "撤销" : "并入" + heir,
                     heir.empty() ? "closed" : "merged into " + heir);
}

/// What happened to the unit after it opened, which its page tells by itself.
json::array history_of(const org::Tree& tree, UnitId id) {
  json::array out;
  for (const org::HistoryLine& line : org::list_history(tree, id, tree.unit(id).opened, org::kOpenEnd))
    if (line.kind != org::HistoryLine::Kind::opened) out.push_back(change_of(tree, line));
  return out;
}

}  // namespace

Result<UnitId> find_unit(App& app, const org::Tree& tree, std::string_view text, Date day) {
  const auto code = org::Code::parse(text);
  if (code || is_number(text)) {
    auto found = tree.find(text, day);
    // A closed unit keeps its code: its own page and its past stay reachable.
    if (!found && code)
      for (const UnitId id : tree.list_by_code(*code)) return id;
    // What an attached body has for a code may also be a name.
    if (found || !code || code->is_division()) return found;
  }
  UnitId below;
  if (!app.settings().home_unit.empty())
    if (auto home = tree.find(app.settings().home_unit, day)) below = *home;
  return tree.find_by_name(text, below, day);
}

json::object unit_ref(const org::Tree& tree, UnitId unit, Date day) {
  if (!tree.has(unit)) return {{"code", ""}, {"name", ""}, {"level", ""}, {"id", 0}};
  return {{"code", tree.code_of(unit, day).text()},
          {"name", tree.name_of(unit, day)},
          {"level", org::row_of(tree.level_of(unit)).name},
          {"id", unit.number()}};
}

json::object words_json(const define::Words& words) {
  return {{"zh", words.zh}, {"en", words.en}};
}

Result<Period> parse_period(App& app, std::string_view text) {
  if (text.empty()) {
    if (const auto home = Period::parse(app.settings().home_period)) return *home;
    return Period::containing(Period::Kind::half, app.today());
  }
  const auto period = Period::parse(text);
  if (!period) return Error(kBadPeriod, {std::string(text)}).on("period");
  return *period;
}

Result<Date> day_of(App& app, std::string_view text) {
  if (text.empty()) return app.today();
  if (const auto parsed = Date::parse(text)) return *parsed;
  return Error(kBadField, {"day", "应当是日期，如 2011-06-30。", "it must be a date like 2011-06-30."})
      .on("day");
}

Result<Answer> get_unit(App& app, const Call& call) {
  const Snapshot now = app.published();
  const org::Tree& tree = *now.tree;
  const auto asked = day_of(app, call.parameter("day"));
  if (!asked) return asked.error();
  const Date day = *asked;
  auto id = find_unit(app, tree, call.parameter("code"), day);
  if (!id) return std::move(id).error();
  const org::Unit& unit = tree.unit(*id);
  json::object out = unit_ref(tree, *id, day);
  json::array path, children, names, codes;
  for (const UnitId up : tree.path_of(*id, day)) path.push_back(unit_ref(tree, up, day));
  for (const UnitId child : tree.children_of(*id, day)) children.push_back(unit_ref(tree, child, day));
  for (size_t i = 0; i < unit.names.size(); ++i)
    names.push_back(dated_json(unit.names[i].value, unit.names[i].first, unit.names[i].last));
  for (size_t i = 0; i < unit.codes.size(); ++i)
    codes.push_back(dated_json(unit.codes[i].value.text(), unit.codes[i].first, unit.codes[i].last));
  const auto view = app.view(tree, day);
  int64_t villages = 0;
  if (const uint32_t place = view->position(*id); place != org::View::kNowhere)
    villages = app.figures().reader().count_units(view, org::Level::village, place);
  out["path"] = std::move(path);
  out["children"] = std::move(children);
  out["opened"] = unit.opened.to_text();
  out["closed"] = last_day(unit.closed);
  out["heir"] = unit.heir.is_none() ? json::value(nullptr) : json::value(unit_ref(tree, unit.heir, day));
  out["is_zone"] = unit.zone;
  out["day"] = day.to_text();
  out["names"] = std::move(names);
  out["codes"] = std::move(codes);
  out["villages"] = villages;
  out["history"] = history_of(tree, *id);
  return Answer(std::move(out));
}

}  // namespace jinguo::app
