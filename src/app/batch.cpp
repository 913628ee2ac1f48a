#include "app/batch.h"

#include "app/app_error.h"
#include "app/programme_lookup.h"
#include "app/record_queries.h"
#include "app/records.h"
#include "app/undo.h"
#include "app/units.h"

namespace jinguo::app {
namespace {

/// A batch is what a person has looked through, not an import.
constexpr size_t kMostItems = 200;

struct Step {
  std::string programme;
  RecordId id;
  std::optional<int64_t> version;
  std::string event;
};

Result<Step> step_of(const json::value& given) {
  if (!given.is_object())
    return Error(kBadField, {"items", "每一项应当是对象。", "each must be an object."}).on("items");
  if (auto known = only_members(given, {"programme", "id", "version", "event"}); !known)
    return std::move(known).error();
  auto programme = required_member(given, "programme");
  auto id = required_member(given, "id");
  auto event = required_member(given, "event");
  for (const auto* member : {&programme, &id, &event})
    if (!*member) return member->error();
  const auto parsed = RecordId::parse(*id);
  if (!parsed) return Error(kBadKey, {*id}).on("id");
  Step step{*programme, *parsed, {}, *event};
  if (const json::value* version = given.as_object().if_contains("version"); version && !version->is_null()) {
    if (!version->is_int64())
      return Error(kBadField, {"version", "应当是整数。", "it must be an integer."}).on("version");
    step.version = version->as_int64();
  }
  return step;
}

Result<std::vector<Step>> steps_of(const json::value& body) {
  const json::object* object = body.if_object();
  const json::value* items = object ? object->if_contains("items") : nullptr;
  if (!items || !items->is_array() || items->as_array().empty() || items->as_array().size() > kMostItems)
    return Error(kBadField, {"items", "应当是 1 到 200 项。", "it must be 1 to 200 items."}).on("items");
  std::vector<Step> steps;
  for (const json::value& item : items->as_array()) {
    auto step = step_of(item);
    if (!step) return std::move(step).error();
    steps.push_back(std::move(*step));
  }
  return steps;
}

Result<SavedRecord> take(App& app, Writing& writing, const Call& call, const LogEntry& stamp,
                         const Step& step, const std::string& reason) {
  auto programme = find_programme(*app.staged().catalogue, step.programme);
  if (!programme) return std::move(programme).error();
  const auto record = writing.find_record(**programme, step.id);
  if (!record) return Error(kNotFound, {"这条记录", "such record"});
  if (auto seen = check_may_see_record(call, **programme, record->unit); !seen)
    return std::move(seen).error();
  RecordChange change;
  change.programme = *programme;
  change.id = step.id;
  change.version = step.version;
  change.events = {step.event};
  change.reason = reason;
  return save_record(app, writing, stamp, change, actor_of(call, record->unit));
}

}  // namespace

Result<Answer> take_events(App& app, const Call& call) {
  if (auto known = only_members(call.body, {"items", "reason"}); !known) return std::move(known).error();
  auto steps = steps_of(call.body);
  if (!steps) return std::move(steps).error();
  auto reason = text_member(call.body, "reason");
  if (!reason) return std::move(reason).error();
  struct Taken {
    SavedRecord saved;
    int undo;
  };
  return write(app, call, [&](Writing& writing, LogEntry stamp) -> Result<Done> {
    const auto taken = std::make_shared<std::vector<Taken>>();
    std::optional<Error> first_refusal;
    json::array items;
    for (const Step& step : *steps) {
      json::object item{{"programme", step.programme},
                        {"id", step.id.to_text()},
                        {"ok", false},
                        {"version", 0},
                        {"state", ""},
                        {"undo", 0},
                        {"fault", nullptr}};
      auto saved = take(app, writing, call, stamp, step, *reason);
      if (saved) {
        const int undo = undo_seconds(app, writing, *saved);
        item["ok"] = true;
        item["version"] = saved->record.version;
        item["state"] = saved->record.state;
        item["undo"] = undo;
        taken->push_back({std::move(*saved), undo});
      } else {
        item["fault"] = fault_json(saved.error());
        if (!first_refusal) first_refusal = std::move(saved).error();
      }
      items.push_back(std::move(item));
    }
    if (taken->empty()) return std::move(*first_refusal);
    const auto done = static_cast<int64_t>(taken->size());
    return Done{json::object{{"items", std::move(items)},
                             {"done", done},
                             {"refused", static_cast<int64_t>(steps->size()) - done},
                             {"position", 0},
                             {"repeated", false}},
                [&app, &call, taken](Position position) {
                  for (const Taken& one : *taken) {
                    remember_act(app, call, one.saved, one.undo);
                    apply_saved(app, one.saved, position);
                  }
                }};
  });
}

}  // namespace jinguo::app
