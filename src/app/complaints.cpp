#include "app/complaints.h"

#include <algorithm>
#include <array>

#include "access/rules.h"
#include "app/app_error.h"
#include "app/documents.h"
#include "app/moment.h"
#include "app/units.h"
#include "org/near.h"

namespace jinguo::app {
namespace {

constexpr ErrorRow kTooMany{"app.too_many_complaints", 429, "一小时内最多提 {0} 条意见，请稍后再提。",
                            "At most {0} complaints an hour; try again later."};
constexpr size_t kMostAnHour = 10;
constexpr Instant kHour = 3600 * 1000;
constexpr size_t kMostCharacters = 500;
constexpr size_t kMostPage = 200;
constexpr size_t kMostListed = 200;
constexpr std::array<std::string_view, 5> kKinds{"slow", "unclear", "twice", "wrong", "other"};
constexpr std::string_view kCounter = "last_complaint";

std::string padded(int64_t number) {
  constexpr size_t kWidth = 12;
  const std::string text = std::to_string(number);
  return std::string(text.size() < kWidth ? kWidth - text.size() : 0, '0') + text;
}
std::string key_of(int64_t number) {
  return "n/" + padded(number);
}
std::string rate_key(AccountId account) {
  return "a/" + padded(account.number());
}

Result<std::string> complaint_text(const json::value& body) {
  auto text = required_member(body, "text");
  if (text && org::code_points(*text).size() > kMostCharacters)
    return Error(kBadField, {"text", "最多 500 个字。", "at most 500 characters."}).on("text");
  return text;
}

/// When the account complained within the last hour, this time added.
Result<json::array> moments_with(Writing& writing, AccountId account, Instant now) {
  json::array out;
  if (const auto kept = writing.find_document(kComplaintDocuments, rate_key(account)))
    for (const json::value& at : json::parse(*kept).as_array())
      if (at.to_number<Instant>() > now - kHour) out.push_back(at);
  if (out.size() >= kMostAnHour) return Error(kTooMany, {std::to_string(kMostAnHour)});
  out.push_back(now);
  return out;
}

json::object shown(const org::Tree& tree, const json::object& kept, AccountId asker, Date day) {
  json::object out{{"id", kept.at("id")},
                   {"page", kept.at("page")},
                   {"kind", kept.at("kind")},
                   {"text", kept.at("text")},
                   {"at", kept.at("at")},
                   {"by", kept.at("by")},
                   {"answer", kept.at("answer")},
                   {"answered_by", kept.at("answered_by")},
                   {"is_own", kept.at("account").to_number<int64_t>() == asker.number()}};
  const UnitId unit(kept.at("unit").to_number<uint32_t>());
  out["unit"] = unit.is_none() ? json::value(nullptr) : json::value(unit_ref(tree, unit, day));
  return out;
}

}  // namespace

Result<Answer> make_complaint(App& app, const Call& call) {
  if (auto known = only_members(call.body, {"page", "text", "kind"}); !known) return std::move(known).error();
  auto text = complaint_text(call.body);
  if (!text) return std::move(text).error();
  auto page = required_member(call.body, "page");
  if (!page) return std::move(page).error();
  auto kind = required_member(call.body, "kind");
  if (!kind) return std::move(kind).error();
  if (page->front() != '/' || page->size() > kMostPage || page->find_first_of("?#") != std::string::npos)
    return Error(kBadField, {"page", "应当是页面的路径，不带问号以后的部分。",
                             "it must be the path of a page, without its question."})
        .on("page");
  if (std::find(kKinds.begin(), kKinds.end(), *kind) == kKinds.end())
    return Error(kBadField, {"kind", "应当是 slow、unclear、twice、wrong 或 other。",
                             "it must be slow, unclear, twice, wrong or other."})
        .on("kind");
  const UnitId unit = call.scope->holdings().empty() ? UnitId() : call.scope->holdings().front().unit;
  return write(app, call, [&, unit](Writing& writing, LogEntry stamp) -> Result<Done> {
    auto moments = moments_with(writing, call.scope->account(), stamp.at);
    if (!moments) return std::move(moments).error();
    writing.put_document(kComplaintDocuments, rate_key(call.scope->account()), json::serialize(*moments));
    const auto last = writing.find_document(kSettingDocuments, kCounter);
    const int64_t number = last ? std::stoll(*last) + 1 : 1;
    writing.put_document(kSettingDocuments, kCounter, std::to_string(number));
    const json::object kept{{"id", number},
                            {"account", call.scope->account().number()},
                            {"by", call.scope->name()},
                            {"unit", unit.number()},
                            {"page", *page},
                            {"kind", *kind},
                            {"text", *text},
                            {"at", moment_text(stamp.at)},
                            {"answer", nullptr},
                            {"answered_by", nullptr}};
    writing.put_document(kComplaintDocuments, key_of(number), json::serialize(kept));
    stamp.action = "complaint.make";
    stamp.subject = std::to_string(number);
    stamp.unit = unit;
    writing.append(stamp);
    return Done{shown(*app.staged().tree, kept, call.scope->account(), stamp.on), {}};
  });
}

Result<Answer> list_complaints(App& app, const Call& call) {
  const access::Reach reach = access::reach_of(*call.scope, access::Power::organise);
  const Snapshot now = app.published();
  const AccountId asker = call.scope->account();
  json::array out;
  app.store().read([&](Reading& reading) {
    reading.scan_documents(kComplaintDocuments, "n/", [&](std::string_view, std::string_view body) {
      const json::value kept = json::parse(body);
      const UnitId unit(kept.at("unit").to_number<uint32_t>());
      const bool is_own = kept.at("account").to_number<int64_t>() == asker.number();
      if (is_own || (!unit.is_none() && reach.holds(call.scope->today(), unit)))
        out.push_back(shown(*now.tree, kept.as_object(), asker, app.today()));
    });
  });
  std::reverse(out.begin(), out.end());
  if (out.size() > kMostListed) out.resize(kMostListed);
  return Answer(std::move(out));
}

Result<Answer> answer_complaint(App& app, const Call& call) {
  if (auto known = only_members(call.body, {"text"}); !known) return std::move(known).error();
  const access::Reach reach = access::reach_of(*call.scope, access::Power::organise);
  if (reach.is_empty())
    return Error(kNoRight, {"答复意见", "办公室主任或系统管理员", "answer complaints",
                            "the office head or the system administrator"});
  auto text = complaint_text(call.body);
  if (!text) return std::move(text).error();
  const std::string id(call.parameter("id"));
  const bool is_number =
      !id.empty() && id.size() <= 12 && id.find_first_not_of("0123456789") == std::string::npos;
  const Error absent(kNotFound, {"这条意见", "such complaint"});
  if (!is_number) return absent;
  return write(app, call, [&](Writing& writing, LogEntry stamp) -> Result<Done> {
    const std::string key = key_of(std::stoll(id));
    const auto stored = writing.find_document(kComplaintDocuments, key);
    if (!stored) return absent;
    json::object kept = json::parse(*stored).as_object();
    const UnitId unit(kept.at("unit").to_number<uint32_t>());
    if (unit.is_none() || !reach.holds(call.scope->today(), unit)) return absent;
    kept["answer"] = *text;
    kept["answered_by"] = call.scope->name();
    writing.put_document(kComplaintDocuments, key, json::serialize(kept));
    stamp.action = "complaint.answer";
    stamp.subject = id;
    stamp.unit = unit;
    writing.append(stamp);
    return Done{shown(*app.staged().tree, kept, call.scope->account(), stamp.on), {}};
  });
}

int64_t count_open_complaints(Reading& reading) {
  int64_t open = 0;
  reading.scan_documents(kComplaintDocuments, "n/", [&](std::string_view, std::string_view body) {
    if (json::parse(body).at("answer").is_null()) ++open;
  });
  return open;
}

}  // namespace jinguo::app
