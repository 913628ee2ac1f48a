#include <algorithm>

#include "define/check_parts.h"
#include "define/define_error.h"
#include "define/environment.h"
#include "expr/check.h"
#include "expr/parse.h"

namespace jinguo::define {
namespace {

constexpr std::string_view kClassNames[] = {"open", "internal", "personal", "sensitive", "sealed"};

/// Depth-first over "is computed from"; a field met again on its own way closes a circle.
class Order {
 public:
  explicit Order(Checking& c) : c_(c), marks_(c.programme.fields.size(), Mark::fresh) {}

  void run() {
    for (size_t i = 0; i < marks_.size(); ++i) visit(i);
  }

 private:
  enum class Mark : uint8_t { fresh, open, done };

  void visit(size_t i) {
    if (marks_[i] == Mark::done) return;
    const Field& field = c_.programme.fields[i];
    if (marks_[i] == Mark::open) {
      if (std::find(told_.begin(), told_.end(), i) != told_.end()) return;
      std::string way;
      const auto start = std::find(way_.begin(), way_.end(), i);
      for (auto at = start; at != way_.end(); ++at) {
        way += c_.programme.fields[*at].id + " → ";
        told_.push_back(*at);
      }
      c_.in.fault(kComputedCycle, {way + field.id}, c_.at({"fields", field.id, "computed"}));
      return;
    }
    if (!field.computed || field.is_from_unit) {
      marks_[i] = Mark::done;
      return;
    }
    marks_[i] = Mark::open;
    way_.push_back(i);
    for (const int slot : field.computed->plan.slots_used())
      if (slot >= static_cast<int>(kFirstFieldSlot)) visit(static_cast<size_t>(slot) - kFirstFieldSlot);
    way_.pop_back();
    marks_[i] = Mark::done;
    c_.programme.computed_order.push_back(static_cast<int>(i));
  }

  Checking& c_;
  std::vector<Mark> marks_;
  std::vector<size_t> way_;
  std::vector<size_t> told_;
};

/// A computed value is at least as closed as what it is computed from; unsaid, it is just so.
void check_class(Checking& c, Field& field) {
  const Node* fields = c.root.find("fields");
  const Node* node = fields ? fields->find(field.id) : nullptr;
  const bool said = node && node->find("privacy");
  const auto raise = [&](const std::string& source, PrivacyClass privacy) {
    if (privacy <= field.privacy) return;
    const std::string strict(kClassNames[static_cast<size_t>(privacy)]);
    if (said)
      c.in.fault(kLooserClass,
                 {field.id, std::string(kClassNames[static_cast<size_t>(field.privacy)]), source, strict},
                 c.at({"fields", field.id, "privacy"}));
    else
      field.privacy = privacy;
  };
  for (const int slot : field.computed->plan.slots_used()) {
    if (slot < static_cast<int>(kFirstFieldSlot)) continue;
    const Field& source = c.programme.fields[static_cast<size_t>(slot) - kFirstFieldSlot];
    if (&source != &field) raise(source.id, source.privacy);
  }
}

}  // namespace

bool compile_expression(Checking& c, Expression& expression, const expr::Environment& environment,
                        expr::Type wanted, std::string_view what) {
  if (c.in.is_full()) return false;
  expr::Checked checked = expr::compile(expression.text, environment, expression.place);
  if (!checked.plan) {
    const bool compares = expression.text.find_first_of("=<>") != std::string::npos ||
                          expression.text.find(" in ") != std::string::npos ||
                          expression.text.find(" has ") != std::string::npos;
    const expr::Parsed parsed = expr::parse(expression.text);
    const auto names = parsed.ast ? parsed.ast->names() : std::vector<std::string>();
    const bool doubtful = std::any_of(c.unsure.begin(), c.unsure.end(), [&](const std::string& id) {
      return std::find(names.begin(), names.end(), id) != names.end();
    });
    // With a field in doubt its codes and type are too, but a name that is not there is missing all the same.
    for (Error& e : checked.faults)
      if (!doubtful || (e.code() == "expr.unknown_name" && !compares)) c.in.fault(std::move(e));
    return false;
  }
  const expr::Type type = checked.plan->type();
  if (type != wanted && type != expr::Type::blank) {
    c.in.fault(kExpressionType,
               {std::string(what), std::string(expr::name_of(wanted)), std::string(expr::name_of(type))},
               expression.place);
    return false;
  }
  expression.plan = std::move(*checked.plan);
  return true;
}

void check_expressions(Checking& c) {
  Programme& p = c.programme;
  c.asked = record_environment(p, expr::Environment::Today::allowed);
  c.stored = record_environment(p, expr::Environment::Today::refused);
  const expr::Environment& asked = c.asked;
  const expr::Environment& stored = c.stored;
  for (Field& field : p.fields) {
    if (field.required_when)
      compile_expression(c, *field.required_when, asked, expr::Type::boolean, "required_when");
    if (field.shown_when) compile_expression(c, *field.shown_when, asked, expr::Type::boolean, "shown_when");
    if (field.computed && std::find(c.unsure.begin(), c.unsure.end(), field.id) == c.unsure.end())
      compile_expression(c, *field.computed, stored, expression_type(field.type), "computed");
  }
  for (Event& event : p.events)
    if (event.when) compile_expression(c, *event.when, asked, expr::Type::boolean, "when");
  for (Check& check : p.checks)
    if (!check.that.text.empty()) compile_expression(c, check.that, asked, expr::Type::boolean, "that");
  for (Measure& m : p.measures) {
    if (m.where) compile_expression(c, *m.where, stored, expr::Type::boolean, "where");
    if (m.stock_from) compile_expression(c, *m.stock_from, stored, expr::Type::date, "from");
    if (m.stock_until) compile_expression(c, *m.stock_until, stored, expr::Type::date, "until");
  }
  for (Migration& line : p.migrations) {
    const Field* field = line.kind == Migration::Kind::set ? p.field(line.from) : nullptr;
    if (line.value && field)
      compile_expression(c, *line.value, stored, expression_type(field->type), "value");
  }
  Order(c).run();
  for (const int i : p.computed_order) check_class(c, p.fields[static_cast<size_t>(i)]);
}

}  // namespace jinguo::define
