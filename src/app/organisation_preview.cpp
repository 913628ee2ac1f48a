#include "app/organisation_preview.h"

#include <algorithm>
#include <map>
#include <set>

#include "access/rules.h"
#include "app/account_documents.h"
#include "app/figure_queries.h"
#include "app/units.h"

namespace jinguo::app {
namespace {

/// Beyond these an import of a whole city would make an answer nobody reads; the counts are of all.
constexpr size_t kMostUnitRows = 200;
constexpr size_t kMostFigureUnits = 12;
constexpr size_t kMostPostRows = 50;

class Preview {
 public:
  Preview(App& app, Reading& reading, const access::Scope& scope, std::shared_ptr<const org::Tree> before,
          std::shared_ptr<const org::Tree> after, Date day)
      : app_(app),
        reading_(reading),
        scope_(scope),
        before_(std::move(before)),
        after_(std::move(after)),
        day_(std::max(day, app.today())),
        old_view_(app.view(*before_, day_)),
        catalogue_(app.published().catalogue),
        changed_(after_->changed_since(*before_)) {}

  json::object run() {
    json::array units;
    for (const UnitId id : changed_) {
      json::array rows = rows_of(id);
      for (json::value& row : rows)
        if (units.size() < kMostUnitRows) units.push_back(std::move(row));
    }
    collect_moved();
    json::object out{{"day", day_.to_text()},     {"unit_count", static_cast<int64_t>(changed_.size())},
                     {"units", std::move(units)}, {"moved_units", static_cast<int64_t>(open_moved())},
                     {"records", records()},      {"figures", figures()},
                     {"duties", duties()}};
    put_posts(out);
    return out;
  }

 private:
  std::string place_text(const org::Tree& tree, UnitId id) const {
    return id.is_none() ? "" : tree.path_text(id, day_);
  }

  json::object row(const org::Tree& tree, UnitId id, std::string_view kind, const std::string& from,
                   const std::string& to) const {
    int64_t below = 0;
    if (before_->has(id)) {
      const uint32_t place = old_view_->position(id);
      if (place != org::View::kNowhere) below = old_view_->end(place) - place - 1;
    }
    return {{"unit", unit_ref(tree, id, day_)}, {"kind", kind}, {"from", from}, {"to", to}, {"below", below}};
  }

  /// What happens to one unit; a unit may be renamed and moved at once.
  json::array rows_of(UnitId id) {
    json::array out;
    if (!before_->has(id)) {
      out.push_back(row(*after_, id, "open", "", place_text(*after_, after_->parent_of(id, day_))));
      return out;
    }
    const org::Unit &was = before_->unit(id), &is = after_->unit(id);
    if (was.closed != is.closed || was.heir != is.heir) {
      shifted_.push_back(id);
      out.push_back(row(*before_, id, is.heir.is_none() ? "close" : "merge", place_text(*before_, id),
                        place_text(*after_, is.heir)));
      return out;
    }
    const std::string &old_name = before_->name_of(id, day_), &new_name = after_->name_of(id, day_);
    if (old_name != new_name) out.push_back(row(*before_, id, "rename", old_name, new_name));
    const org::Code &old_code = before_->code_of(id, day_), &new_code = after_->code_of(id, day_);
    if (old_code != new_code)
      out.push_back(row(*before_, id, "recode", old_code.to_text(), new_code.to_text()));
    const UnitId old_parent = before_->parent_of(id, day_), new_parent = after_->parent_of(id, day_);
    if (old_parent != new_parent) {
      shifted_.push_back(id);
      out.push_back(
          row(*before_, id, "move", place_text(*before_, old_parent), place_text(*after_, new_parent)));
    }
    return out;
  }

  /// Every unit that files at another place than before, with the closed ones whose records it inherited.
  void collect_moved() {
    std::vector<std::pair<uint32_t, uint32_t>> ranges;
    for (const UnitId id : shifted_)
      if (const uint32_t place = old_view_->counts_at(id); place != org::View::kNowhere)
        ranges.emplace_back(place, old_view_->end(place));
    std::sort(ranges.begin(), ranges.end());
    for (uint32_t n = 1; n <= before_->size() && !ranges.empty(); ++n) {
      const uint32_t place = old_view_->counts_at(UnitId(n));
      if (place == org::View::kNowhere) continue;
      // Ranges of a tree lie apart or within each other, so the widest that begins before it decides.
      auto it = std::upper_bound(ranges.begin(), ranges.end(), std::pair(place, UINT32_MAX));
      while (it != ranges.begin())
        if (--it; it->first <= place && place < it->second) {
          moved_.push_back(UnitId(n));
          break;
        }
    }
  }
  size_t open_moved() const {
    return static_cast<size_t>(std::count_if(moved_.begin(), moved_.end(), [&](UnitId id) {
      return before_->is_open(id, day_) || after_->unit(id).closed != before_->unit(id).closed;
    }));
  }

  bool may_tell(const define::Programme& programme) const {
    const access::Reach reach = access::figures_reach(scope_, programme);
    const std::vector<UnitId>& about = moved_.empty() ? changed_ : moved_;
    return std::all_of(about.begin(), about.end(),
                       [&](UnitId id) { return !before_->has(id) || reach.holds(scope_.today(), id); });
  }

  json::array records() {
    json::array out;
    if (moved_.empty()) return out;
    for (const auto& [name, programme] : catalogue_->programmes) {
      if (!may_tell(*programme)) continue;
      RecordQuery query;
      query.units = moved_;
      query.limit = 1;
      if (const int64_t n = reading_.list_records(*programme, query).total; n > 0)
        out.push_back(
            {{"programme", programme->id}, {"title", words_json(programme->title)}, {"records", n}});
    }
    return out;
  }

  /// Units touched and those above them in either tree, from above.
  std::vector<UnitId> figure_units() const {
    std::set<std::pair<org::Level, UnitId>> found;
    const auto add = [&](const org::Tree& tree, UnitId id) {
      for (const UnitId up : tree.path_of(id, day_)) found.emplace(tree.level_of(up), up);
    };
    for (size_t i = 0; i < changed_.size() && found.size() <= kMostFigureUnits; ++i) {
      const UnitId id = changed_[i];
      if (before_->has(id)) add(*before_, id);
      add(*after_, id);
      if (const UnitId heir = after_->unit(id).heir; !heir.is_none()) add(*after_, heir);
    }
    std::vector<UnitId> out;
    const access::Reach reach = access::reach_of(scope_, access::Power::figures);
    for (const auto& [level, id] : found)
      if (out.size() < kMostFigureUnits && (!before_->has(id) || reach.holds(scope_.today(), id)))
        out.push_back(id);
    return out;
  }

  using ViewPointer = std::shared_ptr<const org::View>;
  /// The figure as it is printed; null where the unit has no line in that tree.
  json::value text_at(const rollup::Figures::Reader& reader, const NamedFigure& figure,
                      const std::shared_ptr<const org::Tree>& tree, const ViewPointer& view, UnitId id,
                      const Period& period) {
    const uint32_t place = id.number() < view->unit_limit() ? view->position(id) : org::View::kNowhere;
    if (place == org::View::kNowhere) return nullptr;
    const Standpoint at{
        .tree = tree, .view = view, .day = day_, .place = place, .unit = id, .period = period};
    auto value = ask_figure(app_, reader, figure, at, place);
    if (!value) return nullptr;
    return json::value(figure_text(figure, *value));
  }

  json::array figures() {
    json::array out;
    const std::vector<UnitId> units = figure_units();
    const Period running = Period::containing(Period::Kind::year, day_);
    const Period past = Period::containing(Period::Kind::year, running.first().plus_days(-1));
    const auto new_now = std::make_shared<const org::View>(org::build_view(*after_, day_));
    const auto old_then = app_.view(*before_, past.last());
    const auto new_then = std::make_shared<const org::View>(org::build_view(*after_, past.last()));
    {
      const auto reader = app_.figures().reader();
      for (const auto& [name, programme] : catalogue_->programmes) {
        if (!may_tell(*programme)) continue;
        // How many units there are is told by the units; the first figure over records is meant.
        const auto measure =
            std::find_if(programme->measures.begin(), programme->measures.end(),
                         [](const define::Measure& one) { return one.counting != define::Counting::units; });
        if (measure == programme->measures.end()) continue;
        auto figure = find_figure(app_, programme->id + "." + measure->id);
        if (!figure) continue;
        for (const UnitId id : units)
          for (const Period& period : {running, past}) {
            const bool is_past = period == past;
            json::value then_before =
                text_at(reader, *figure, before_, is_past ? old_then : old_view_, id, period);
            json::value then_after =
                text_at(reader, *figure, after_, is_past ? new_then : new_now, id, period);
            json::value now_before = text_at(reader, *figure, before_, old_view_, id, period);
            json::value now_after = text_at(reader, *figure, after_, new_now, id, period);
            const bool is_changed = then_before != then_after || now_before != now_after;
            // The uppermost shows that nothing is lost.
            if (!is_changed && (id != units.front() || now_before == json::value("—"))) continue;
            out.push_back({{"figure", figure->name()},
                           {"title", words_json(figure->title())},
                           {"unit", unit_ref(before_->has(id) ? *before_ : *after_, id, day_)},
                           {"period", period.to_text()},
                           {"then_before", std::move(then_before)},
                           {"then_after", std::move(then_after)},
                           {"now_before", std::move(now_before)},
                           {"now_after", std::move(now_after)}});
          }
      }
    }
    app_.figures().cube().forget(new_now);
    app_.figures().cube().forget(new_then);
    return out;
  }

  json::array duties() {
    json::array out;
    const ViewPointer new_view = std::make_shared<const org::View>(org::build_view(*after_, day_));
    const Period asked = Period::containing(Period::Kind::month, day_);
    for (const auto& [name, programme] : catalogue_->programmes) {
      if (!programme->obligation || !may_tell(*programme)) continue;
      const DutyAt duty = duty_at(*programme, asked);
      if (duty.key.empty() || !duty.period) continue;
      const auto expected = [&](const org::View& view) {
        int64_t n = 0;
        app_.read_reported(programme->id, [&](const flow::ReportedIndex& index) {
          for (uint32_t p = 0; p < view.size(); p = view.end(p))
            n += flow::count_reporting(*programme->obligation, index, view, p, duty.key, duty.due).expected;
        });
        return n;
      };
      const int64_t was = expected(*old_view_), is = expected(*new_view);
      if (was != is)
        out.push_back({{"programme", programme->id},
                       {"title", words_json(programme->title)},
                       {"period", duty.period->to_text()},
                       {"before", was},
                       {"after", is}});
    }
    return out;
  }

  /// Posts at units that go or come under another: who holds them signs for another place from then on.
  void put_posts(json::object& out) {
    std::map<std::pair<std::string, UnitId>, int64_t> posts;
    int64_t all = 0;
    if (!moved_.empty())
      for (const PostState& post : load_posts(reading_)) {
        if (has_ended(post, day_)) continue;
        if (!std::binary_search(moved_.begin(), moved_.end(), post.holding.unit)) continue;
        ++posts[{post.holding.role, post.holding.unit}];
        ++all;
      }
    json::array rows;
    for (const auto& [post, n] : posts)
      if (rows.size() < kMostPostRows)
        rows.push_back({{"role", post.first}, {"unit", unit_ref(*before_, post.second, day_)}, {"posts", n}});
    out["post_count"] = all;
    out["posts"] = std::move(rows);
  }

  App& app_;
  Reading& reading_;
  const access::Scope& scope_;
  std::shared_ptr<const org::Tree> before_, after_;
  Date day_;
  ViewPointer old_view_;
  std::shared_ptr<const define::Catalogue> catalogue_;
  std::vector<UnitId> changed_;
  std::vector<UnitId> shifted_;
  std::vector<UnitId> moved_;
};

}  // namespace

json::object preview_of(App& app, Reading& reading, const access::Scope& scope,
                        const std::shared_ptr<const org::Tree>& before,
                        const std::shared_ptr<const org::Tree>& after, Date day) {
  return Preview(app, reading, scope, before, after, day).run();
}

}  // namespace jinguo::app
