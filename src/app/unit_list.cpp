#include "app/unit_list.h"

#include <charconv>

#include "app/app_error.h"
#include "app/units.h"

namespace jinguo::app {
namespace {

constexpr size_t kUsualSize = 20;
constexpr size_t kMostSize = 200;
constexpr size_t kMostLines = 5000;

/// The unit with its path, and why it is among the answers when its name does not tell.
json::object hit_json(const org::Tree& tree, const org::UnitHit& hit, Date day) {
  json::object out = unit_ref(tree, hit.unit, day);
  std::string path;
  const UnitId up = tree.parent_of(hit.unit, day);
  if (!up.is_none()) path = tree.path_text(up, day);
  out["path"] = path;
  out["former"] = hit.former;
  out["is_near"] = hit.is_near;
  const Date closed = tree.unit(hit.unit).closed;
  out["closed"] = closed == org::kOpenEnd ? json::value(nullptr) : json::value(closed.to_text());
  out["has_children"] = false;
  for (const UnitId child : tree.unit(hit.unit).children)
    if (tree.is_open(child, day) && tree.parent_of(child, day) == hit.unit) {
      out["has_children"] = true;
      break;
    }
  return out;
}

Result<size_t> size_of(const Call& call) {
  const std::string_view text = call.parameter("size");
  if (text.empty()) return kUsualSize;
  size_t size = 0;
  const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), size);
  if (fault != std::errc() || end != text.data() + text.size() || size == 0 || size > kMostSize)
    return Error(kBadField, {"size", "应当是 1 到 200 的整数。", "it must be a number from 1 to 200."})
        .on("size");
  return size;
}

Result<uint8_t> levels_of(std::string_view text) {
  uint8_t out = 0;
  while (!text.empty()) {
    const size_t comma = std::min(text.find(','), text.size());
    const auto level = org::parse_level(text.substr(0, comma));
    if (!level)
      return Error(kBadField, {"level", "应当是 province、city、county、township、village 或 body。",
                               "it must be province, city, county, township, village or body."})
          .on("level");
    out = static_cast<uint8_t>(out | 1u << static_cast<int>(*level));
    text.remove_prefix(std::min(comma + 1, text.size()));
  }
  return out;
}

/// Where the asker's first post is, on the day's view; the whole tree when she has none.
void set_own_area(const Call& call, org::UnitQuestion& question) {
  if (!call.scope || call.scope->holdings().empty()) return;
  const uint32_t place = question.view->counts_at(call.scope->holdings().front().unit);
  if (place == org::View::kNowhere) return;
  question.near_first = place;
  question.near_end = question.view->end(place);
}

/// Nothing is looked for: what stands there, in the order of the tree.
json::array list_in_order(const org::Tree& tree, const org::UnitQuestion& question) {
  json::array out;
  const org::View& view = *question.view;
  const uint32_t top = question.under != org::View::kNowhere     ? question.under
                       : question.near_end > question.near_first ? question.near_first
                                                                 : 0;
  const auto add = [&](uint32_t place) {
    if (tree.is_open(view.unit(place), question.day))
      out.push_back(hit_json(tree, {view.unit(place), org::Fit::exact, "", false}, question.day));
  };
  if (view.size() == 0) return out;
  if (question.levels == 0) add(top);
  for (uint32_t p = question.levels == 0 ? top + 1 : top; p < view.end(top) && out.size() < question.most;) {
    const bool is_wanted = question.levels == 0 || (question.levels >> view.level(p) & 1) != 0;
    if (is_wanted) add(p);
    p = question.levels == 0 ? view.end(p) : p + 1;
  }
  return out;
}

}  // namespace

Result<Answer> list_units(App& app, const Call& call) {
  const Snapshot now = app.published();
  org::UnitQuestion question;
  auto day = day_of(app, call.parameter("day"));
  if (!day) return std::move(day).error();
  auto size = size_of(call);
  if (!size) return std::move(size).error();
  auto levels = levels_of(call.parameter("level"));
  if (!levels) return std::move(levels).error();
  question.text = std::string(call.parameter("search").substr(0, 200));
  question.day = *day;
  question.most = *size;
  question.levels = *levels;
  question.with_closed = !call.parameter("closed").empty();
  question.view = app.view(*now.tree, *day);
  set_own_area(call, question);
  if (const auto under = call.parameter("under"); !under.empty()) {
    auto id = find_unit(app, *now.tree, under, *day);
    if (!id) return std::move(id).error();
    question.under = question.view->counts_at(*id);
    if (question.under == org::View::kNowhere) return Answer(json::array());
  }
  if (question.text.find_first_not_of(' ') == std::string::npos)
    return Answer(list_in_order(*now.tree, question));
  json::array out;
  for (const org::UnitHit& hit : app.unit_finder().find(now.tree, question))
    out.push_back(hit_json(*now.tree, hit, *day));
  return Answer(std::move(out));
}

namespace {

/// A line of a pasted list: only a name or code that means exactly one unit is taken.
struct LineFound {
  std::vector<org::UnitHit> exact, others;
};

LineFound look_up(App& app, const std::shared_ptr<const org::Tree>& tree, org::UnitQuestion question,
                  std::string_view line) {
  question.text = std::string(line.substr(0, 200));
  question.most = 5;
  LineFound out;
  for (org::UnitHit& hit : app.unit_finder().find(tree, question))
    (hit.fit == org::Fit::exact ? out.exact : out.others).push_back(std::move(hit));
  return out;
}

}  // namespace

Result<Answer> find_units(App& app, const Call& call) {
  if (auto known = only_members(call.body, {"lines", "under", "day"}); !known)
    return std::move(known).error();
  auto lines = required_member(call.body, "lines");
  if (!lines) return std::move(lines).error();
  auto under = text_member(call.body, "under");
  if (!under) return std::move(under).error();
  auto day_text = text_member(call.body, "day");
  if (!day_text) return std::move(day_text).error();
  auto day = day_of(app, *day_text);
  if (!day) return std::move(day).error();
  const Snapshot now = app.published();
  const org::Tree& tree = *now.tree;
  org::UnitQuestion question;
  question.day = *day;
  question.view = app.view(tree, *day);
  if (!under->empty()) {
    auto id = find_unit(app, tree, *under, *day);
    if (!id) return std::move(id).error();
    question.under = question.view->counts_at(*id);
    if (question.under == org::View::kNowhere) return Answer(json::array());
  }
  json::array out;
  std::string_view rest = *lines;
  size_t read = 0;
  for (int number = 1; !rest.empty(); ++number) {
    const size_t end = std::min(rest.find('\n'), rest.size());
    std::string_view line = rest.substr(0, end);
    rest.remove_prefix(std::min(end + 1, rest.size()));
    while (!line.empty() && (line.back() == '\r' || line.back() == ' ' || line.back() == '\t'))
      line.remove_suffix(1);
    while (!line.empty() && (line.front() == ' ' || line.front() == '\t')) line.remove_prefix(1);
    if (line.empty()) continue;
    if (++read > kMostLines)
      return Error(kBadField, {"lines", "一次最多 5000 行，请分几次粘贴。",
                               "at most 5000 lines at once; paste it in parts."})
          .on("lines");
    const LineFound found = look_up(app, now.tree, question, line);
    json::array units, near;
    for (const org::UnitHit& hit : found.exact) units.push_back(hit_json(tree, hit, *day));
    for (const org::UnitHit& hit : found.others) near.push_back(hit_json(tree, hit, *day));
    out.push_back({{"line", number},
                   {"text", line},
                   {"unit", units.size() == 1 ? units.front() : json::value(nullptr)},
                   {"candidates", units.size() == 1 ? json::array()
                                  : units.empty()   ? near
                                                    : units}});
  }
  return Answer(std::move(out));
}

}  // namespace jinguo::app
