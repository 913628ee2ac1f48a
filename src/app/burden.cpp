#include "app/burden.h"

#include <set>

#include "app/app_error.h"
#include "app/complaints.h"
#include "app/documents.h"
#include "app/units.h"
#include "define/burden.h"
#include "define/load_programme.h"

namespace jinguo::app {
namespace {

using define::Programme;
using Versions = std::vector<std::shared_ptr<const Programme>>;

/// "3" or "3.5".
std::string minutes_text(int64_t tenths) {
  std::string out = std::to_string(tenths / 10);
  if (tenths % 10 != 0) out += "." + std::to_string(tenths % 10);
  return out;
}

/// Every version there ever was, each id by ascending version.
std::map<std::string, Versions> load_versions(Reading& reading) {
  std::map<std::string, Versions> out;
  define::Catalogue known;
  reading.scan_documents(kDefinitionDocuments, "", [&](std::string_view key, std::string_view body) {
    const define::Source source{std::string(key), std::string(body)};
    const auto kind = define::kind_of(source);
    if (kind == define::DefinitionKind::list) {
      if (auto list = define::load_list(source, known).value) known.lists[list->id] = list;
    } else if (kind == define::DefinitionKind::programme) {
      auto programme = define::load_programme(source, known).value;
      if (!programme) return;
      known.programmes[programme->id] = programme;
      out[programme->id].push_back(programme);
    }
  });
  return out;
}

Versions in_force_on(const std::map<std::string, Versions>& versions, org::Level level, Date day) {
  Versions out;
  for (const auto& [id, all] : versions) {
    std::shared_ptr<const Programme> last;
    for (const auto& programme : all)
      if (programme->valid_from <= day) last = programme;
    if (last && last->is_filed_at(level)) out.push_back(std::move(last));
  }
  return out;
}

json::object form_json(const Programme& programme) {
  const define::Burden burden = define::burden_of(programme);
  return {{"programme", programme.id},
          {"title", words_json(programme.title)},
          {"version", programme.version},
          {"fields", burden.fields},
          {"seconds", burden.seconds},
          {"per_year", static_cast<double>(burden.filings_a_century) / 100},
          {"minutes_a_month", burden.filings_a_century == 0
                                  ? json::value(nullptr)
                                  : json::value(minutes_text(burden.tenths_a_month()))}};
}

json::object sum_json(const Versions& forms, Date day) {
  int64_t fields = 0, tenths = 0;
  for (const auto& programme : forms) {
    const define::Burden burden = define::burden_of(*programme);
    fields += burden.fields;
    tenths += burden.tenths_a_month();
  }
  return {{"day", day.to_text()},
          {"forms", forms.size()},
          {"fields", fields},
          {"minutes_a_month", minutes_text(tenths)}};
}

/// The same question, by its words, in more than one form.
json::array twice_json(const Versions& forms) {
  std::map<std::string, std::set<std::string>> asked_by;
  std::map<std::string, define::Words> labels;
  for (const auto& programme : forms)
    for (const define::Field& field : programme->fields) {
      if (field.retired || field.computed || field.is_from_unit) continue;
      asked_by[field.label.zh].insert(programme->id);
      labels[field.label.zh] = field.label;
    }
  json::array out;
  for (const auto& [label, programmes] : asked_by)
    if (programmes.size() > 1)
      out.push_back({{"label", words_json(labels[label])},
                     {"programmes", json::array(programmes.begin(), programmes.end())}});
  return out;
}

}  // namespace

Result<Answer> get_burden(App& app, const Call& call) {
  org::Level level = org::Level::village;
  if (const auto asked = call.parameter("level"); !asked.empty()) {
    const auto parsed = org::parse_level(asked);
    if (!parsed)
      return Error(kBadField, {"level", "应当是 city、county、township 或 village。",
                               "it must be city, county, township or village."})
          .on("level");
    level = *parsed;
  }
  constexpr int kYear = 365;
  const Date today = app.today(), before = today.plus_days(-kYear);
  std::map<std::string, Versions> versions;
  int64_t open_complaints = 0;
  app.store().read([&](Reading& reading) {
    versions = load_versions(reading);
    open_complaints = count_open_complaints(reading);
  });
  const Versions now = in_force_on(versions, level, today);
  json::array forms;
  for (const auto& programme : now) forms.push_back(form_json(*programme));
  return Answer(json::object{{"level", org::row_of(level).name},
                             {"now", sum_json(now, today)},
                             {"before", sum_json(in_force_on(versions, level, before), before)},
                             {"forms", std::move(forms)},
                             {"asked_twice", twice_json(now)},
                             {"open_complaints", open_complaints}});
}

std::string burden_line(const Programme* before, const Programme& next) {
  const int64_t more =
      define::burden_of(next).tenths_a_month() - (before ? define::burden_of(*before).tenths_a_month() : 0);
  if (more == 0) return "";
  static constexpr std::string_view kZh[] = {"国", "省", "市", "县", "乡镇", "村", "单位"};
  const std::string minutes = minutes_text(more < 0 ? -more : more);
  return "每" + std::string(kZh[static_cast<size_t>(next.level)]) + "每月" + (more > 0 ? "多 " : "少 ") +
         minutes + " 分钟 / " + minutes + " minutes " + (more > 0 ? "more" : "less") + " a month for each " +
         std::string(org::row_of(next.level).en);
}

}  // namespace jinguo::app
