#include "app/import_units.h"

#include <algorithm>
#include <boost/json.hpp>
#include <tuple>

#include "app/sheet.h"
#include "org/near.h"
#include "org/pinyin.h"

namespace jinguo::app {
namespace {

namespace json = boost::json;

constexpr size_t kSuggestions = 5;
constexpr ErrorRow kNear{"app.import_unit_near", 422, "没有叫“{0}”的单位，最像的是：{1}。请点选或改正。",
                         "No unit is called \"{0}\"; the nearest are: {1}. Choose one or mend it."};
constexpr ErrorRow kUnknown{"app.import_unit_unknown", 422, "没有叫“{0}”的单位。请改为全称或 12 位代码。",
                            "No unit is called \"{0}\". Write its full name or its code."};
constexpr ErrorRow kAmbiguous{"app.import_unit_ambiguous", 422,
                              "叫“{0}”的单位不止一个：{1}。请加一列乡镇，或写“乡镇/村”。",
                              "Several units are called \"{0}\": {1}. Add a column for the township."};

/// What a name may lack or have too much of at its end: 兰山街道办 is 兰山街道.
constexpr std::string_view kEndings[] = {"街道办事处", "街道办", "村民委员会", "居民委员会", "村委会",
                                         "居委会",     "社区",   "街道",       "村",         "镇",
                                         "乡",         "县",     "区",         "市"};

std::string stem(std::string_view name) {
  for (const std::string_view ending : kEndings)
    if (name.size() > ending.size() + 2 && name.ends_with(ending))
      return std::string(name.substr(0, name.size() - ending.size()));
  return std::string(name);
}

/// The name as it is said: 东村村民委员会 is 东村, 东村村委会 too, 东城社区居委会 is 东城社区.
std::string short_name(std::string_view name) {
  constexpr std::pair<std::string_view, std::string_view> kShort[] = {
      {"村民委员会", ""}, {"居民委员会", ""}, {"村委会", "村"}, {"居委会", ""}};
  for (const auto& [ending, left] : kShort)
    if (name.size() > ending.size() + 2 && name.ends_with(ending))
      return std::string(name.substr(0, name.size() - ending.size())).append(left);
  return std::string(name);
}

std::vector<std::string> path_parts(const std::string& text) {
  std::vector<std::string> out(1);
  for (size_t i = 0; i < text.size();) {
    const std::string_view rest = std::string_view(text).substr(i);
    const size_t mark =
        rest.starts_with("/") || rest.starts_with("\\") || rest.starts_with(">") ? 1
        : rest.starts_with("／") || rest.starts_with("·")
            ? (rest.starts_with("／") ? std::string_view("／").size() : std::string_view("·").size())
            : 0;
    if (mark > 0) {
      if (!out.back().empty()) out.emplace_back();
      i += mark;
      continue;
    }
    out.back() += text[i++];
  }
  if (out.size() > 1 && out.back().empty()) out.pop_back();
  return out;
}

}  // namespace

ImportUnits::ImportUnits(const org::Tree& tree, UnitId home, Date day, std::vector<org::Level> filing)
    : tree_(tree), home_(home), day_(day), filing_(std::move(filing)) {
  std::vector<UnitId> open{home};
  for (size_t i = 0; i < open.size(); ++i) {
    const std::string name = squeezed(tree.name_of(open[i], day));
    by_name_.emplace(name, open[i]);
    if (const std::string said = short_name(name); said != name) by_name_.emplace(said, open[i]);
    for (const UnitId child : tree.children_of(open[i], day)) open.push_back(child);
  }
}

bool ImportUnits::lies_within(UnitId unit, const std::string& above) const {
  const std::string wanted = stem(above);
  for (UnitId up = tree_.parent_of(unit, day_); !up.is_none(); up = tree_.parent_of(up, day_))
    if (tree_.name_of(up, day_) == above || stem(tree_.name_of(up, day_)) == wanted ||
        tree_.code_of(up, day_).text() == above)
      return true;
  return false;
}

std::string ImportUnits::suggested(const std::vector<UnitId>& units) const {
  json::array out;
  for (const UnitId unit : units) {
    const UnitId up = tree_.parent_of(unit, day_);
    out.push_back({{"code", tree_.code_of(unit, day_).text()},
                   {"name", tree_.name_of(unit, day_)},
                   {"above", up.is_none() ? "" : tree_.name_of(up, day_)}});
  }
  return json::serialize(json::object{{"suggest", std::move(out)}});
}

std::vector<UnitId> ImportUnits::near(const std::string& text) const {
  std::vector<UnitId> out;
  const auto add = [&](UnitId unit) {
    if (out.size() < kSuggestions && std::find(out.begin(), out.end(), unit) == out.end())
      out.push_back(unit);
  };
  const std::string wanted = stem(text);
  const bool is_letters = std::all_of(
      text.begin(), text.end(), [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); });
  std::vector<UnitId> stems, initials;
  for (const auto& [name, unit] : by_name_) {
    if (stem(name) == wanted) stems.push_back(unit);
    if (is_letters && text.size() >= 2 && org::begins_with_initials(name, text)) initials.push_back(unit);
  }
  for (std::vector<UnitId>* found : {&stems, &initials}) {
    org::sort_by_code(tree_, day_, *found);
    for (const UnitId unit : *found) add(unit);
  }
  if (out.empty()) {
    std::vector<UnitId> close;
    const std::u32string asked = org::code_points(short_name(text));
    for (const auto& [name, unit] : by_name_)
      if (asked.size() > 2 && org::edit_distance(asked, org::code_points(name), 1) <= 1)
        close.push_back(unit);
    org::sort_by_code(tree_, day_, close);
    for (const UnitId unit : close) add(unit);
  }
  if (out.empty())
    for (const UnitId unit : org::near_names(tree_, text, home_, day_, kSuggestions)) add(unit);
  return out;
}

Result<UnitId> ImportUnits::look(const std::string& text, const std::string& township,
                                 const std::string& county) const {
  if (std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; }))
    return tree_.find(text, day_);
  const std::vector<std::string> parts = path_parts(text);
  std::vector<UnitId> found;
  auto [first, last] = by_name_.equal_range(parts.back());
  if (first == last) std::tie(first, last) = by_name_.equal_range(short_name(parts.back()));
  for (auto it = first; it != last; ++it) {
    const bool is_there = std::all_of(parts.begin(), parts.end() - 1, [&](const std::string& above) {
      return lies_within(it->second, above);
    });
    if (is_there &&
        (township.empty() || lies_within(it->second, township) ||
         tree_.name_of(it->second, day_) == township) &&
        (county.empty() || lies_within(it->second, county)))
      found.push_back(it->second);
  }
  const auto is_called = [&](UnitId unit) { return squeezed(tree_.name_of(unit, day_)) == parts.back(); };
  if (std::any_of(found.begin(), found.end(), is_called))
    std::erase_if(found, [&](UnitId unit) { return !is_called(unit); });
  if (found.size() > 1) {
    std::vector<UnitId> filing;
    for (const UnitId unit : found)
      if (std::find(filing_.begin(), filing_.end(), tree_.level_of(unit)) != filing_.end())
        filing.push_back(unit);
    if (!filing.empty()) found = filing;
  }
  if (found.size() == 1) return found.front();
  org::sort_by_code(tree_, day_, found);
  const bool is_ambiguous = !found.empty();
  if (!is_ambiguous) found = near(parts.back());
  if (found.empty()) return Error(kUnknown, {text.substr(0, 120)});
  std::string list;
  for (size_t i = 0; i < found.size() && i < kSuggestions; ++i) {
    const UnitId up = tree_.parent_of(found[i], day_);
    list += (i > 0 ? "、" : "") + (up.is_none() ? "" : tree_.name_of(up, day_) + "/") +
            tree_.name_of(found[i], day_);
  }
  Error error(is_ambiguous ? kAmbiguous : kNear, {text.substr(0, 120), list});
  found.resize(std::min(found.size(), kSuggestions));
  error.detail = suggested(found);
  return error;
}

Result<UnitId> ImportUnits::find(const std::string& text, const std::string& township,
                                 const std::string& county) {
  const std::string key = text + "\n" + township + "\n" + county;
  if (const auto known = answers_.find(key); known != answers_.end()) return known->second;
  auto found = look(squeezed(text), squeezed(township), squeezed(county));
  answers_.emplace(key, found);
  return found;
}

}  // namespace jinguo::app
