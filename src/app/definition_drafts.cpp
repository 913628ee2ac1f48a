#include "app/definition_drafts.h"

#include <algorithm>

#include "access/rules.h"
#include "app/app_error.h"
#include "app/documents.h"
#include "app/moment.h"
#include "app/programme_lookup.h"

namespace jinguo::app {
namespace {

constexpr size_t kMostDrafts = 50;
constexpr size_t kMostBytes = 512 * 1024;
constexpr size_t kMostNameBytes = 240;

constexpr ErrorRow kDraftMoved{
    "app.draft_moved", 409, "这份草稿在别的窗口存过（{0}）；请重新打开，或另存一份。",
    "This draft was saved in another window ({0}); open it again or save another one."};
constexpr ErrorRow kTooManyDrafts{"app.too_many_drafts", 422, "草稿最多 {0} 份，请先删去不用的。",
                                  "There may be {0} drafts; delete one first."};
constexpr ErrorRow kDraftTooLong{"app.draft_too_long", 413, "草稿最长 {0} KB。",
                                 "A draft has at most {0} KB."};

struct Draft {
  std::string id, programme, name, text;
  int base = 0;
  int64_t revision = 1;
  Instant at = 0;
};

std::string key_of(const Call& call, std::string_view id) {
  return std::to_string(call.scope->account().number()) + "/" + std::string(id);
}

Draft read_draft(std::string_view id, std::string_view body) {
  const json::value kept = json::parse(body);
  const auto text = [&](const char* name) { return std::string(kept.at(name).as_string()); };
  return {std::string(id),
          text("programme"),
          text("name"),
          text("text"),
          kept.at("base").to_number<int>(),
          kept.at("revision").to_number<int64_t>(),
          kept.at("at").to_number<Instant>()};
}

std::string body_of(const Draft& draft) {
  return json::serialize(json::object{{"programme", draft.programme},
                                      {"name", draft.name},
                                      {"text", draft.text},
                                      {"base", draft.base},
                                      {"revision", draft.revision},
                                      {"at", draft.at}});
}

/// `in_force` beside `base` tells whether the programme has changed since the draft was begun.
json::object draft_json(const define::Catalogue& catalogue, const Draft& draft, bool with_text) {
  const define::Programme* now = catalogue.programme(draft.programme);
  json::object out{{"id", draft.id},
                   {"programme", draft.programme},
                   {"name", draft.name},
                   {"base", draft.base},
                   {"in_force", now ? now->version : 0},
                   {"revision", draft.revision},
                   {"at", moment_text(draft.at)}};
  if (with_text) out["text"] = draft.text;
  return out;
}

Result<void> check_may_draft(const Call& call) {
  if (!access::reach_of(*call.scope, access::Power::define).is_empty()) return {};
  return Error(kNoRight, {"起草项目文件", "办公室主任或系统管理员", "draft programme files",
                          "an office head or the system administrator"});
}

Error no_such_draft() {
  return Error(kNotFound, {"这份草稿", "such draft"});
}

std::optional<Draft> find_draft(Reading& reading, const Call& call, std::string_view id) {
  const auto body = reading.find_document(kDraftDocuments, key_of(call, id));
  if (!body) return std::nullopt;
  return read_draft(id, *body);
}

/// Takes what the request says into the draft.
Result<void> take_members(const json::value& body, Draft& draft) {
  if (auto known = only_members(body, {"text", "name", "programme", "base", "revision"}); !known)
    return known;
  const json::object* given = body.if_object();
  for (const auto& [name, into] :
       {std::pair{"text", &draft.text}, {"name", &draft.name}, {"programme", &draft.programme}}) {
    auto text = text_member(body, name);
    if (!text) return std::move(text).error();
    if (given && given->contains(name)) *into = std::move(*text);
  }
  if (const json::value* base = given ? given->if_contains("base") : nullptr) {
    const int64_t* version = base->if_int64();
    if (!version || *version < 0 || *version > 9999)
      return Error(kBadField, {"base", "应当是版本号。", "it must be a version."}).on("base");
    draft.base = static_cast<int>(*version);
  }
  if (draft.text.size() > kMostBytes)
    return Error(kDraftTooLong, {std::to_string(kMostBytes / 1024)}).on("text");
  if (draft.name.size() > kMostNameBytes || draft.programme.size() > kMostNameBytes)
    return Error(kBadField, {"name", "太长。", "it is too long."}).on("name");
  return {};
}

}  // namespace

Result<Answer> list_drafts(App& app, const Call& call) {
  if (auto may = check_may_draft(call); !may) return std::move(may).error();
  const Snapshot now = app.published();
  std::vector<Draft> drafts;
  app.store().read([&](Reading& reading) {
    const std::string prefix = key_of(call, "");
    reading.scan_documents(kDraftDocuments, prefix, [&](std::string_view key, std::string_view body) {
      drafts.push_back(read_draft(key.substr(prefix.size()), body));
    });
  });
  std::stable_sort(drafts.begin(), drafts.end(), [](const Draft& a, const Draft& b) { return a.at > b.at; });
  json::array out;
  for (const Draft& draft : drafts) out.push_back(draft_json(*now.catalogue, draft, false));
  return Answer(std::move(out));
}

Result<Answer> create_draft(App& app, const Call& call) {
  if (auto may = check_may_draft(call); !may) return std::move(may).error();
  Draft draft;
  if (auto taken = take_members(call.body, draft); !taken) return std::move(taken).error();
  draft.id = app.random_text(8);
  return write(app, call, [&app, &call, draft](Writing& writing, LogEntry stamp) -> Result<Done> {
    size_t kept = 0;
    writing.scan_documents(kDraftDocuments, key_of(call, ""),
                           [&](std::string_view, std::string_view) { ++kept; });
    if (kept >= kMostDrafts) return Error(kTooManyDrafts, {std::to_string(kMostDrafts)});
    Draft saved = draft;
    saved.at = stamp.at;
    writing.put_document(kDraftDocuments, key_of(call, saved.id), body_of(saved));
    return Done{draft_json(*app.staged().catalogue, saved, true), {}};
  });
}

Result<Answer> get_draft(App& app, const Call& call) {
  if (auto may = check_may_draft(call); !may) return std::move(may).error();
  const Snapshot now = app.published();
  std::optional<Draft> draft;
  app.store().read([&](Reading& reading) { draft = find_draft(reading, call, call.parameter("id")); });
  if (!draft) return no_such_draft();
  return Answer(draft_json(*now.catalogue, *draft, true));
}

Result<Answer> save_draft(App& app, const Call& call) {
  if (auto may = check_may_draft(call); !may) return std::move(may).error();
  return write(app, call, [&app, &call](Writing& writing, LogEntry stamp) -> Result<Done> {
    auto draft = find_draft(writing, call, call.parameter("id"));
    if (!draft) return no_such_draft();
    const json::object* given = call.body.if_object();
    if (const json::value* seen = given ? given->if_contains("revision") : nullptr)
      if (!seen->is_int64() || seen->as_int64() != draft->revision)
        return Error(kDraftMoved, {moment_text(draft->at)});
    if (auto taken = take_members(call.body, *draft); !taken) return std::move(taken).error();
    ++draft->revision;
    draft->at = stamp.at;
    writing.put_document(kDraftDocuments, key_of(call, draft->id), body_of(*draft));
    return Done{draft_json(*app.staged().catalogue, *draft, false), {}};
  });
}

Result<Answer> delete_draft(App& app, const Call& call) {
  if (auto may = check_may_draft(call); !may) return std::move(may).error();
  return write(app, call, [&call](Writing& writing, LogEntry) -> Result<Done> {
    const std::string_view id = call.parameter("id");
    if (!find_draft(writing, call, id)) return no_such_draft();
    writing.delete_document(kDraftDocuments, key_of(call, id));
    return Done{json::object{{"deleted", true}}, {}};
  });
}

}  // namespace jinguo::app
