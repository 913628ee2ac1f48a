#pragma once
#include <map>
#include <memory>
#include <optional>
#include <shared_mutex>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

#include "define/programme.h"
#include "rollup/cube.h"
#include "rollup/distinct_index.h"
#include "rollup/measure_plan.h"

namespace jinguo::rollup {

/// What a change of records does to the figures: made inside the write, applied after the commit.
struct Effect {
  std::vector<Delta> deltas;
  struct Mentioned {
    /// Programme and measure of the index.
    std::string programme;
    UnitId unit;
    Mention mention;
    bool is_added = true;
  };
  std::vector<Mentioned> mentions;
  bool is_empty() const { return deltas.empty() && mentions.empty(); }
};

/// A question for one figure at one place.
struct Question {
  /// Measure or indicator id within the programme.
  std::string figure;
  uint32_t place = 0;
  Period period;
  /// Only what is checked at least so far; 0 is the live figure.
  int min_rank = 0;
  /// A declared slice: field index and code; -1 is the whole.
  int field = -1;
  std::string code = {};
};

/// One figure's value. For a measure the denominator is the power of ten of its places.
struct FigureValue {
  Fraction value;
  bool has_value = false;
  /// A share or ratio, whose numerator and denominator are worth showing.
  bool is_quotient = false;
  /// Numerator and denominator as they are shown, e.g. "2747" and "7080"; empty for formulas.
  std::string numerator, denominator;
  /// How many units have reported a return; nothing for case programmes.
  std::optional<int64_t> reported;
  /// How many records it is over.
  int64_t records = 0;
  /// Of the figure's base: how many records nobody has checked yet.
  int64_t unchecked = 0;
  /// Distinct measures: mentions that named nobody.
  int64_t unidentified = 0;
};

/// One figure at one place, as a wide table shows it.
struct FigureAt {
  uint32_t place = 0;
  bool has_value = false;
  Fraction value;
};

inline constexpr ErrorRow kNoSuchFigure{"rollup.no_such_figure", 404,
                                        "“{0}”没有叫“{1}”的指标，可用的有：{2}。",
                                        "\"{0}\" has no figure \"{1}\"; there are: {2}."};
inline constexpr ErrorRow kNoSuchSlice{"rollup.no_such_slice", 404, "“{0}”没有按“{1}”分组。",
                                       "\"{0}\" is not broken down by \"{1}\"."};

inline constexpr ErrorRow kPlanReplaced{
    "rollup.plan_replaced", 409, "“{0}”的项目文件刚刚换了新版，请再查一次。",
    "A new version of the file of \"{0}\" has just come into force; ask again."};

/// A plan that is being filled beside the one in force: effects go into its own columns, and no reader sees
/// them.
struct FillingPlan {
  std::shared_ptr<const ProgrammePlan> plan;
  /// By measure number.
  std::map<uint32_t, DistinctIndex> distinct = {};
};

/// All figures of all programmes in memory. One writer applies effects in log order; any number read. A
/// Reader sees one log position.
class Figures {
 public:
  /// A plan with columns of its own, not yet in force: effects may be made with it.
  std::shared_ptr<const ProgrammePlan> prepare(std::shared_ptr<const define::Programme> programme);
  /// Adds an effect made with the plan. From any thread and in portions: the writer waits for each.
  void fill(FillingPlan& filling, const Effect& effect);
  /// Puts a plan in force with what it was filled with and a last effect, in one step for readers; an older
  /// version of the programme is forgotten.
  void put(FillingPlan filling, const Effect& last, Position position);
  /// Gives back what a plan holds that will not come into force.
  void drop(const FillingPlan& filling);
  /// Nothing when the programme is not defined. May be asked beside a Reader.
  std::shared_ptr<const ProgrammePlan> plan(std::string_view programme) const;

  /// What changing `before` into `after` does; either may be nothing.
  static Effect effect_of(const ProgrammePlan& plan, const record::Record* before,
                          const record::Record* after);
  void apply(const Effect& effect, Position position);
  /// Maps an identity to the one it is linked to; every distinct count follows from the next reader on.
  void set_canonical(std::function<Reference(Reference)> canonical);

  const Cube& cube() const { return cube_; }
  Cube& cube() { return cube_; }

  class Reader {
   public:
    Position position() const { return reader_.position(); }
    /// Refused with rollup.plan_replaced when another version came into force since the plan was taken: its
    /// cells are gone, and would read as nothing reported.
    Result<FigureValue> ask(const ProgrammePlan& plan, const ViewPointer& view,
                            const Question& question) const;
    /// The places of a level in the subtree of a place, in the order of the tree.
    std::span<const uint32_t> places(const ViewPointer& view, org::Level level, uint32_t place) const;
    /// What `ask` would answer at each of `places(view, level, question.place)`; sums and quotients of them
    /// are read in one sweep.
    Result<std::vector<FigureAt>> ask_level(const ProgrammePlan& plan, const ViewPointer& view,
                                            org::Level level, const Question& question) const;
    /// One column's sum by itself, for verification: measure by number, one slice, one check rank. Nothing
    /// when the column's grain cannot answer the period, or the plan is no longer in force.
    std::optional<int64_t> column_sum(const ProgrammePlan& plan, const ViewPointer& view, size_t measure,
                                      size_t bucket, int rank, uint32_t place, const Period& period) const;
    /// Number of units of a level under a place.
    int64_t count_units(const ViewPointer& view, org::Level level, uint32_t place) const;

   private:
    friend class Figures;
    explicit Reader(const Figures& figures)
        : figures_(&figures), hold_(figures.lock_), reader_(figures.cube_.reader()) {}
    struct Sum {
      __int128 units = 0;
      int places = 0;
      int64_t reported = 0;
      int64_t unidentified = 0;
      bool tracks_reports = false;
      bool is_blank = false;
    };
    bool is_in_force(const ProgrammePlan& plan) const;
    Result<Sum> sum_of(const ProgrammePlan& plan, const MeasurePlan& measure, const ViewPointer& view,
                       const Question& question, int min_rank, int max_rank, bool at_start = false) const;
    /// As sum_of, from the lowest rank asked for up, at many places of a level. Not for distinct counts, nor
    /// for counts of units.
    Result<std::vector<Sum>> sums_of(const ProgrammePlan& plan, const MeasurePlan& measure,
                                     const ViewPointer& view, org::Level level,
                                     std::span<const uint32_t> places, const Question& question,
                                     bool at_start = false) const;
    Result<FigureValue> ask_measure(const ProgrammePlan& plan, const MeasurePlan& measure,
                                    const ViewPointer& view, const Question& question) const;
    Result<FigureValue> ask_quotient(const ProgrammePlan& plan, const define::Indicator& indicator,
                                     const ViewPointer& view, const Question& question) const;
    Result<FigureValue> ask_formula(const ProgrammePlan& plan, const define::Indicator& indicator,
                                    const ViewPointer& view, const Question& question) const;

    const Figures* figures_;
    std::shared_lock<std::shared_mutex> hold_;
    Cube::Reader reader_;
  };
  Reader reader() const { return Reader(*this); }

 private:
  static void apply_mention(DistinctIndex& index, const Effect::Mentioned& mentioned);
  void apply_mentions(const Effect& effect);
  void clear(const ProgrammePlan& plan);

  mutable std::shared_mutex lock_;
  Cube cube_;
  /// Changed under both locks, so that either keeps the plans as they are.
  std::map<std::string, std::shared_ptr<const ProgrammePlan>, std::less<>> plans_;
  mutable std::shared_mutex plans_lock_;
  /// By programme and measure number.
  std::map<std::pair<std::string, uint32_t>, DistinctIndex> distinct_;
  std::function<Reference(Reference)> canonical_ = [](Reference who) { return who; };
};

}  // namespace jinguo::rollup
