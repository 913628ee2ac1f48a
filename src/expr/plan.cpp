#include "expr/plan.h"

#include <algorithm>
#include <forward_list>

#include "base/error.h"
#include "expr/number.h"

namespace jinguo::expr {
namespace {

/// What rows may cost in one run; an aggregate that would go beyond is blank.
constexpr int64_t kBudget = 1'000'000;
constexpr int64_t kMostDays = 4'000'000;

/// A value that owns nothing: texts, choices and rows stay where they are.
struct Cell {
  Type type = Type::blank;
  union {
    bool boolean;
    Decimal number;
    Date date;
    UnitId unit;
    Reference reference;
    const std::string* text;
    const Choices* choices;
    const Rows* rows;
  };

  Cell() : boolean(false) {}
  explicit Cell(bool v) : type(Type::boolean), boolean(v) {}
  explicit Cell(const Decimal& v) : type(Type::number), number(v) {}
  explicit Cell(Date v) : type(Type::date), date(v) {}
  explicit Cell(UnitId v) : type(Type::unit), unit(v) {}
  explicit Cell(const Reference& v) : type(Type::reference), reference(v) {}
  explicit Cell(const std::string* v) : type(Type::text), text(v) {}
  explicit Cell(const Choices* v) : type(Type::choices), choices(v) {}
  explicit Cell(const Rows* v) : type(Type::rows), rows(v) {}
  template <class T>
  explicit Cell(const std::optional<T>& v) : Cell() {
    if (v) *this = Cell(*v);
  }

  bool is_blank() const { return type == Type::blank; }
  bool is_met() const { return type == Type::boolean && boolean; }
};

/// The value as a cell; blank where it is of another type than the name says. An empty choice or table is
/// blank.
Cell cell_of(const Value& value, Type type) {
  Cell out;
  switch (value.variant().index()) {
    case 1:
      out = Cell(*value.as<bool>());
      break;
    case 2:
      out = Cell(*value.as<Decimal>());
      break;
    case 3:
      out = Cell(value.as<std::string>());
      break;
    case 4:
      out = Cell(*value.as<Date>());
      break;
    case 5:
      out = Cell(*value.as<UnitId>());
      break;
    case 6:
      out = Cell(*value.as<Reference>());
      break;
    case 7:
      if (!value.as<Choices>()->empty()) out = Cell(value.as<Choices>());
      break;
    case 8: {
      const Rows* rows = value.as<std::shared_ptr<const Rows>>()->get();
      if (rows && !rows->empty()) out = Cell(rows);
      break;
    }
    default:
      break;
  }
  return out.type == type ? out : Cell();
}

Value value_of(const Cell& cell) {
  switch (cell.type) {
    case Type::boolean:
      return Value(cell.boolean);
    case Type::number:
      return Value(cell.number);
    case Type::text:
      return Value(*cell.text);
    case Type::date:
      return Value(cell.date);
    case Type::unit:
      return Value(cell.unit);
    case Type::reference:
      return Value(cell.reference);
    case Type::choices:
      return Value(*cell.choices);
    default:
      return Value();
  }
}

std::strong_ordering order(const Decimal& a, const Decimal& b) {
  return a.scale() == b.scale() ? a.units() <=> b.units() : a <=> b;
}

bool are_equal(const Cell& a, const Cell& b) {
  if (a.type != b.type) return false;
  switch (a.type) {
    case Type::boolean:
      return a.boolean == b.boolean;
    case Type::number:
      return a.number == b.number;
    case Type::text:
      return *a.text == *b.text;
    case Type::date:
      return a.date == b.date;
    case Type::unit:
      return a.unit == b.unit;
    case Type::reference:
      return a.reference == b.reference;
    default:
      return false;
  }
}

/// Less, equal or greater; of two numbers or two dates.
std::strong_ordering order(const Cell& a, const Cell& b) {
  return a.type == Type::number ? order(a.number, b.number) : a.date <=> b.date;
}

int64_t length_of(const std::string& text) {
  return std::count_if(text.begin(), text.end(),
                       [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; });
}

/// One run of one plan.
class Run {
 public:
  Run(const Tree& tree, std::span<const Value> slots, const Context& context)
      : tree_(tree), slots_(slots), context_(context) {}

  Cell eval(uint32_t at) {
    const TreeNode& node = tree_.nodes[at];
    const uint32_t* child = tree_.children.data() + node.first;
    switch (node.op) {
      case Op::constant:
        return cell_of(tree_.constants[node.index], node.type);
      case Op::slot:
        ensure(node.index < slots_.size(), "every slot an expression reads is given");
        return cell_of(slots_[node.index], node.type);
      case Op::cell:
        return row_ && node.index < row_->size() ? cell_of((*row_)[node.index], node.type) : Cell();
      case Op::and_:
        return Cell(eval(child[0]).is_met() && eval(child[1]).is_met());
      case Op::or_:
        return Cell(eval(child[0]).is_met() || eval(child[1]).is_met());
      case Op::not_:
        return Cell(!eval(child[0]).is_met());
      case Op::choose:
        return eval(eval(child[0]).is_met() ? child[1] : child[2]);
      case Op::is_blank:
        return Cell(is_blank(child[0]));
      case Op::is_not_blank:
        return Cell(!is_blank(child[0]));
      case Op::in:
      case Op::not_in:
        return eval_in(node, child);
      case Op::coalesce:
        return eval_coalesce(node, child);
      case Op::minimum:
      case Op::maximum:
        return eval_extreme(node, child);
      case Op::date:
        return eval_date(child);
      case Op::today:
        return Cell(context_.today);
      case Op::count_rows:
      case Op::count_given:
      case Op::count_met:
      case Op::sum:
      case Op::average:
      case Op::least:
      case Op::greatest:
      case Op::any:
      case Op::all:
        return eval_over_rows(node, child);
      default:
        break;
    }
    const Cell a = eval(child[0]);
    if (node.count == 1) {
      if (node.op == Op::round) return a.is_blank() ? a : Cell(a.number.rounded(0));
      return eval_one(node, a);
    }
    const Cell b = eval(child[1]);
    return eval_two(node.op, a, b);
  }

 private:
  bool is_blank(uint32_t at) { return eval(at).is_blank(); }

  Cell keep(std::string text) {
    texts_.push_front(std::move(text));
    return Cell(&texts_.front());
  }

  Cell eval_one(const TreeNode& node, const Cell& a) {
    if (node.op == Op::digits) return Cell(!a.is_blank() && is_digits(*a.text));
    if (node.op == Op::count_choices)
      return Cell(Decimal(a.is_blank() ? 0 : static_cast<int64_t>(a.choices->size())));
    if (a.is_blank()) return a;
    switch (node.op) {
      case Op::negate:
        return Cell(a.number.negated());
      case Op::absolute:
        return Cell(a.number.units() < 0 ? a.number.negated() : a.number);
      case Op::floor:
        return Cell(floor_of(a.number));
      case Op::ceil:
        return Cell(ceil_of(a.number));
      case Op::length:
        return Cell(Decimal(length_of(*a.text)));
      case Op::text:
        return a.type == Type::text ? a
                                    : keep(a.type == Type::number ? a.number.to_text() : a.date.to_text());
      case Op::year:
        return Cell(Decimal(a.date.year()));
      case Op::month:
        return Cell(Decimal(a.date.month()));
      case Op::day:
        return Cell(Decimal(a.date.day()));
      case Op::first_of_month:
        return Cell(a.date.first_of_month());
      case Op::last_of_month:
        return Cell(a.date.last_of_month());
      case Op::term_start:
      case Op::term_end:
        return eval_term(node, *a.text);
      default:
        return Cell();
    }
  }

  static bool is_digits(const std::string& text) {
    return !text.empty() &&
           std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
  }

  Cell eval_term(const TreeNode& node, const std::string& term) const {
    if (!context_.term) return Cell();
    const auto period = context_.term(*tree_.constants[node.index].as<std::string>(), term);
    if (!period) return Cell();
    return Cell(node.op == Op::term_start ? period->first() : period->last());
  }

  Cell eval_two(Op op, const Cell& a, const Cell& b) {
    const bool has_blank = a.is_blank() || b.is_blank();
    switch (op) {
      case Op::equal:
        return Cell(!has_blank && are_equal(a, b));
      case Op::not_equal:
        return Cell(!has_blank && !are_equal(a, b));
      case Op::less:
        return Cell(!has_blank && order(a, b) < 0);
      case Op::less_equal:
        return Cell(!has_blank && order(a, b) <= 0);
      case Op::greater:
        return Cell(!has_blank && order(a, b) > 0);
      case Op::greater_equal:
        return Cell(!has_blank && order(a, b) >= 0);
      case Op::has:
        return Cell(!has_blank &&
                    std::find(a.choices->begin(), a.choices->end(), *b.text) != a.choices->end());
      case Op::starts_with:
        return Cell(!has_blank && a.text->starts_with(*b.text));
      case Op::contains:
        return Cell(!has_blank && a.text->find(*b.text) != std::string::npos);
      default:
        break;
    }
    if (has_blank) return Cell();
    switch (op) {
      case Op::add:
        return Cell(Decimal::add(a.number, b.number));
      case Op::subtract:
        return Cell(Decimal::subtract(a.number, b.number));
      case Op::multiply:
        return Cell(Decimal::multiply(a.number, b.number));
      case Op::divide:
        return Cell(Decimal::divide(a.number, b.number));
      case Op::join:
        return keep(*a.text + *b.text);
      case Op::round:
        return eval_round(a.number, b.number);
      case Op::days_between:
        return Cell(Decimal(int64_t{b.date.days()} - a.date.days()));
      case Op::months_between:
        return Cell(Decimal(months_between(a.date, b.date)));
      case Op::years_between:
        return Cell(Decimal(years_between(a.date, b.date)));
      default:
        break;
    }
    const auto n = whole(b.number, kMostDays);
    if (!n) return Cell();
    if (op == Op::add_days) return Cell(days_on(a.date, *n));
    return Cell(months_on(a.date, op == Op::add_years ? *n * 12 : *n));
  }

  static Cell eval_round(const Decimal& number, const Decimal& places) {
    constexpr int64_t kMostPlaces = 12;
    const auto n = whole(places, kMostPlaces);
    return n && *n >= 0 ? Cell(number.rounded(static_cast<int>(*n))) : Cell();
  }

  Cell eval_in(const TreeNode& node, const uint32_t* child) {
    const Cell a = eval(child[0]);
    if (a.is_blank()) return Cell(false);
    for (uint16_t i = 1; i < node.count; ++i)
      if (are_equal(a, eval(child[i]))) return Cell(node.op == Op::in);
    return Cell(node.op == Op::not_in);
  }

  Cell eval_coalesce(const TreeNode& node, const uint32_t* child) {
    for (uint16_t i = 0; i < node.count; ++i) {
      const Cell c = eval(child[i]);
      if (!c.is_blank()) return c;
    }
    return Cell();
  }

  Cell eval_extreme(const TreeNode& node, const uint32_t* child) {
    Cell best = eval(child[0]);
    for (uint16_t i = 1; i < node.count; ++i) {
      const Cell c = eval(child[i]);
      if (best.is_blank()) continue;
      if (c.is_blank() || is_better(node.op == Op::minimum, c, best)) best = c;
    }
    return best;
  }

  static bool is_better(bool is_least, const Cell& a, const Cell& b) {
    return is_least ? order(a, b) < 0 : order(a, b) > 0;
  }

  Cell eval_date(const uint32_t* child) {
    const Cell year = eval(child[0]), month = eval(child[1]), day = eval(child[2]);
    if (year.is_blank() || month.is_blank() || day.is_blank()) return Cell();
    const auto y = whole(year.number, kMostDays), m = whole(month.number, kMostDays),
               d = whole(day.number, kMostDays);
    return y && m && d ? Cell(date_of(*y, *m, *d)) : Cell();
  }

  Cell eval_over_rows(const TreeNode& node, const uint32_t* child) {
    ensure(node.index < slots_.size(), "every slot an expression reads is given");
    const Cell table = cell_of(slots_[node.index], Type::rows);
    static const Rows kNone;
    const Rows& rows = table.is_blank() ? kNone : *table.rows;
    if (node.op == Op::count_rows) return Cell(Decimal(static_cast<int64_t>(rows.size())));
    spent_ += static_cast<int64_t>(rows.size()) * node.extra;
    if (spent_ > kBudget) return Cell();
    int64_t count = 0;
    std::optional<Decimal> sum = Decimal(0);
    Cell best;
    for (const auto& row : rows) {
      row_ = &row;
      const Cell c = eval(child[0]);
      if (c.is_blank() || (node.op == Op::count_met && !c.is_met())) continue;
      if (node.op == Op::any || node.op == Op::all) {
        count += c.is_met();
        continue;
      }
      ++count;
      if (node.op == Op::sum || node.op == Op::average)
        sum = sum ? Decimal::add(*sum, c.number) : sum;
      else if (node.op == Op::least || node.op == Op::greatest)
        if (best.is_blank() || is_better(node.op == Op::least, c, best)) best = c;
    }
    row_ = nullptr;
    switch (node.op) {
      case Op::any:
        return Cell(count > 0);
      case Op::all:
        return Cell(count == static_cast<int64_t>(rows.size()));
      case Op::sum:
        return Cell(sum);
      case Op::average:
        return sum ? Cell(Decimal::divide(*sum, Decimal(count))) : Cell();
      case Op::least:
      case Op::greatest:
        return best;
      default:
        return Cell(Decimal(count));
    }
  }

  const Tree& tree_;
  std::span<const Value> slots_;
  const Context& context_;
  const std::vector<Value>* row_ = nullptr;
  int64_t spent_ = 0;
  /// Texts made on the way, which cells point to.
  std::forward_list<std::string> texts_;
};

}  // namespace

Plan::Plan(Tree tree) : tree_(std::move(tree)) {
  for (const TreeNode& node : tree_.nodes) {
    if (node.op == Op::slot || node.op >= Op::count_rows) slots_used_.push_back(static_cast<int>(node.index));
  }
  std::sort(slots_used_.begin(), slots_used_.end());
  slots_used_.erase(std::unique(slots_used_.begin(), slots_used_.end()), slots_used_.end());
}

Value Plan::run(std::span<const Value> slots, const Context& context) const {
  Run run(tree_, slots, context);
  return value_of(run.eval(tree_.root));
}

bool Plan::is_met(std::span<const Value> slots, const Context& context) const {
  return Run(tree_, slots, context).eval(tree_.root).is_met();
}

}  // namespace jinguo::expr
