#include "app/call.h"

#include "app/app_error.h"

namespace jinguo::app {

std::string_view Call::parameter(std::string_view name) const {
  const auto found = parameters.find(name);
  return found == parameters.end() ? std::string_view() : std::string_view(found->second);
}

json::object fault_json(const Error& fault, std::string_view severity) {
  json::object out{{"code", fault.code()},
                   {"message", fault.text(Language::zh)},
                   {"message_en", fault.text(Language::en)},
                   {"severity", severity}};
  const Place& place = fault.place();
  if (!place.field.empty()) out["field"] = place.field;
  if (!place.file.empty()) out["file"] = place.file;
  if (place.line > 0) out["line"] = place.line;
  if (place.column > 0) out["column"] = place.column;
  if (!fault.detail.empty()) {
    boost::system::error_code failed;
    json::value detail = json::parse(fault.detail, failed);
    if (!failed) out["detail"] = std::move(detail);
  }
  return out;
}

Error refusal_of(const Diagnostics& faults) {
  ensure(!faults.empty(), "a refusal has a reason");
  if (faults.size() == 1) return faults.front();
  Error error(kInvalid, {std::to_string(faults.size())});
  json::array list;
  for (const Error& fault : faults) list.push_back(fault_json(fault));
  error.detail = json::serialize(json::object{{"faults", std::move(list)}});
  return error;
}

Result<std::string> text_member(const json::value& body, std::string_view name) {
  const json::object* object = body.if_object();
  const json::value* value = object ? object->if_contains(name) : nullptr;
  if (!value || value->is_null()) return std::string();
  if (const json::string* text = value->if_string()) return std::string(*text);
  if (value->is_int64() || value->is_uint64()) return json::serialize(*value);
  return Error(kBadField, {std::string(name), "应当是文字。", "it must be a text."}).on(std::string(name));
}

Result<std::string> required_member(const json::value& body, std::string_view name) {
  auto text = text_member(body, name);
  if (text && text->empty())
    return Error(kBadField, {std::string(name), "必须填写。", "it must be given."}).on(std::string(name));
  return text;
}

Result<void> only_members(const json::value& body, std::initializer_list<std::string_view> known) {
  const json::object* object = body.if_object();
  if (!object) {
    if (body.is_null()) return {};
    return Error(kBadField, {"body", "应当是 JSON 对象。", "it must be a JSON object."});
  }
  for (const auto& member : *object)
    if (std::find(known.begin(), known.end(), std::string_view(member.key())) == known.end())
      return Error(kBadField, {std::string(member.key()), "没有这一项。", "there is no such member."})
          .on(std::string(member.key()));
  return {};
}

LogEntry stamp_of(App& app, const Call& call) {
  LogEntry stamp;
  stamp.at = app.clock().now();
  stamp.account = call.scope ? call.scope->account() : AccountId();
  stamp.post = call.post;
  stamp.on = app.today();
  return stamp;
}

namespace {

/// The request and the posts it was made under: a repeat under other posts is another request, whose rights
/// are asked anew.
std::string request_under_posts(const Call& call) {
  std::string out = call.request_hash;
  if (!call.scope) return out;
  for (const access::Holding& holding : call.scope->holdings())
    out += "@" + std::to_string(holding.post.number());
  return out;
}

}  // namespace

Result<Answer> write(App& app, const Call& call,
                     const std::function<Result<Done>(Writing&, LogEntry stamp)>& work) {
  struct Outcome {
    json::value answer;
    std::optional<KeptAnswer> kept;
    bool is_key_reused = false;
  };
  const auto outcome = std::make_shared<Outcome>();
  const AccountId account = call.scope ? call.scope->account() : AccountId();
  auto result = app.store().perform([&, outcome](Writing& writing) -> Result<Committed> {
    *outcome = {};
    const LogEntry stamp = stamp_of(app, call);
    if (!call.idempotency_key.empty()) {
      outcome->kept = writing.find_answer(account, call.idempotency_key);
      if (outcome->kept) {
        if (outcome->kept->request_hash != request_under_posts(call)) return Error(kKeyReused);
        return Committed{writing.head(), {}};
      }
    }
    auto done = work(writing, stamp);
    if (!done) return std::move(done).error();
    outcome->answer = std::move(done->answer);
    const Position position = writing.head();
    if (json::object* object = outcome->answer.if_object(); object && object->contains("position"))
      (*object)["position"] = position.number();
    if (!call.idempotency_key.empty())
      writing.keep_answer(account, call.idempotency_key,
                          {request_under_posts(call), 200, json::serialize(outcome->answer)}, stamp.at);
    Committed committed;
    committed.position = position;
    if (done->after_commit)
      committed.after_commit = [after = std::move(done->after_commit), position] { after(position); };
    return committed;
  });
  if (!result) return std::move(result).error();
  if (outcome->kept) {
    Answer answer(json::parse(outcome->kept->body));
    answer.status = outcome->kept->status;
    if (json::object* object = answer.body.if_object(); object && object->contains("repeated"))
      (*object)["repeated"] = true;
    return answer;
  }
  return Answer(std::move(outcome->answer));
}

}  // namespace jinguo::app
