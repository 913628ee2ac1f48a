#include "app/activation.h"

#include <algorithm>

#include "app/burden.h"
#include "app/definition_examples.h"
#include "app/documents.h"
#include "app/organisation.h"
#include "record/parse_value.h"
#include "record/validate.h"

namespace jinguo::app {
namespace {

using define::Field;
using define::Migration;
using define::Programme;
using record::Record;

/// Records counted between two chances for the writer.
constexpr int64_t kPortion = 1024;
/// Few enough for the writer to count while others wait.
constexpr size_t kFew = 256;
constexpr int kRounds = 8;

std::vector<define::Source> sources_of(const DefinitionTexts& texts) {
  std::vector<define::Source> sources;
  for (const auto& [name, text] : texts) sources.push_back({name, text});
  return sources;
}

void append(rollup::Effect& effect, const rollup::Effect& more) {
  effect.deltas.insert(effect.deltas.end(), more.deltas.begin(), more.deltas.end());
  effect.mentions.insert(effect.mentions.end(), more.mentions.begin(), more.mentions.end());
}

/// The record's values in the fields of the next version: renamed, turned to text, set by expression.
Record migrate(const Programme& old, const Programme& next, const Record& record) {
  Record out = record;
  out.values.assign(next.fields.size(), Value());
  std::map<std::string, std::string, std::less<>> came_from;
  for (const Migration& line : next.migrations)
    if (line.kind == Migration::Kind::rename) came_from[line.to] = line.from;
  for (size_t i = 0; i < next.fields.size(); ++i) {
    const Field& field = next.fields[i];
    const auto renamed = came_from.find(field.id);
    const int from = old.field_index(renamed == came_from.end() ? std::string_view(field.id)
                                                                : std::string_view(renamed->second));
    if (from < 0) continue;
    const Field& before = old.fields[static_cast<size_t>(from)];
    Value value = record.values[static_cast<size_t>(from)];
    const bool is_text = define::row_of(field.type).storage == define::Storage::text && !field.choices &&
                         !define::is_file(field.type);
    if (before.type != field.type && is_text && !value.is_blank())
      value = Value(record::to_text(before, value));
    out.values[i] = std::move(value);
  }
  for (const Migration& line : next.migrations) {
    if (line.kind == Migration::Kind::rename_state) {
      if (out.state == line.from) out.state = line.to;
      for (record::Stay& stay : out.path)
        if (stay.state == line.from) stay.state = line.to;
    }
    const int index = next.field_index(line.field);
    if (index < 0) continue;
    Value& value = out.values[static_cast<size_t>(index)];
    if (line.kind == Migration::Kind::rename_choice && value == Value(line.from)) value = Value(line.to);
    if (line.kind == Migration::Kind::set && line.value && value.is_blank())
      value = line.value->plan.run(record::slots_of(out), record::context_of(next));
  }
  record::compute(next, out);
  return out;
}

/// What the store reads of the record by the next version when nobody writes it anew.
bool reads_the_same(const Programme& old, const Programme& next, const Record& before, const Record& after) {
  if (before.state != after.state || before.path != after.path) return false;
  for (size_t i = 0; i < next.fields.size(); ++i) {
    const int from = old.field_index(next.fields[i].id);
    const bool is_kept = from >= 0 && old.fields[static_cast<size_t>(from)].type == next.fields[i].type;
    const Value& value = after.values[i];
    if (is_kept ? value != before.values[static_cast<size_t>(from)] : !value.is_blank()) return false;
  }
  return true;
}

/// Writes the records anew that the next version would read otherwise than it means them.
/// Without a `writing` they are only counted.
define::ActivationCount rewrite(Reading& reading, Writing* writing, const Programme& old,
                                const Programme& next) {
  define::ActivationCount count;
  std::vector<Record> moved;
  reading.scan_records(old, [&](const Record& record) {
    ++count.records;
    Record migrated = migrate(old, next, record);
    if (!record::validate(next, migrated).empty()) ++count.need_value;
    if (reads_the_same(old, next, record, migrated)) return;
    ++count.rewritten;
    if (writing) moved.push_back(std::move(migrated));
  });
  for (const Record& record : moved) writing->save_record(next, record, false);
  return count;
}

}  // namespace

PreparedActivation::PreparedActivation(App& app, const DefinitionTexts& texts)
    : app_(app), before_(app.published()) {
  loaded_ = load_and_try(sources_of(texts), *before_.catalogue);
  if (define::has_faults(loaded_.findings)) return;
  for (const auto& [id, programme] : loaded_.catalogue.programmes) {
    const Programme* old = before_.catalogue->programme(id);
    if (!old || old == programme.get() || !define::plan_activation(old, *programme).is_light()) continue;
    ready_[id].filling.plan = app.figures().prepare(programme);
  }
}

Result<void> PreparedActivation::make_room() {
  if (ready_.empty()) return {};
  auto made = app_.store().perform([&](Writing& writing) -> Result<Committed> {
    for (const auto& [id, ready] : ready_) writing.prepare_table(*ready.filling.plan->programme);
    return Committed{writing.head(), {}};
  });
  if (!made) return std::move(made).error();
  return {};
}

void PreparedActivation::count_from(Reading& base) {
  base_ = &base;
  for (auto& [id, ready] : ready_) count(ready);
}

PreparedActivation::~PreparedActivation() {
  for (const auto& [id, ready] : ready_)
    if (!ready.is_in_force) app_.figures().drop(ready.filling);
}

PreparedActivation::Ready* PreparedActivation::find(std::string_view programme) {
  const auto found = ready_.find(programme);
  return found == ready_.end() ? nullptr : &found->second;
}

void PreparedActivation::count(Ready& ready) {
  const rollup::ProgrammePlan& plan = *ready.filling.plan;
  ready.until = base_->head();
  rollup::Effect portion;
  base_->scan_records(*plan.programme, [&](const Record& record) {
    if (!record::validate(*plan.programme, record).empty()) ++ready.count.need_value;
    append(portion, rollup::Figures::effect_of(plan, nullptr, &record));
    if (++ready.count.records % kPortion != 0) return;
    app_.figures().fill(ready.filling, portion);
    portion = {};
  });
  app_.figures().fill(ready.filling, portion);
  for (int round = 0; round < kRounds && catch_up(ready) > kFew; ++round) {
  }
}

size_t PreparedActivation::catch_up(Ready& ready) {
  Followed followed;
  app_.store().read([&](Reading& now) {
    const Position until = now.head();
    app_.figures().fill(ready.filling, effect_since(ready, now, &followed));
    ready.until = until;
  });
  for (auto& [id, record] : followed) ready.followed[id] = std::move(record);
  return followed.size();
}

rollup::Effect PreparedActivation::effect_since(const Ready& ready, Reading& now, Followed* followed) {
  const rollup::ProgrammePlan& plan = *ready.filling.plan;
  rollup::Effect effect;
  for (const RecordId id : now.changed_since(plan.programme->id, ready.until)) {
    const auto known = ready.followed.find(id);
    const std::optional<Record> before =
        known == ready.followed.end() ? base_->find_record(*plan.programme, id) : known->second;
    std::optional<Record> after = now.find_record(*plan.programme, id);
    append(effect, rollup::Figures::effect_of(plan, before ? &*before : nullptr, after ? &*after : nullptr));
    if (followed) followed->emplace(id, std::move(after));
  }
  return effect;
}

namespace {

/// Without a `writing` nothing is done, only told.
Result<AppliedDefinitions> take(const Snapshot& now, Reading& reading, Writing* writing,
                                const LogEntry& stamp, const DefinitionTexts& texts,
                                PreparedActivation* prepared) {
  const std::vector<define::Source> sources = sources_of(texts);
  const define::LoadedCatalogue loaded =
      prepared ? prepared->loaded() : load_and_try(sources, *now.catalogue);
  Diagnostics faults;
  for (const define::Finding& finding : loaded.findings)
    if (finding.severity == define::Severity::fault) faults.push_back(finding.error);
  if (!faults.empty()) return refusal_of(faults);

  AppliedDefinitions applied;
  applied.snapshot = now;
  applied.snapshot.catalogue = std::make_shared<const define::Catalogue>(loaded.catalogue);
  const auto log = [&](std::string_view kind, const std::string& id, int version, const std::string& text) {
    if (!writing) return;
    LogEntry entry = stamp;
    entry.action = "define.activate";
    entry.subject = std::string(kind) + " " + id + " " + std::to_string(version);
    writing->append(entry);
    writing->put_document(kDefinitionDocuments, definition_key(kind, id, version), text);
  };
  for (const define::Source& source : sources) {
    if (define::kind_of(source) != define::DefinitionKind::list) continue;
    const auto list = define::load_list(source, *now.catalogue).value;
    if (!list) continue;
    const auto old = now.catalogue->lists.find(list->id);
    if (old != now.catalogue->lists.end() && *old->second == *list) continue;
    log("0list", list->id, 1, source.text);
    applied.plan.push_back("清单 " + list->id + "：生效 / list " + list->id + " is in force");
  }
  // Several versions of one programme may come in one go; each is kept, the last is in force.
  for (const define::Source& source : sources) {
    if (define::kind_of(source) != define::DefinitionKind::programme) continue;
    auto alone = define::load_programme(source, loaded.catalogue);
    if (alone.value && loaded.catalogue.programme(alone.value->id) &&
        loaded.catalogue.programme(alone.value->id)->source != source.text)
      log("1programme", alone.value->id, alone.value->version, source.text);
  }
  for (const auto& [id, programme] : loaded.catalogue.programmes) {
    const auto before = now.catalogue->programmes.find(id);
    if (before != now.catalogue->programmes.end() && before->second == programme) continue;
    log("1programme", id, programme->version, programme->source);
    if (writing) writing->prepare_table(*programme);
    const Programme* old = before == now.catalogue->programmes.end() ? nullptr : before->second.get();
    PreparedActivation::Ready* ready = prepared ? prepared->find(id) : nullptr;
    define::ActivationCount count;
    applied.snapshot.plans.erase(id);
    if (ready) {
      count = ready->count;
      applied.filled.push_back({ready, prepared->effect_since(*ready, reading)});
      applied.snapshot.plans[id] = ready->filling.plan;
    } else if (old) {
      count = rewrite(reading, writing, *old, *programme);
    }
    for (const define::Words& line :
         define::describe_activation(define::plan_activation(old, *programme), *programme, count))
      applied.plan.push_back(line.zh + " / " + line.en);
    if (std::string line = burden_line(old, *programme); !line.empty())
      applied.plan.push_back(std::move(line));
    applied.programmes.push_back(programme);
    if (!ready) applied.to_load.push_back(programme);
  }
  for (const auto& [id, report] : loaded.catalogue.reports) {
    const auto old = now.catalogue->reports.find(id);
    if (old != now.catalogue->reports.end() && old->second == report) continue;
    log("2report", id, report->version, report->source);
    applied.plan.push_back("报告 " + id + " 第 " + std::to_string(report->version) + " 版：生效 / report " +
                           id);
  }
  return applied;
}

}  // namespace

Result<AppliedDefinitions> apply_definitions(App& app, Writing& writing, const LogEntry& stamp,
                                             const DefinitionTexts& texts, PreparedActivation* prepared) {
  const Snapshot now = app.staged();
  if (prepared && !prepared->is_for(now)) return Error(kDefinitionsMoved);
  auto applied = take(now, writing, &writing, stamp, texts, prepared);
  if (applied) app.stage(applied->snapshot);
  return applied;
}

Result<AppliedDefinitions> try_definitions(App& app, Reading& reading, const DefinitionTexts& texts) {
  return take(app.published(), reading, nullptr, {}, texts, nullptr);
}

void put_in_force(App& app, AppliedDefinitions& applied, Position position) {
  for (AppliedDefinitions::Filled& filled : applied.filled) {
    filled.ready->is_in_force = true;
    app.put_in_force(std::move(filled.ready->filling), filled.last, position);
  }
  app.publish(applied.snapshot);
  if (!applied.to_load.empty())
    app.store().read([&](Reading& reading) {
      for (const auto& programme : applied.to_load) app.load_programme(reading, programme);
      load_nil_statements(app, reading);
    });
  app.notify({position, "definition", "", UnitId(), ""});
}

}  // namespace jinguo::app
