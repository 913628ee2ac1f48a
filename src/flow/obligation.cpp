#include "flow/obligation.h"

namespace jinguo::flow {

Period duty_period(const define::Obligation& obligation, const Period& asked) {
  if (!obligation.period || *obligation.period == asked.kind()) return asked;
  return Period::containing(*obligation.period, asked.last());
}

Date due_day(const define::Programme& programme, const Period& period, org::Level level) {
  const define::Obligation& obligation = *programme.obligation;
  if (obligation.due_on) {
    const define::Field* field = programme.field(obligation.term_field);
    const define::Choice* term = field && field->choices ? field->choices->term_on(period.last()) : nullptr;
    const bool is_of_term =
        !term || (*term->first <= *obligation.due_on && *obligation.due_on <= *term->last);
    return is_of_term ? *obligation.due_on : period.last();
  }
  auto days = obligation.due_days.find(level);
  if (days == obligation.due_days.end()) days = obligation.due_days.find(obligation.by);
  return period.last().plus_days(days == obligation.due_days.end() ? 0 : days->second);
}

std::string duty_key(const define::Programme& programme, const record::Record& record) {
  if (!programme.obligation) return {};
  if (programme.obligation->period)
    return record.date ? Period::containing(*programme.obligation->period, *record.date).to_text()
                       : std::string();
  const int index = programme.field_index(programme.obligation->term_field);
  if (index < 0) return {};
  const auto* term = record.values[static_cast<size_t>(index)].as<std::string>();
  return term ? *term : std::string();
}

std::string duty_key(const define::Programme& programme, const Period& period) {
  if (!programme.obligation) return {};
  if (programme.obligation->period) return period.to_text();
  const define::Field* field = programme.field(programme.obligation->term_field);
  const define::Choice* term = field && field->choices ? field->choices->term_on(period.last()) : nullptr;
  return term ? term->code : std::string();
}

std::optional<Date> filed_day(const define::Programme& programme, const record::Record& record) {
  std::optional<Date> filed;
  for (const record::Stay& stay : record.path) {
    const define::State* state = programme.state(stay.state);
    const bool is_filed = state && !state->is_draft && !state->is_void;
    if (!is_filed) filed.reset();
    if (is_filed && !filed) filed = stay.since;
  }
  return filed;
}

void ReportedIndex::set(const std::string& key, UnitId unit, const Reported& reported) {
  auto& entries = rows_[key].entries_;
  if (entries.size() <= unit.number()) entries.resize(unit.number() + 1);
  entries[unit.number()] = {reported.on, true, reported.how == Reported::How::none};
}

void ReportedIndex::clear(const std::string& key, UnitId unit) {
  const auto row = rows_.find(key);
  if (row != rows_.end() && unit.number() < row->second.entries_.size())
    row->second.entries_[unit.number()] = {};
}

std::optional<Reported> ReportedIndex::Row::find(UnitId unit) const {
  if (unit.number() >= entries_.size() || !entries_[unit.number()].is_there) return std::nullopt;
  const Entry& entry = entries_[unit.number()];
  return Reported{entry.is_none ? Reported::How::none : Reported::How::record, entry.on};
}

const ReportedIndex::Row& ReportedIndex::row(const std::string& key) const {
  static const Row kNobody;
  const auto row = rows_.find(key);
  return row == rows_.end() ? kNobody : row->second;
}

std::optional<Reported> ReportedIndex::find(const std::string& key, UnitId unit) const {
  return row(key).find(unit);
}

Reporting count_reporting(const define::Obligation& obligation, const ReportedIndex& index,
                          const org::View& view, uint32_t place, const std::string& key, Date due,
                          std::optional<Date> as_of) {
  Reporting out;
  const ReportedIndex::Row& row = index.row(key);
  for (uint32_t p = place; p < view.end(place); ++p) {
    if (view.level(p) != static_cast<uint8_t>(obligation.by)) continue;
    ++out.expected;
    const UnitId unit = view.unit(p);
    const auto reported = row.find(unit);
    if (!reported || (as_of && reported->on > *as_of)) {
      out.missing.push_back(unit);
      continue;
    }
    ++(reported->how == Reported::How::record ? out.reported : out.none);
    if (reported->on <= due) {
      ++out.on_time;
      out.on_time_records += reported->how == Reported::How::record ? 1 : 0;
    } else {
      out.late.push_back(unit);
    }
  }
  return out;
}

}  // namespace jinguo::flow
