#include "app/saved_views.h"

#include <algorithm>

#include "access/rules.h"
#include "app/app_error.h"
#include "app/documents.h"
#include "app/programme_lookup.h"
#include "app/record_queries.h"
#include "app/units.h"

namespace jinguo::app {
namespace {

constexpr size_t kLongestName = 40 * 4;
constexpr size_t kLongestQuery = 2000;
constexpr int kMostOwn = 50;
constexpr ErrorRow kTooMany{"app.too_many_views", 422, "最多存 {0} 个视图，请先删去不用的。",
                            "At most {0} views are kept; delete one first."};
constexpr ErrorRow kNoPost{"app.view_without_post", 422, "您没有岗位单位，不能共用视图。",
                           "You hold no post at a unit to share a view with."};

struct View {
  std::string programme, name, query;
  AccountId account;
  /// None: the maker's own.
  UnitId unit;
};

View view_of(std::string_view body) {
  const json::value kept = json::parse(body);
  return {std::string(kept.at("programme").as_string()), std::string(kept.at("name").as_string()),
          std::string(kept.at("query").as_string()), AccountId(kept.at("account").to_number<int64_t>()),
          UnitId(kept.at("unit").to_number<uint32_t>())};
}

bool is_own(const Call& call, const View& view) {
  return view.account == call.scope->account();
}

bool is_shown(const Call& call, const View& view) {
  if (is_own(call, view)) return true;
  return !view.unit.is_none() &&
         std::any_of(call.scope->holdings().begin(), call.scope->holdings().end(),
                     [&](const access::Holding& post) { return post.unit == view.unit; });
}

bool may_drop(const Call& call, const View& view) {
  return is_own(call, view) ||
         (is_shown(call, view) &&
          access::reach_of(*call.scope, access::Power::organise).holds(call.scope->today(), view.unit));
}

json::object view_json(App& app, const Call& call, const std::string& id, const View& view) {
  const Snapshot now = app.published();
  return {{"id", id},
          {"programme", view.programme},
          {"name", view.name},
          {"query", view.query},
          {"unit", view.unit.is_none() ? json::value(nullptr)
                                       : json::value(unit_ref(*now.tree, view.unit, app.today()))},
          {"own", is_own(call, view)},
          {"may_drop", may_drop(call, view)}};
}

/// The unit she acts for: that of the post the request is made under, else of her first.
UnitId acting_unit(const Call& call) {
  for (const access::Holding& post : call.scope->holdings())
    if (call.post.starts_with(std::string(org::row_of(post.level).name) + "." + post.role + "@"))
      return post.unit;
  return call.scope->holdings().empty() ? UnitId() : call.scope->holdings().front().unit;
}

}  // namespace

Result<Answer> list_views(App& app, const Call& call) {
  const std::string programme(call.parameter("programme"));
  std::vector<json::object> views;
  app.store().read([&](Reading& reading) {
    reading.scan_documents(kViewDocuments, "", [&](std::string_view key, std::string_view body) {
      const View view = view_of(body);
      if (is_shown(call, view) && (programme.empty() || view.programme == programme))
        views.push_back(view_json(app, call, std::string(key), view));
    });
  });
  std::stable_sort(views.begin(), views.end(), [](const json::object& a, const json::object& b) {
    return a.at("name").as_string() < b.at("name").as_string();
  });
  json::array out;
  for (json::object& view : views) out.push_back(std::move(view));
  return Answer(std::move(out));
}

Result<Answer> keep_view(App& app, const Call& call) {
  if (auto known = only_members(call.body, {"programme", "name", "query", "shared"}); !known)
    return std::move(known).error();
  auto programme_id = required_member(call.body, "programme");
  if (!programme_id) return std::move(programme_id).error();
  auto name = required_member(call.body, "name");
  if (!name) return std::move(name).error();
  if (name->size() > kLongestName)
    return Error(kBadField, {"name", "最多 40 个字。", "it is too long."}).on("name");
  auto query = text_member(call.body, "query");
  if (!query) return std::move(query).error();
  if (query->size() > kLongestQuery || (!query->empty() && !query->starts_with('?')))
    return Error(kBadField, {"query", "不是列表的地址。", "it is no list's address."}).on("query");
  const json::value* shared = call.body.as_object().if_contains("shared");
  if (shared && !shared->is_bool())
    return Error(kBadField, {"shared", "应当是真或假。", "it must be true or false."}).on("shared");
  const Snapshot now = app.published();
  auto programme = find_programme(*now.catalogue, *programme_id);
  if (!programme) return std::move(programme).error();
  if (auto may = check_may_list(call, **programme); !may) return std::move(may).error();
  View view{(*programme)->id, *name, *query, call.scope->account(), UnitId()};
  if (shared && shared->as_bool()) {
    view.unit = acting_unit(call);
    if (view.unit.is_none()) return Error(kNoPost).on("shared");
  }
  return write(app, call, [&](Writing& writing, LogEntry stamp) -> Result<Done> {
    int own = 0;
    writing.scan_documents(kViewDocuments, "", [&](std::string_view, std::string_view body) {
      own += is_own(call, view_of(body)) ? 1 : 0;
    });
    if (own >= kMostOwn) return Error(kTooMany, {std::to_string(kMostOwn)});
    const std::string id = app.new_record_id().to_text();
    writing.put_document(kViewDocuments, id,
                         json::serialize(json::object{{"programme", view.programme},
                                                      {"name", view.name},
                                                      {"query", view.query},
                                                      {"account", view.account.number()},
                                                      {"unit", view.unit.number()}}));
    stamp.action = "view.keep";
    stamp.programme = view.programme;
    stamp.subject = id;
    stamp.unit = view.unit;
    writing.append(stamp);
    return Done{view_json(app, call, id, view), {}};
  });
}

Result<Answer> drop_view(App& app, const Call& call) {
  const std::string id(call.parameter("id"));
  return write(app, call, [&](Writing& writing, LogEntry stamp) -> Result<Done> {
    const auto body = writing.find_document(kViewDocuments, id);
    if (!body || !may_drop(call, view_of(*body))) return Error(kNotFound, {"这个视图", "such view"});
    writing.delete_document(kViewDocuments, id);
    stamp.action = "view.drop";
    stamp.programme = view_of(*body).programme;
    stamp.subject = id;
    writing.append(stamp);
    return Done{json::object{{"dropped", id}}, {}};
  });
}

}  // namespace jinguo::app
