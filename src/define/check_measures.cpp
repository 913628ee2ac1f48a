#include <algorithm>

#include "define/check_parts.h"
#include "define/define_error.h"
#include "define/environment.h"
#include "expr/check.h"

namespace jinguo::define {
namespace {

void refuse(Checking& c, const Measure& m, const Named& why, const Place& at) {
  c.in.fault(kCannotRollUp, {m.id, std::string(why.zh), std::string(why.en)}, at);
}

void check_sum(Checking& c, Measure& m) {
  Programme& p = c.programme;
  if (!m.of) return;
  expr::Checked checked = expr::compile(m.of->text, c.stored, m.of->place);
  if (checked.plan && checked.plan->type() != expr::Type::number) {
    refuse(c, m, {"只有数字可以求和", "only numbers are summed"}, m.of->place);
    return;
  }
  if (!compile_expression(c, *m.of, c.stored, expr::Type::number, "sum")) return;
  const Field* field = p.field(m.of->text);
  if (field && m.measured_in.empty()) m.measured_in = field->measured_in;
  if (field && !field->measured_in.empty() && field->measured_in != m.measured_in)
    c.in.fault(kSumUnit, {m.id, m.measured_in, field->id, field->measured_in},
               c.at({"measures", m.id, "measured_in"}));
  const int exact = exact_places(m.of->plan.tree(), p);
  if (exact < 0)
    refuse(c, m, {"商没有确定的小数位，请用 round(…, 2)", "a quotient has no fixed places, use round(…, 2)"},
           m.of->place);
  else if (m.places >= 0 && m.places < exact)
    refuse(c, m, {"写的小数位比求和的数少，会丢掉尾数", "it has fewer places than what it sums"},
           c.at({"measures", m.id, "places"}));
  m.places = std::max({m.places, exact, 0});
}

void check_distinct(Checking& c, Measure& m) {
  if (!m.of) return;
  const Field* field = c.programme.field(m.of->text);
  if (!field) {
    tell_unknown(c.in, kFieldKind, m.of->text, field_ids(c.programme), m.of->place);
    return;
  }
  const bool countable = field->type == FieldType::person || field->type == FieldType::household ||
                         field->type == FieldType::body || field->type == FieldType::record ||
                         field->type == FieldType::unit || field->type == FieldType::id_number ||
                         field->type == FieldType::mobile || field->type == FieldType::credit_code;
  if (!countable) {
    refuse(c, m,
           {"去重要用人员、户、机构、单位或证件号字段",
            "distinct counts a person, household, body, unit or number field"},
           m.of->place);
    return;
  }
  compile_expression(c, *m.of, c.stored, expression_type(field->type), "distinct");
}

/// Which state a record is in now says nothing of the days before: a stock by states names them itself.
bool reads_state(const expr::Plan& plan) {
  const auto& slots = plan.slots_used();
  return std::find(slots.begin(), slots.end(), static_cast<int>(RecordSlot::state)) != slots.end();
}
constexpr Named kStateOfStock{"状态会变，存量请写 stock: {in: […]} 另立一个计量",
                              "states change; write stock: {in: […]}, in a measure of its own"};

void check_stock(Checking& c, Measure& m) {
  if (m.where && reads_state(m.where->plan)) refuse(c, m, kStateOfStock, m.where->place);
  for (size_t i = 0; i < m.stock_in.size(); ++i) {
    const State* state = c.programme.state(m.stock_in[i]);
    const Place at = c.at({"measures", m.id, "stock", "in", std::to_string(i)});
    if (!state)
      tell_unknown(c.in, kStateKind, m.stock_in[i], state_ids(c.programme), at);
    else if (state->is_draft || state->is_void)
      refuse(c, m, {"草稿和作废状态不计数", "drafts and void records count nowhere"}, at);
  }
}

void check_breakdowns(Checking& c, Measure& m) {
  for (size_t i = 0; i < m.by.size(); ++i) {
    const Field* field = c.programme.field(m.by[i]);
    const Place at = c.at({"measures", m.id, "by", std::to_string(i)});
    if (!field) {
      tell_unknown(c.in, kFieldKind, m.by[i], field_ids(c.programme), at);
      continue;
    }
    const bool good = field->type == FieldType::choice || field->type == FieldType::choices ||
                      field->type == FieldType::yes_no || field->type == FieldType::term;
    if (!good && std::find(c.unsure.begin(), c.unsure.end(), field->id) == c.unsure.end())
      c.in.fault(kBreakdownType, {field->id, std::string(row_of(field->type).name)}, at);
  }
}

}  // namespace

void check_measures(Checking& c) {
  for (Measure& m : c.programme.measures) {
    if (m.counting == Counting::sum) check_sum(c, m);
    if (m.counting == Counting::distinct) check_distinct(c, m);
    if (m.is_stock) check_stock(c, m);
    check_breakdowns(c, m);
    if (m.counting == Counting::units && (m.where || m.is_stock || !m.by.empty()))
      refuse(c, m, {"数单位时不能加条件、存量或分组", "a count of units takes no where, stock or by"},
             m.place);
    if (m.measured_in.empty()) c.in.fault(kUnitOfMeasure, {m.id}, m.place);
    m.places = std::max(m.places, 0);
  }
}

namespace {

const Measure* find_measure(Checking& c, const std::string& id, const Place& at) {
  if (id.empty()) return nullptr;
  const Measure* m = c.programme.measure(id);
  if (m) return m;
  std::vector<std::string> ids;
  for (const Measure& each : c.programme.measures) ids.push_back(each.id);
  tell_unknown(c.in, kMeasureKind, id, ids, at);
  return nullptr;
}

/// A share's numerator is a measure of its own, so that it is kept as any other.
void add_part(Checking& c, Indicator& indicator) {
  const Place at = c.at({"indicators", indicator.id, "share", "of"});
  const Measure* base = find_measure(c, indicator.of, at);
  if (!base || !indicator.where) return;
  if (base->counting == Counting::units) {
    c.in.fault(kShareOfUnits, {base->id}, at);
    return;
  }
  if (!compile_expression(c, *indicator.where, c.stored, expr::Type::boolean, "where")) return;
  if (base->is_stock && reads_state(indicator.where->plan)) {
    c.in.fault(kCannotRollUp, {indicator.id, std::string(kStateOfStock.zh), std::string(kStateOfStock.en)},
               indicator.where->place);
    return;
  }
  Measure part = *base;
  part.id = indicator.id + ".part";
  part.title = indicator.title;
  part.note = indicator.note;
  part.place = indicator.place;
  if (part.where) {
    part.where->text = "(" + part.where->text + ") and (" + indicator.where->text + ")";
    expr::Checked joined = expr::compile(part.where->text, c.stored, indicator.where->place);
    if (joined.plan) part.where->plan = std::move(*joined.plan);
  } else {
    part.where = indicator.where;
  }
  c.programme.measures.push_back(std::move(part));
}

/// What a part of a formula is measured in: empty for a bare number, "?" once a fault has been told.
class FormulaUnits {
 public:
  FormulaUnits(Checking& c, const Indicator& indicator) : c_(c), indicator_(indicator) {}

  std::string of(const expr::Tree& tree, uint32_t at) {
    const expr::TreeNode& node = tree.nodes[at];
    const auto children = tree.children_of(node);
    switch (node.op) {
      case expr::Op::constant:
        return {};
      case expr::Op::slot:
        return c_.programme.measures[node.index].measured_in;
      case expr::Op::multiply:
      case expr::Op::divide: {
        const std::string a = of(tree, children[0]);
        const std::string b = of(tree, children[1]);
        if (a == "?" || b == "?") return "?";
        if (b.empty()) return a;
        if (node.op == expr::Op::divide) return a == b ? "" : a + "/" + b;
        return a.empty() ? b : a + "·" + b;
      }
      case expr::Op::add:
      case expr::Op::subtract:
        for (const uint32_t child : children) refuse_distinct(tree, child);
        return same(tree, children);
      case expr::Op::choose:
        of(tree, children[0]);
        return same(tree, children.subspan(1));
      default:
        return same(tree, children);
    }
  }

 private:
  /// Whatever is done to it, a count of persons stays one until it is divided.
  void refuse_distinct(const expr::Tree& tree, uint32_t at) {
    const expr::TreeNode& node = tree.nodes[at];
    if (node.op == expr::Op::divide) return;
    for (const uint32_t child : tree.children_of(node)) refuse_distinct(tree, child);
    if (node.op != expr::Op::slot) return;
    const Measure& m = c_.programme.measures[node.index];
    if (m.counting == Counting::distinct) c_.in.fault(kDistinctAdded, {m.id}, indicator_.formula->place);
  }

  std::string same(const expr::Tree& tree, std::span<const uint32_t> children) {
    std::string unit;
    bool is_first = true;
    for (const uint32_t child : children) {
      const expr::TreeNode& node = tree.nodes[child];
      std::string other = of(tree, child);
      if (node.op == expr::Op::constant) continue;
      if (other == "?" || unit == "?") return "?";
      if (!is_first && other != unit) {
        c_.in.fault(kUnlikeUnits, {unit.empty() ? "1" : unit, other.empty() ? "1" : other},
                    indicator_.formula->place);
        return "?";
      }
      unit = std::move(other);
      is_first = false;
    }
    return unit;
  }

  Checking& c_;
  const Indicator& indicator_;
};

}  // namespace

void check_indicators(Checking& c) {
  const expr::Environment measures = measure_environment(c.programme);
  for (Indicator& indicator : c.programme.indicators) {
    switch (indicator.kind) {
      case IndicatorKind::share:
        add_part(c, indicator);
        break;
      case IndicatorKind::ratio:
        find_measure(c, indicator.over, c.at({"indicators", indicator.id, "ratio", "over"}));
        find_measure(c, indicator.under, c.at({"indicators", indicator.id, "ratio", "under"}));
        break;
      case IndicatorKind::formula:
        if (compile_expression(c, *indicator.formula, measures, expr::Type::number, "formula"))
          FormulaUnits(c, indicator).of(indicator.formula->plan.tree(), indicator.formula->plan.tree().root);
        break;
    }
  }
}

}  // namespace jinguo::define
