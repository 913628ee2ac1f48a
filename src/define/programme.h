#pragma once
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "base/date.h"
#include "base/decimal.h"
#include "base/error.h"
#include "define/field_type.h"
#include "define/paragraph.h"
#include "expr/plan.h"
#include "org/level.h"

namespace jinguo::define {

/// A sentence or label in both languages; Chinese is never empty once checked.
struct Words {
  std::string zh;
  std::string en;
  const std::string& in(Language language) const { return language == Language::zh || en.empty() ? zh : en; }
  bool operator==(const Words&) const = default;
};

/// An expression of the file: what was written, where, and what it was checked into.
struct Expression {
  std::string text;
  Place place;
  /// Yields blank until checked.
  expr::Plan plan{expr::Tree{{expr::TreeNode{}}, {}, {Value{}}, 0}};
};

/// A role at a level, written `township.clerk`.
struct Role {
  org::Level level = org::Level::village;
  std::string name;
  auto operator<=>(const Role&) const = default;
};

/// One code of a choice list.
struct Choice {
  std::string code;
  Words label;
  /// From this day on it can no longer be chosen; old records keep it.
  std::optional<Date> retired;
  /// For lists of terms: its first and last day.
  std::optional<Date> first, last;
  bool operator==(const Choice&) const = default;
};

/// A list of codes kept in its own file, or written inside a field.
struct ChoiceList {
  std::string id;
  Words title;
  bool is_terms = false;
  std::vector<Choice> items;
  const Choice* find(std::string_view code) const;
  /// The term that holds the day; nothing when none does or this is no list of terms.
  const Choice* term_on(Date day) const;
  bool operator==(const ChoiceList&) const = default;
};

struct Field {
  std::string id;
  FieldType type = FieldType::text;
  Words label, help;
  /// Unit of measure as printed (名, 元); empty when it has none.
  std::string measured_in;
  /// Digits after the point of a number.
  int places = 0;
  bool required = false;
  std::optional<Expression> required_when, shown_when;
  std::optional<Decimal> min, max;
  /// Greatest number of characters of a text; 0 is the default of its type.
  int max_length = 0;
  /// For file and photo: how many of them at most.
  int most_files = 1;
  /// Inline or named list, for choice, choices and term.
  std::shared_ptr<const ChoiceList> choices;
  /// For `unit`: the level it must have. For `record`: the programme it points to.
  std::optional<org::Level> unit_level;
  std::string record_of;
  /// For `rows`: its columns; columns cannot be rows themselves.
  std::vector<Field> columns;
  /// A computed field is never asked; its value is the plan's.
  std::optional<Expression> computed;
  /// Its value is the level of the record's unit, taken when the record is made and kept; a unit of a level
  /// that is no choice leaves it blank. Such a field is computed as itself.
  bool is_from_unit = false;
  PrivacyClass privacy = PrivacyClass::internal;
  /// Records of one unit subtree may not share this value: none, per unit, per township …, everywhere.
  std::optional<org::Level> unique_within;
  /// A second record with the same value is told as a likely duplicate (soft).
  bool duplicate_key = false;
  /// Retired: kept for old records, no longer asked.
  bool retired = false;
  Place place;
};

struct State {
  std::string id;
  Words label;
  /// A record in a draft state counts nowhere.
  bool is_draft = false;
  /// Nothing leads on from here by design.
  bool is_end = false;
  /// A void record counts nowhere and frees its unique keys.
  bool is_void = false;
  /// Who has checked a record in this state: nothing (filed only) or the level that did.
  std::optional<org::Level> checked_by;
  Place place;
};

/// A named change of a record.
struct Event {
  std::string id;
  Words label;
  std::vector<std::string> from;
  /// Empty: the state stays.
  std::string to;
  std::vector<Role> by;
  std::optional<Expression> when;
  Words when_message;
  /// Fields asked with the event; may be changed by it whatever the edit rights of the state say.
  std::vector<std::string> inputs;
  /// Inputs that must not be blank.
  std::vector<std::string> required_inputs;
  bool reason_required = false;
  /// The account that did this earlier event may not do this one.
  std::string not_same_as;
  /// Who is told of it, at the record's unit or above: it lies among the copies of these posts.
  std::vector<Role> tell;
  Place place;
};

/// A condition every saved record meets (hard), or meets with a reason (soft).
struct Check {
  Expression that;
  Words message;
  std::string on_field;
  bool is_hard = true;
  /// States in which it is not yet asked: drafts, unless `in_draft`.
  bool in_draft = false;
};

struct EditRight {
  /// Empty: all states.
  std::vector<std::string> in;
  std::vector<Role> by;
  /// Empty: all fields.
  std::vector<std::string> fields;
};

struct Rights {
  std::vector<Role> create;
  std::vector<EditRight> edit;
  /// Roles that read the rows; empty: every post at or above the record's unit.
  std::vector<Role> read;
  /// May write into a closed period, with a reason.
  std::vector<Role> correct;
  std::vector<Role> import;
  /// Siblings under the same parent may read each other's figures.
  bool compare_siblings = true;
};

/// Who must file, for which period, due when.
struct Obligation {
  org::Level by = org::Level::village;
  /// Half-year, month, week …; nothing: once per term of `term_field`.
  std::optional<Period::Kind> period;
  std::string term_field;
  /// Days after the period's last day, per level, by which the return must have risen there. Calendar days;
  /// negative before it (a weekly note due on Friday is -2).
  std::map<org::Level, int> due_days;
  /// A fixed last day instead (村妇代会 renewal: 2011-08-31); counted for levels alike.
  std::optional<Date> due_on;
  /// "本期无" may be said.
  bool nil_allowed = true;
};

enum class Counting : uint8_t { records, sum, distinct, units };

/// What is counted over a programme's records.
struct Measure {
  std::string id;
  Words title, note;
  Counting counting = Counting::records;
  /// For `sum`: the number; for `distinct`: the field that holds the person or household.
  std::optional<Expression> of;
  /// For `units`: the level whose units are counted in the tree.
  org::Level units_of = org::Level::village;
  std::optional<Expression> where;
  /// A flow is placed on the record's date. A stock holds from a day until before another.
  bool is_stock = false;
  std::optional<Expression> stock_from, stock_until;
  /// A stock by state instead: in which states it is held; days are those of the events.
  std::vector<std::string> stock_in;
  std::string measured_in;
  int places = 0;
  /// Declared breakdowns: ids of choice, choices, yes_no or term fields.
  std::vector<std::string> by;
  /// A return's measure is blank until a unit has reported; a case programme's is 0.
  bool blank_until_reported = false;
  Place place;
};

enum class IndicatorKind : uint8_t { share, ratio, formula };
enum class Polarity : uint8_t { none, up, down };

/// A quotient or formula over measures. A share is a measure over itself with a further condition, so it
/// never exceeds 1; any other quotient is a ratio.
struct Indicator {
  std::string id;
  Words title, note;
  IndicatorKind kind = IndicatorKind::share;
  /// Share: the measure it is of, and the condition. The checker adds a hidden measure `<id>.part`.
  std::string of;
  std::optional<Expression> where;
  /// Ratio: measure ids.
  std::string over, under;
  /// A ratio of a flow over a stock: at which moment of the period the stock is taken.
  enum class Moment : uint8_t { end, start } moment = Moment::end;
  /// Formula: expression over measure ids of one unit of measure.
  std::optional<Expression> formula;
  Polarity polarity = Polarity::none;
  /// How it is printed: percent (×100), or a number with `measured_in`.
  bool as_percent = true;
  std::string measured_in;
  int places = 1;
  /// Targets per level, as shown (percent figures in percent).
  std::map<org::Level, Decimal> targets;
  Place place;
};

/// One paragraph of text with figures: alternatives, the first whose condition holds is printed.
struct Paragraph {
  struct Wording {
    std::optional<std::string> when;
    Words text;
    Place place;
    /// The same, checked: `when` over the figures that stand in `condition_figures` in the order of its
    /// slots, and the text in pieces. `en_parts` is empty when there is no English.
    std::optional<Expression> condition;
    std::vector<FigureName> condition_figures;
    std::vector<TextPart> zh_parts, en_parts;
    const std::vector<TextPart>& parts(Language language) const {
      return language == Language::zh || en_parts.empty() ? zh_parts : en_parts;
    }
  };
  std::vector<Wording> wordings;
};

struct SheetColumn {
  std::string field;
  /// Head as printed; empty: the field's label (with its unit of measure).
  Words head;
};

struct Example {
  std::string title;
  Role as;
  /// Field id to the text a person would type.
  std::vector<std::pair<std::string, std::string>> given;
  /// Event ids in order, after creation; `when_as` holds who does each, where it is another than `as`.
  std::vector<std::string> when;
  std::vector<std::optional<Role>> when_as;
  /// Expected: refused field or event, final state, or what measures and indicators count of this one record.
  std::string refused;
  std::string state;
  std::vector<std::pair<std::string, std::string>> counts;
  Place place;
};

/// One line of a definition's migration from the version before.
struct Migration {
  enum class Kind : uint8_t {
    rename,
    retire,
    to_text,
    set,
    rename_state,
    rename_choice,
    retire_figure
  } kind = Kind::rename;
  std::string from;
  std::string to;
  std::string field;
  std::optional<Expression> value;
  Place place;
};

/// A kind of record and everything about it: one text file, checked.
struct Programme {
  /// Lower-case id; also the name of its table.
  std::string id;
  /// The system of the federation's work it serves, e.g. "S1"; may be empty.
  std::string system;
  Words title, about, owner;
  int version = 1;
  Date valid_from;
  org::Level level = org::Level::village;
  /// Other levels whose units file records of their own too; never `level` itself, never a return's.
  std::vector<org::Level> also_at;
  /// Which field places a record in time; empty: the business date of its first filing; a return: its period.
  std::string date_field;
  std::optional<Period::Kind> return_period;
  /// `unit` and field ids; with `period` it is a return.
  std::vector<std::string> unique;
  /// Base grain of its figures: the month, or the day where weeks or shifted periods are asked.
  bool by_day = false;
  int retention_years = 10;
  /// Number and date of the approval paper where the law asks for one (统计法 17条); may be empty.
  std::string approval;

  std::vector<Field> fields;
  std::vector<State> states;
  std::vector<Event> events;
  std::vector<Check> checks;
  Rights rights;
  std::optional<Obligation> obligation;
  /// The state from which issued figures count; empty: the first state that is no draft.
  std::string official_from;
  std::vector<Measure> measures;
  std::vector<Indicator> indicators;
  std::vector<Paragraph> report;
  /// The fields by which a record is recognised where it waits, at most five; empty: the first required ones.
  std::vector<std::string> card;
  std::vector<SheetColumn> sheet;
  std::vector<Example> examples;
  std::vector<Migration> migrations;
  /// Ids of fields of earlier versions that are no longer here: their columns stay, so none is used again.
  std::set<std::string> former_fields;
  /// Indices of the computed fields, each after those it is computed from.
  std::vector<int> computed_order;
  /// The file itself, byte for byte.
  std::string source;

  const Field* field(std::string_view id) const;
  const State* state(std::string_view id) const;
  /// The first of this name; several variants of one event may share it, told apart by from-state and
  /// condition.
  const Event* event(std::string_view id) const;
  /// All variants of the event that lead on from the state.
  std::vector<const Event*> events_from(std::string_view state, std::string_view id) const;
  const Measure* measure(std::string_view id) const;
  const Indicator* indicator(std::string_view id) const;
  /// Whether units of this level file it; bodies file everything.
  bool is_filed_at(org::Level at) const;
  /// The levels that file it, from the village up: "村、乡镇"; in English their names, "village, township".
  Words filing_levels() const;
  /// Index in `fields`; -1 when there is none.
  int field_index(std::string_view id) const;
  const State& first_state() const { return states.front(); }
  /// The state from which official figures count: `official_from`, else the first that is no draft.
  const State& official_state() const;
};

/// How far a record in this state has been checked: 0 filed, 1 by the village's own level, and so on upwards;
/// -1 for drafts and void records, which count nowhere. Ranks of all programmes compare: a township's check
/// is always 2, a county's 3, a city's 4, a province's 5, the nation's 6.
int check_rank(const State& state);
/// What a record's rank must reach to count officially: the rank of the official state.
int official_rank(const Programme& programme);
/// The standard figures of a programme with an obligation, that need no text.
inline constexpr std::array<std::string_view, 4> kObligationFigures{"expected", "reported", "on_time",
                                                                    "missing"};

/// Slots of an expression over a record: first these, then the fields in their order.
enum class RecordSlot : uint16_t { state, unit, date, filed_on, first_field };
inline constexpr size_t kFirstFieldSlot = static_cast<size_t>(RecordSlot::first_field);

}  // namespace jinguo::define
