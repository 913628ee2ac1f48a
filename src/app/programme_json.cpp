#include "app/programme_json.h"

#include <array>

#include "access/rules.h"
#include "app/units.h"

namespace jinguo::app {
namespace {

using define::Field;
using define::Programme;

json::value expression_json(const std::optional<define::Expression>& expression) {
  return expression ? json::value(expression->text) : json::value(nullptr);
}

std::string_view privacy_name(define::PrivacyClass privacy) {
  constexpr std::array<std::string_view, 5> kNames{"public", "internal", "personal", "sensitive", "sealed"};
  return kNames[static_cast<size_t>(privacy)];
}

json::object field_json(const Field& field, Date today) {
  json::array choices, columns;
  if (field.choices)
    for (const define::Choice& choice : field.choices->items)
      choices.push_back({{"code", choice.code},
                         {"label", words_json(choice.label)},
                         {"retired", choice.retired && *choice.retired <= today}});
  for (const Field& column : field.columns) columns.push_back(field_json(column, today));
  return {{"id", field.id},
          {"type", define::row_of(field.type).name},
          {"label", words_json(field.label)},
          {"help", words_json(field.help)},
          {"measured_in", field.measured_in},
          {"places", field.places},
          {"required", field.required},
          {"required_when", expression_json(field.required_when)},
          {"shown_when", expression_json(field.shown_when)},
          {"computed", expression_json(field.computed)},
          {"min", field.min ? json::value(field.min->to_text()) : json::value(nullptr)},
          {"max", field.max ? json::value(field.max->to_text()) : json::value(nullptr)},
          {"max_length", field.max_length},
          {"most", define::is_file(field.type) ? field.most_files : 0},
          {"choices", std::move(choices)},
          {"columns", std::move(columns)},
          {"privacy", privacy_name(field.privacy)},
          {"unit_level",
           field.unit_level ? json::value(org::row_of(*field.unit_level).name) : json::value(nullptr)},
          {"retired", field.retired}};
}

json::array figures_json(const Programme& programme) {
  json::array out;
  const auto add = [&](std::string_view id, std::string_view kind, const define::Words& title,
                       const define::Words& note, const std::string& measured_in, int places, bool percent,
                       std::string_view polarity, const std::vector<std::string>& by,
                       const std::map<org::Level, Decimal>& targets) {
    json::object goals;
    for (const auto& [level, target] : targets) goals[org::row_of(level).name] = target.to_text();
    out.push_back({{"name", programme.id + "." + std::string(id)},
                   {"id", id},
                   {"kind", kind},
                   {"title", words_json(title)},
                   {"note", words_json(note)},
                   {"measured_in", measured_in},
                   {"places", places},
                   {"percent", percent},
                   {"polarity", polarity},
                   {"by", json::value_from(by)},
                   {"targets", std::move(goals)}});
  };
  for (const define::Indicator& i : programme.indicators)
    add(i.id,
        i.kind == define::IndicatorKind::share   ? "share"
        : i.kind == define::IndicatorKind::ratio ? "ratio"
                                                 : "formula",
        i.title, i.note, i.measured_in, i.places, i.as_percent,
        i.polarity == define::Polarity::up     ? "up"
        : i.polarity == define::Polarity::down ? "down"
                                               : "none",
        {}, i.targets);
  for (const define::Measure& m : programme.measures)
    if (m.id.find('.') == std::string::npos)
      add(m.id, m.is_stock ? "stock" : "flow", m.title, m.note, m.measured_in, m.places, false, "none", m.by,
          {});
  return out;
}

std::string_view period_name(Period::Kind kind) {
  constexpr std::array<std::string_view, 8> kNames{"day",  "week", "month",        "quarter",
                                                   "half", "year", "shifted_half", "term"};
  return kNames[static_cast<size_t>(kind)];
}

}  // namespace

json::array roles_json(const std::vector<define::Role>& roles) {
  json::array out;
  for (const define::Role& role : roles)
    out.push_back(json::value(std::string(org::row_of(role.level).name) + "." + role.name));
  return out;
}

json::object event_json(const define::Event& event) {
  return {{"id", event.id},
          {"label", words_json(event.label)},
          {"from", json::value_from(event.from)},
          {"to", event.to},
          {"by", roles_json(event.by)},
          {"inputs", json::value_from(event.inputs)},
          {"required_inputs", json::value_from(event.required_inputs)},
          {"reason", event.reason_required}};
}

json::object programme_json(const Programme& programme, const access::Scope& scope, Date today) {
  json::array also_at, fields, states, events, checks, sheet;
  for (const Field& field : programme.fields) fields.push_back(field_json(field, today));
  for (const define::State& state : programme.states)
    states.push_back({{"id", state.id},
                      {"label", words_json(state.label)},
                      {"is_draft", state.is_draft},
                      {"is_end", state.is_end},
                      {"is_void", state.is_void},
                      {"checked_by", state.checked_by ? json::value(org::row_of(*state.checked_by).name)
                                                      : json::value(nullptr)}});
  for (const define::Event& event : programme.events) events.push_back(event_json(event));
  for (const define::Check& check : programme.checks)
    checks.push_back({{"that", check.that.text},
                      {"message", words_json(check.message)},
                      {"on", check.on_field},
                      {"hard", check.is_hard},
                      {"in_draft", check.in_draft}});
  for (const org::Level level : programme.also_at) also_at.push_back(json::value(org::row_of(level).name));
  for (const define::SheetColumn& column : programme.sheet) sheet.push_back(json::value(column.field));
  return {{"id", programme.id},
          {"system", programme.system},
          {"title", words_json(programme.title)},
          {"about", words_json(programme.about)},
          {"owner", words_json(programme.owner)},
          {"version", programme.version},
          {"valid_from", programme.valid_from.to_text()},
          {"level", org::row_of(programme.level).name},
          {"also_at", std::move(also_at)},
          {"date_field", programme.date_field},
          {"return_period", programme.return_period ? json::value(period_name(*programme.return_period))
                                                    : json::value(nullptr)},
          {"unique", json::value_from(programme.unique)},
          {"fields", std::move(fields)},
          {"states", std::move(states)},
          {"events", std::move(events)},
          {"checks", std::move(checks)},
          {"figures", figures_json(programme)},
          {"sheet", std::move(sheet)},
          {"has_obligation", programme.obligation.has_value()},
          {"nil_allowed", programme.obligation && programme.obligation->nil_allowed},
          {"may_create", !access::reach_of(scope, programme.rights.create).is_empty()},
          {"may_import", !access::reach_of(scope, programme.rights.import).is_empty()},
          {"source", programme.source}};
}

}  // namespace jinguo::app
