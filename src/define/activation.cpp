#include "define/activation.h"

#include <algorithm>

#include "define/finding.h"

namespace jinguo::define {
namespace {

using Kind = Migration::Kind;

std::string text_of(const std::optional<Expression>& expression) {
  return expression ? expression->text : "";
}

bool counts_alike(const Measure& a, const Measure& b) {
  return a.counting == b.counting && text_of(a.of) == text_of(b.of) && a.units_of == b.units_of &&
         text_of(a.where) == text_of(b.where) && a.is_stock == b.is_stock &&
         text_of(a.stock_from) == text_of(b.stock_from) && text_of(a.stock_until) == text_of(b.stock_until) &&
         a.stock_in == b.stock_in && a.by == b.by && a.places == b.places &&
         a.blank_until_reported == b.blank_until_reported;
}

/// A measure also changes when what it reads is computed otherwise, when records fall into other dates or
/// when other states count.
bool whole_programme_counts_alike(const Programme& a, const Programme& b) {
  if (a.date_field != b.date_field || a.by_day != b.by_day || a.states.size() != b.states.size())
    return false;
  for (size_t i = 0; i < a.states.size(); ++i)
    if (a.states[i].id != b.states[i].id || check_rank(a.states[i]) != check_rank(b.states[i])) return false;
  for (const Field& f : a.fields) {
    const Field* g = b.field(f.id);
    if (f.computed && (!g || text_of(f.computed) != text_of(g->computed))) return false;
  }
  return true;
}

bool keeps_fields_alike(const Programme& before, const Programme& next) {
  return std::all_of(next.fields.begin(), next.fields.end(), [&](const Field& field) {
    const Field* old = before.field(field.id);
    return !old || (old->type == field.type && old->places == field.places && old->privacy == field.privacy);
  });
}

bool has_computed_alike(const Programme& before, const Programme& next) {
  return std::all_of(next.fields.begin(), next.fields.end(), [&](const Field& field) {
    const Field* old = before.field(field.id);
    return old ? text_of(old->computed) == text_of(field.computed) : !field.computed;
  });
}

bool has_duties_alike(const Programme& before, const Programme& next) {
  if (before.obligation.has_value() != next.obligation.has_value()) return false;
  if (next.obligation && (before.obligation->period != next.obligation->period ||
                          before.obligation->term_field != next.obligation->term_field))
    return false;
  const auto is_same = [](const State& a, const State& b) {
    return a.id == b.id && a.is_draft == b.is_draft && a.is_void == b.is_void;
  };
  return std::equal(before.states.begin(), before.states.end(), next.states.begin(), next.states.end(),
                    is_same);
}

std::string join(const std::vector<std::string>& words) {
  return join_words(words);
}

std::string join(const std::vector<ActivationPlan::Renamed>& pairs) {
  std::string out;
  for (const auto& pair : pairs) out += (out.empty() ? "" : ", ") + pair.from + " → " + pair.to;
  return out;
}

}  // namespace

ActivationPlan plan_activation(const Programme* before, const Programme& next) {
  ActivationPlan plan;
  if (!before) {
    plan.is_first = true;
    for (const Field& f : next.fields) plan.added.push_back(f.id);
    for (const Measure& m : next.measures) plan.new_measures.push_back(m.id);
    return plan;
  }
  const auto is_renamed_to = [&](const std::string& id) {
    return std::any_of(next.migrations.begin(), next.migrations.end(),
                       [&](const Migration& m) { return m.kind == Kind::rename && m.to == id; });
  };
  for (const Migration& m : next.migrations) switch (m.kind) {
      case Kind::rename:
        plan.renamed.push_back({m.from, m.to});
        break;
      case Kind::retire:
        plan.retired.push_back(m.from);
        break;
      case Kind::to_text:
        plan.to_text.push_back(m.from);
        break;
      case Kind::set:
        plan.set.push_back(&m);
        break;
      case Kind::rename_state:
        plan.renamed_states.push_back({m.from, m.to});
        break;
      case Kind::rename_choice:
        plan.renamed_choices.push_back({m.from, m.to, m.field});
        break;
      case Kind::retire_figure:
        break;
    }
  for (const Field& f : next.fields) {
    const Field* old = before->field(f.id);
    if (old && f.retired && !old->retired &&
        std::find(plan.retired.begin(), plan.retired.end(), f.id) == plan.retired.end())
      plan.retired.push_back(f.id);
    if (old || is_renamed_to(f.id)) continue;
    plan.added.push_back(f.id);
    const bool is_set =
        std::any_of(plan.set.begin(), plan.set.end(), [&](const auto* m) { return m->from == f.id; });
    if (f.required && !is_set) plan.need_value.push_back(f.id);
  }
  plan.keeps_alike = keeps_fields_alike(*before, next);
  plan.computes_alike = has_computed_alike(*before, next);
  plan.reports_alike = has_duties_alike(*before, next);
  const bool alike = plan.leaves_records_alone() && whole_programme_counts_alike(*before, next);
  for (const Measure& m : next.measures) {
    const Measure* old = before->measure(m.id);
    if (!old)
      plan.new_measures.push_back(m.id);
    else if (!alike || !counts_alike(*old, m))
      plan.changed_measures.push_back(m.id);
  }
  for (const Measure& m : before->measures)
    if (!next.measure(m.id)) plan.removed_measures.push_back(m.id);
  return plan;
}

std::vector<Words> describe_activation(const ActivationPlan& plan, const Programme& next,
                                       const ActivationCount& count) {
  std::vector<Words> out;
  const std::string version = std::to_string(next.version);
  if (plan.is_first) {
    out.push_back({"“" + next.title.zh + "”第 " + version + " 版首次启用：" +
                       std::to_string(plan.added.size()) + " 个字段，" +
                       std::to_string(plan.new_measures.size()) + " 个计量。",
                   next.title.in(Language::en) + ", version " + version +
                       ", is new: " + std::to_string(plan.added.size()) + " fields, " +
                       std::to_string(plan.new_measures.size()) + " measures."});
    return out;
  }
  const std::string n = std::to_string(count.records), rewritten = std::to_string(count.rewritten),
                    lacking = std::to_string(count.need_value);
  out.push_back({n + " 条记录：" + rewritten + " 条改写，" + lacking + " 条需要补填。",
                 n + " records: " + rewritten + " rewritten, " + lacking + " need a value."});
  const auto line = [&](std::string_view zh, std::string_view en, const std::string& what) {
    if (!what.empty()) out.push_back({std::string(zh) + what, std::string(en) + what});
  };
  line("新增字段：", "Fields added: ", join(plan.added));
  line("停用字段（数据保留）：", "Fields retired (data kept): ", join(plan.retired));
  line("字段改名：", "Fields renamed: ", join(plan.renamed));
  line("字段改成文字：", "Fields turned into text: ", join(plan.to_text));
  std::vector<std::string> set;
  for (const Migration* m : plan.set) set.push_back(m->from + " = " + text_of(m->value));
  line("旧记录赋值：", "Set in old records: ", join(set));
  line("状态改名：", "States renamed: ", join(plan.renamed_states));
  line("选项改名：", "Choices renamed: ", join(plan.renamed_choices));
  line("缺少值的必填字段：", "Required fields without a value: ", join(plan.need_value));
  line("新增计量：", "Measures added: ", join(plan.new_measures));
  line("重新计算的计量：", "Measures counted anew: ", join(plan.changed_measures));
  line("不再计算的计量：", "Measures no longer counted: ", join(plan.removed_measures));
  return out;
}

}  // namespace jinguo::define
