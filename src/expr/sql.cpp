#include "expr/sql.h"

#include <algorithm>

namespace jinguo::expr {
namespace {

/// Deeper than this the engines' own parsers may refuse.
constexpr int kMostDepth = 200;
/// Some forms write a part of theirs twice or more: what would grow beyond this is left to the plan.
constexpr size_t kMostText = 20'000;
constexpr int64_t kFirstDay = -135140;
constexpr int64_t kLastDay = 2932896;
constexpr int64_t kMostDay = 10'000'000;
constexpr int64_t kMostLength = 2'000'000'000;

/// One value as SQL. A constant keeps its value until the scale it is asked at is known.
struct Part {
  std::string text = {};
  Type type = Type::blank;
  int scale = 0;
  __int128 most = 0;
  std::optional<Value> constant = {};
};
using Maybe = std::optional<Part>;
using MaybeText = std::optional<std::string>;

std::string sign_of(Op op) {
  switch (op) {
    case Op::equal:
      return " = ";
    case Op::not_equal:
      return " <> ";
    case Op::less:
      return " < ";
    case Op::less_equal:
      return " <= ";
    case Op::greater:
      return " > ";
    default:
      return " >= ";
  }
}

__int128 power_of_ten(int n) {
  __int128 p = 1;
  for (int i = 0; i < n; ++i) p *= 10;
  return p;
}

class Writer {
 public:
  Writer(const Tree& tree, Dialect dialect, const ColumnOf& column_of, const Context& context, int first)
      : tree_(tree),
        is_postgres_(dialect == Dialect::postgres),
        column_of_(column_of),
        context_(context),
        first_(first) {}

  std::optional<SqlText> run() {
    SqlText out;
    if (tree_.nodes[tree_.root].type == Type::boolean) {
      auto condition = met(tree_.root);
      if (!condition) return std::nullopt;
      out.text = std::move(*condition);
    } else {
      const auto part = value(tree_.root);
      const auto text = part ? render(*part, scale_of(*part)) : std::nullopt;
      if (!text) return std::nullopt;
      out.text = *text;
      out.scale = scale_of(*part);
    }
    out.bound = std::move(bound_);
    return out;
  }

 private:
  struct Depth {
    explicit Depth(int& d) : depth(++d) {}
    ~Depth() { --depth; }
    Depth(const Depth&) = delete;
    Depth& operator=(const Depth&) = delete;
    int& depth;
  };

  std::string bind(std::variant<int64_t, std::string> v) {
    const std::string type = !is_postgres_ ? "" : v.index() == 0 ? "::bigint" : "::text";
    bound_.push_back(std::move(v));
    const std::string number = std::to_string(first_ + static_cast<int>(bound_.size()) - 1);
    return (is_postgres_ ? "$" : "?") + number + type;
  }

  static int scale_of(const Part& part) {
    const auto* number = part.constant ? part.constant->as<Decimal>() : nullptr;
    return number ? number->scale() : part.scale;
  }

  /// The part as text; a number at this scale, which is at least its own.
  MaybeText render(const Part& part, int scale) {
    if (part.constant) return render_constant(*part.constant, scale);
    if (part.type != Type::number || part.scale == scale) return part.text;
    const __int128 power = power_of_ten(scale - part.scale);
    __int128 most = 0;
    if (__builtin_mul_overflow(part.most, power, &most) || most > INT64_MAX) return std::nullopt;
    return "(" + part.text + " * " + std::to_string(static_cast<int64_t>(power)) +
           (is_postgres_ ? "::bigint)" : ")");
  }

  MaybeText render_constant(const Value& v, int scale) {
    if (v.is_blank()) return "NULL";
    if (const auto* b = v.as<bool>()) return *b ? "1" : "0";
    if (const auto* d = v.as<Date>()) return bind(int64_t{d->days()});
    if (const auto* u = v.as<UnitId>()) return bind(int64_t{u->number()});
    if (const auto* n = v.as<Decimal>()) {
      const auto scaled = n->scaled(scale);
      return scaled ? MaybeText(bind(*scaled)) : std::nullopt;
    }
    const auto* t = v.as<std::string>();
    if (!t || t->find('\0') != std::string::npos) return std::nullopt;
    return bind(*t);
  }

  bool is_constant(uint32_t at) const {
    const TreeNode& node = tree_.nodes[at];
    if (node.op == Op::slot || node.op == Op::cell || node.op >= Op::count_rows) return false;
    const auto children = tree_.children_of(node);
    return std::all_of(children.begin(), children.end(), [this](uint32_t c) { return is_constant(c); });
  }

  Part fold(uint32_t at) const {
    Tree part = tree_;
    part.root = at;
    const Value v = Plan(std::move(part)).run({}, context_);
    Part out{.type = tree_.nodes[at].type, .constant = v};
    if (const auto* n = v.as<Decimal>()) out.most = n->units() < 0 ? -n->units() : n->units();
    return out;
  }

  /// A condition that is true exactly when the expression is met; otherwise false or NULL.
  MaybeText met(uint32_t at) {
    const Depth depth(depth_);
    if (depth_ > kMostDepth) return std::nullopt;
    auto text = write_met(at);
    return text && text->size() <= kMostText ? text : std::nullopt;
  }

  MaybeText write_met(uint32_t at) {
    const TreeNode& node = tree_.nodes[at];
    const auto child = tree_.children_of(node);
    if (is_constant(at)) return fold(at).constant == Value(true) ? "TRUE" : "FALSE";
    switch (node.op) {
      case Op::and_:
        return both(child, " AND ", &Writer::met);
      case Op::or_:
        return both(child, " OR ", &Writer::met);
      case Op::not_:
        return negated(child[0]);
      case Op::equal:
      case Op::not_equal:
      case Op::less:
      case Op::less_equal:
      case Op::greater:
      case Op::greater_equal:
        return compare(node, child);
      case Op::in:
      case Op::not_in:
        return one_of(node, child);
      case Op::is_blank:
        return is_null(child[0], true);
      case Op::is_not_blank:
        return is_null(child[0], false);
      case Op::has:
        return has(child);
      case Op::starts_with:
      case Op::contains:
        return part_of_text(node.op, child);
      case Op::digits:
        return digits(child[0]);
      case Op::any:
      case Op::all:
        return std::nullopt;
      default:
        break;
    }
    const auto v = value(at);
    const auto text = v ? render(*v, 0) : std::nullopt;
    return text ? MaybeText("(" + *text + " = 1)") : std::nullopt;
  }

  /// The same, but never NULL.
  MaybeText strictly_met(uint32_t at) {
    const Depth depth(depth_);
    if (depth_ > kMostDepth) return std::nullopt;
    const TreeNode& node = tree_.nodes[at];
    const auto child = tree_.children_of(node);
    if (node.op == Op::and_) return both(child, " AND ", &Writer::strictly_met);
    if (node.op == Op::or_) return both(child, " OR ", &Writer::strictly_met);
    const auto text = met(at);
    if (!text || node.op == Op::not_ || node.op == Op::is_blank || node.op == Op::is_not_blank) return text;
    return "COALESCE(" + *text + ", FALSE)";
  }

  MaybeText negated(uint32_t at) {
    const auto text = strictly_met(at);
    return text ? MaybeText("(NOT " + *text + ")") : std::nullopt;
  }

  MaybeText both(std::span<const uint32_t> child, const char* sign, MaybeText (Writer::*write)(uint32_t)) {
    const auto a = (this->*write)(child[0]);
    const auto b = a ? (this->*write)(child[1]) : std::nullopt;
    return b ? MaybeText("(" + *a + sign + *b + ")") : std::nullopt;
  }

  std::optional<std::pair<std::string, std::string>> aligned(std::span<const uint32_t> child) {
    const auto a = value(child[0]);
    return aligned(a, value(child[1]));
  }

  /// Two values at one scale.
  std::optional<std::pair<std::string, std::string>> aligned(const Maybe& a, const Maybe& b) {
    if (!a || !b) return std::nullopt;
    const int scale = std::max(scale_of(*a), scale_of(*b));
    auto x = render(*a, scale);
    auto y = render(*b, scale);
    if (!x || !y) return std::nullopt;
    return std::pair(std::move(*x), std::move(*y));
  }

  MaybeText compare(const TreeNode& node, std::span<const uint32_t> child) {
    const auto pair = aligned(child);
    if (!pair) return std::nullopt;
    return "(" + pair->first + sign_of(node.op) + pair->second + ")";
  }

  MaybeText one_of(const TreeNode& node, std::span<const uint32_t> child) {
    const auto left = value(child[0]);
    if (!left) return std::nullopt;
    std::vector<Part> items;
    int scale = scale_of(*left);
    for (const uint32_t c : child.subspan(1)) {
      auto item = value(c);
      if (!item || (!item->constant && node.op == Op::not_in)) return std::nullopt;
      if (item->constant && item->constant->is_blank()) continue;
      scale = std::max(scale, scale_of(*item));
      items.push_back(std::move(*item));
    }
    const auto text = render(*left, scale);
    if (!text) return std::nullopt;
    if (items.empty()) return node.op == Op::in ? "FALSE" : "(" + *text + " IS NOT NULL)";
    std::string list;
    for (const Part& item : items) {
      const auto one = render(item, scale);
      if (!one) return std::nullopt;
      (list += list.empty() ? "" : ", ") += *one;
    }
    return "(" + *text + (node.op == Op::in ? " IN (" : " NOT IN (") + list + "))";
  }

  /// Whether a boolean node can be blank at all.
  bool may_be_blank(const TreeNode& node) const {
    return node.type != Type::boolean || node.op == Op::slot || node.op == Op::choose ||
           node.op == Op::coalesce;
  }

  MaybeText is_null(uint32_t at, bool wanted) {
    if (!may_be_blank(tree_.nodes[at])) return wanted ? "FALSE" : "TRUE";
    const auto part = value(at);
    const auto text = part ? render(*part, scale_of(*part)) : std::nullopt;
    if (!text) return std::nullopt;
    if (part->type != Type::choices) return "(" + *text + (wanted ? " IS NULL)" : " IS NOT NULL)");
    return std::string(wanted ? "" : "(NOT ") + "(COALESCE(" + *text + ", '') IN ('', ';'))" +
           (wanted ? "" : ")");
  }

  MaybeText has(std::span<const uint32_t> child) {
    const auto left = value(child[0]);
    const auto right = value(child[1]);
    if (!left || left->constant || !right || !right->constant) return std::nullopt;
    const auto* code = right->constant->as<std::string>();
    if (!code || code->find(';') != std::string::npos || code->find('\0') != std::string::npos)
      return std::nullopt;
    const std::string parameter = bind(";" + *code + ";");
    return (is_postgres_ ? "(strpos(" : "(instr(") + left->text + ", " + parameter + ") > 0)";
  }

  MaybeText part_of_text(Op op, std::span<const uint32_t> child) {
    const auto pair = aligned(child);
    if (!pair) return std::nullopt;
    const auto& [whole, part] = *pair;
    if (op == Op::contains) return (is_postgres_ ? "(strpos(" : "(instr(") + whole + ", " + part + ") > 0)";
    if (is_postgres_) return "starts_with(" + whole + ", " + part + ")";
    return "(substr(" + whole + ", 1, length(" + part + ")) = " + part + ")";
  }

  MaybeText digits(uint32_t at) {
    const auto part = value(at);
    const auto text = part ? render(*part, 0) : std::nullopt;
    if (!text) return std::nullopt;
    if (is_postgres_) return "(" + *text + " ~ '^[0-9]+$')";
    return "(" + *text + " <> '' AND NOT " + *text + " GLOB '*[^0-9]*')";
  }

  /// A value; NULL exactly when the expression is blank.
  Maybe value(uint32_t at) {
    const Depth depth(depth_);
    if (depth_ > kMostDepth) return std::nullopt;
    auto part = write_value(at);
    return part && part->text.size() <= kMostText ? part : std::nullopt;
  }

  Maybe write_value(uint32_t at) {
    const TreeNode& node = tree_.nodes[at];
    const auto child = tree_.children_of(node);
    if (is_constant(at)) return fold(at);
    switch (node.op) {
      case Op::slot:
        return slot(node);
      case Op::add:
      case Op::subtract:
        return sum(node, child);
      case Op::multiply:
        return product(child);
      case Op::negate:
        return wrapped("(-", value(child[0]), ")");
      case Op::absolute:
        return wrapped("abs(", value(child[0]), ")");
      case Op::floor:
      case Op::ceil:
        return if_whole(value(child[0]));
      case Op::join:
        return join(child);
      case Op::text:
        return tree_.nodes[child[0]].type == Type::text ? value(child[0]) : std::nullopt;
      case Op::length:
        return length(child[0]);
      case Op::year:
        return of_date("YEAR", "%Y", child[0]);
      case Op::month:
        return of_date("MONTH", "%m", child[0]);
      case Op::day:
        return of_date("DAY", "%d", child[0]);
      case Op::days_between:
        return days_between(child);
      case Op::add_days:
        return add_days(child);
      case Op::choose:
        return choose(node, child);
      case Op::coalesce:
        return coalesce(node, child);
      case Op::minimum:
        return extreme(node, child, "min(", "LEAST(");
      case Op::maximum:
        return extreme(node, child, "max(", "GREATEST(");
      default:
        break;
    }
    if (node.type != Type::boolean) return std::nullopt;
    const auto condition = met(at);
    if (!condition) return std::nullopt;
    return Part{.text = "(CASE WHEN " + *condition + " THEN 1 ELSE 0 END)", .type = Type::boolean};
  }

  Maybe slot(const TreeNode& node) {
    const auto column = column_of_(static_cast<int>(node.index));
    if (!column || node.type == Type::rows) return std::nullopt;
    Part out{.text = column->text, .type = node.type};
    if (node.type == Type::number) out.scale = column->scale, out.most = column->most;
    return out;
  }

  static Maybe wrapped(const char* before, Maybe part, const char* after) {
    if (part) part->text = before + part->text + after;
    return part;
  }
  static Maybe if_whole(const Maybe& part) { return part && part->scale == 0 ? part : std::nullopt; }

  static __int128 most_at(const Part& part, int scale) {
    __int128 out = 0;
    if (__builtin_mul_overflow(part.most, power_of_ten(std::min(scale - scale_of(part), 38)), &out))
      return INT64_MAX;
    return std::min<__int128>(out, INT64_MAX);
  }

  Maybe sum(const TreeNode& node, std::span<const uint32_t> child) {
    const auto a = value(child[0]);
    const auto b = value(child[1]);
    const auto pair = aligned(a, b);
    if (!pair) return std::nullopt;
    const int scale = std::max(scale_of(*a), scale_of(*b));
    const __int128 most = most_at(*a, scale) + most_at(*b, scale);
    if (most > INT64_MAX) return std::nullopt;
    return Part{.text = "(" + pair->first + (node.op == Op::add ? " + " : " - ") + pair->second + ")",
                .type = Type::number,
                .scale = scale,
                .most = most};
  }

  Maybe product(std::span<const uint32_t> child) {
    const auto a = value(child[0]);
    const auto b = value(child[1]);
    if (!a || !b) return std::nullopt;
    __int128 most = 0;
    if (__builtin_mul_overflow(a->most, b->most, &most) || most > INT64_MAX) return std::nullopt;
    const auto x = render(*a, scale_of(*a));
    const auto y = render(*b, scale_of(*b));
    constexpr int kMostPlaces = 34;
    if (!x || !y || scale_of(*a) + scale_of(*b) > kMostPlaces) return std::nullopt;
    return Part{.text = "(" + *x + " * " + *y + ")",
                .type = Type::number,
                .scale = scale_of(*a) + scale_of(*b),
                .most = most};
  }

  Maybe join(std::span<const uint32_t> child) {
    const auto pair = aligned(child);
    if (!pair) return std::nullopt;
    return Part{.text = "(" + pair->first + " || " + pair->second + ")", .type = Type::text};
  }

  Maybe length(uint32_t at) {
    const auto part = value(at);
    if (!part) return std::nullopt;
    return Part{.text = "length(" + part->text + ")", .type = Type::number, .most = kMostLength};
  }

  Maybe of_date(const std::string& field, const std::string& format, uint32_t at) {
    const auto part = value(at);
    if (!part) return std::nullopt;
    const std::string text =
        is_postgres_ ? "EXTRACT(" + field + " FROM (DATE '1970-01-01' + (" + part->text + ")::int))::bigint"
                     : "CAST(strftime('" + format + "', " + part->text + " * 86400, 'unixepoch') AS INTEGER)";
    return Part{.text = text, .type = Type::number, .most = kMostDay};
  }

  Maybe days_between(std::span<const uint32_t> child) {
    const auto pair = aligned(child);
    if (!pair) return std::nullopt;
    return Part{
        .text = "(" + pair->second + " - " + pair->first + ")", .type = Type::number, .most = kMostDay};
  }

  Maybe add_days(std::span<const uint32_t> child) {
    const auto date = value(child[0]);
    const auto days = value(child[1]);
    if (!date || !days || scale_of(*days) != 0 || days->most > INT64_MAX - kMostDay) return std::nullopt;
    const auto a = render(*date, 0);
    const auto b = render(*days, 0);
    if (!a || !b) return std::nullopt;
    const std::string total = "(" + *a + " + " + *b + ")";
    return Part{.text = "(CASE WHEN " + total + " BETWEEN " + std::to_string(kFirstDay) + " AND " +
                        std::to_string(kLastDay) + " THEN " + total + " END)",
                .type = Type::date};
  }

  Maybe choose(const TreeNode& node, std::span<const uint32_t> child) {
    const auto condition = met(child[0]);
    const auto a = value(child[1]);
    const auto b = value(child[2]);
    const auto pair = aligned(a, b);
    if (!condition || !pair || node.type == Type::choices) return std::nullopt;
    const int scale = std::max(scale_of(*a), scale_of(*b));
    return Part{
        .text = "(CASE WHEN " + *condition + " THEN " + pair->first + " ELSE " + pair->second + " END)",
        .type = node.type,
        .scale = scale,
        .most = std::max(most_at(*a, scale), most_at(*b, scale))};
  }

  std::optional<std::vector<Part>> values(std::span<const uint32_t> child) {
    std::vector<Part> parts;
    for (const uint32_t c : child) {
      auto part = value(c);
      if (!part) return std::nullopt;
      parts.push_back(std::move(*part));
    }
    return parts;
  }

  /// The parts at one scale, with commas, in a call.
  Maybe listed(Type type, const std::vector<Part>& parts, const std::string& call) {
    Part out{.type = type};
    for (const Part& part : parts) out.scale = std::max(out.scale, scale_of(part));
    for (const Part& part : parts) {
      const auto text = render(part, out.scale);
      if (!text) return std::nullopt;
      (out.text += out.text.empty() ? call : ", ") += *text;
      out.most = std::max(out.most, most_at(part, out.scale));
    }
    out.text += ")";
    return out;
  }

  /// SQLite takes no list of one.
  Maybe coalesce(const TreeNode& node, std::span<const uint32_t> child) {
    if (node.type == Type::choices) return std::nullopt;
    if (child.size() == 1) return value(child[0]);
    const auto parts = values(child);
    return parts ? listed(node.type, *parts, "COALESCE(") : std::nullopt;
  }

  /// PostgreSQL passes over NULL where the language does not.
  Maybe extreme(const TreeNode& node, std::span<const uint32_t> child, const char* sqlite,
                const char* postgres) {
    const auto parts = values(child);
    auto out = parts ? listed(node.type, *parts, is_postgres_ ? postgres : sqlite) : std::nullopt;
    if (!out || !is_postgres_) return out;
    std::string blank;
    for (const Part& part : *parts) {
      const auto text = render(part, scale_of(part));
      if (!text) return std::nullopt;
      (blank += blank.empty() ? "" : " OR ") += *text + " IS NULL";
    }
    out->text = "(CASE WHEN " + blank + " THEN NULL ELSE " + out->text + " END)";
    return out;
  }

  const Tree& tree_;
  const bool is_postgres_;
  const ColumnOf& column_of_;
  const Context& context_;
  const int first_;
  std::vector<std::variant<int64_t, std::string>> bound_;
  int depth_ = 0;
};

}  // namespace

std::optional<SqlText> to_sql(const Plan& plan, Dialect dialect, const ColumnOf& column_of,
                              const Context& context, int first_parameter) {
  return Writer(plan.tree(), dialect, column_of, context, first_parameter).run();
}

}  // namespace jinguo::expr
