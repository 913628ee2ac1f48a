#pragma once
#include "app/call.h"
#include "rollup/figures.h"

namespace jinguo::app {

/// Where a figure is asked: the tree version and the place in it.
struct Standpoint {
  std::shared_ptr<const org::Tree> tree;
  std::shared_ptr<const org::View> view;
  /// The day at whose end it is asked, for names and codes; the view's own day is where its version began.
  Date day;
  uint32_t place = 0;
  UnitId unit;
  Period period;
  /// What was filed after this day is not seen: a bulletin's cut-off. Nothing: all is seen.
  std::optional<Date> cut_off = {};
  /// "then" or "now".
  std::string as = "then";
  /// From which check rank; 0 is live.
  bool official = false;
};

/// A figure named as "programme.figure", with how it is printed.
struct NamedFigure {
  std::shared_ptr<const rollup::ProgrammePlan> plan;
  /// Nothing for the standard figures of an obligation.
  const define::Measure* measure = nullptr;
  const define::Indicator* indicator = nullptr;
  std::string id;
  std::string name() const { return plan->programme->id + "." + id; }
  const define::Words& title() const;
  const define::Words& note() const;
  std::string measured_in() const;
  bool is_percent() const;
  int places() const;
  define::Polarity polarity() const;
  /// Adds up over units: counts, sums and shares of them; not distinct counts.
  bool is_additive() const;
};

/// Error app.no_such_programme, rollup.no_such_figure.
Result<NamedFigure> find_figure(App& app, std::string_view name);

/// The standpoint for a unit and period; Error when the unit was not there in that version.
Result<Standpoint> stand_at(App& app, std::string_view unit, std::string_view period, std::string_view as,
                            bool official);

/// Asks; standard figures of obligations (expected, reported, on_time, late, none, missing) included;
/// they have no value when nobody owes anything.
Result<rollup::FigureValue> ask_figure(App& app, const rollup::Figures::Reader& reader,
                                       const NamedFigure& figure, const Standpoint& at, uint32_t place,
                                       int field = -1, std::string_view code = {});

/// The duty of a programme that obliges, as a figure's period asks for it.
struct DutyAt {
  /// Key of the reporting index; empty when no term of the programme holds the period: nobody owes anything.
  std::string key;
  Date due;
  std::optional<Period> period;
};
DutyAt duty_at(const define::Programme& programme, const Period& asked);

/// As a reader sees it: "38.8%", "7080", "—" when there is no value.
std::string figure_text(const NamedFigure& figure, const rollup::FigureValue& value);

/// `Figure` of the API.
json::object figure_json(App& app, const rollup::Figures::Reader& reader, const NamedFigure& figure,
                         const Standpoint& at, uint32_t place, const rollup::FigureValue& value);

/// Whether the asker may read the programme's figures at the standpoint's place.
Result<void> check_may_read_figures(const Call& call, const define::Programme& programme, UnitId unit);
/// Whether those of every unit directly below it, too. Reading a sibling's figure does not open its parts.
Result<void> check_may_read_parts(const Call& call, const define::Programme& programme, const org::View& view,
                                  uint32_t place);

/// A request for a figure, checked: which, where, and that she who asks may read it.
struct AskedFigure {
  NamedFigure figure;
  Standpoint at;
};
Result<AskedFigure> asked_of(App& app, const Call& call);

/// The units directly below a place.
std::vector<uint32_t> children_of(const org::View& view, uint32_t place);

/// What crossed the border of a place within the period, so that quarters as-then need not add to the
/// half-year.
json::array moved_units(const Standpoint& at, uint32_t place);

/// Where the records of a figure are listed; `key` of a breakdown is "field:code", empty for the whole.
std::string records_url(const NamedFigure& figure, const Standpoint& at, uint32_t place,
                        std::string_view key);

/// The figure by the values of a field: from its cells where the file declares the breakdown, else from the
/// records. Error rollup.no_such_slice, app.hidden_field.
Result<Answer> figure_by_field(App& app, const Call& call, const AskedFigure& asked, std::string_view by);

/// GET /api/figures/{name}?unit&period&as&by&official: an object, or an array with `by`.
Result<Answer> get_figure(App& app, const Call& call);
/// GET /api/figures/{name}/drill: the figure, its children and whether they agree.
Result<Answer> drill_figure(App& app, const Call& call);
/// GET /api/figures/{name}/league: the children ranked.
Result<Answer> rank_figure(App& app, const Call& call);
/// GET /api/figures/{name}/records: the records a figure is over; of a standard figure the units it counts,
/// with the record of each that filed one.
Result<Answer> figure_records(App& app, const Call& call);
/// GET /api/figures?unit&period&level: many figures at many units at once, as columns.
Result<Answer> figure_table(App& app, const Call& call);

/// One row of a league: place in the view, its value, rank from 1 (equal fractions share one).
struct LeagueRow {
  uint32_t place = 0;
  rollup::FigureValue value;
  int rank = 0;
  /// Of a round still running: how many of how many.
  std::optional<std::pair<int64_t, int64_t>> done_of;
};
struct LeagueTable {
  std::vector<LeagueRow> ranked, running, blank;
};
/// The children of the standpoint's place by falling value (rising for polarity down). With `complete`, those
/// whose value of it is below 1 are listed apart.
Result<LeagueTable> make_league(App& app, const rollup::Figures::Reader& reader, const NamedFigure& figure,
                                const Standpoint& at, const NamedFigure* complete);

}  // namespace jinguo::app
