#include "app/own_account.h"

#include <algorithm>

#include "app/accounts.h"
#include "app/app_error.h"
#include "app/documents.h"
#include "app/moment.h"
#include "app/second_factor.h"
#include "app/sessions.h"
#include "app/sign_in_failures.h"

namespace jinguo::app {
namespace {

constexpr ErrorRow kWrongPassword{"app.wrong_password", 422, "原密码不对。", "The old password is wrong."};

/// Sessions are named by the first digits of what they are kept under, from which nobody gets in.
std::string session_name(std::string_view kept_under) {
  return std::string(kept_under.substr(0, 16));
}

}  // namespace

Result<void> check_own_account(const Call& call) {
  if (call.scope->account() == AccountId()) return Error(kNotFound, {"您自己的账号", "account of your own"});
  return {};
}

Result<Answer> get_own_account(App& app, const Call& call) {
  if (auto own = check_own_account(call); !own) return std::move(own).error();
  const AccountId id = call.scope->account();
  const std::string here = secret_hash(call.session);
  const Instant now = app.clock().now();
  json::object out;
  app.store().read([&](Reading& reading) {
    const auto account = load_account(reading, id);
    std::vector<std::pair<Instant, json::object>> sessions;
    reading.scan_documents(kSessionDocuments, "", [&](std::string_view key, std::string_view body) {
      const SessionState session = session_of(body);
      if (session.account != id || !is_alive(session, now)) return;
      sessions.emplace_back(session.at, json::object{{"id", session_name(key)},
                                                     {"at", moment_text(session.at)},
                                                     {"source", session.source},
                                                     {"agent", session.agent},
                                                     {"here", key == here}});
    });
    std::stable_sort(sessions.begin(), sessions.end(),
                     [](const auto& a, const auto& b) { return a.first > b.first; });
    json::array list;
    for (auto& [at, session] : sessions) list.push_back(std::move(session));
    out = account_json(app, reading, *account);
    out["phone"] = load_phone(reading, id);
    out["sessions"] = std::move(list);
    out["second_factor"] = second_factor_json(app, reading, id);
    out["demo"] = account->is_demo;
  });
  return Answer(std::move(out));
}

Result<Answer> change_password(App& app, const Call& call) {
  if (auto known = only_members(call.body, {"old", "password"}); !known) return std::move(known).error();
  if (auto own = check_own_account(call); !own) return std::move(own).error();
  auto old = required_member(call.body, "old");
  auto password = required_member(call.body, "password");
  if (!old) return std::move(old).error();
  if (!password) return std::move(password).error();
  if (auto judged = judge_password(*password); !judged) return std::move(judged).error();
  const AccountId id = call.scope->account();
  const Instant now = app.clock().now();
  std::optional<AccountState> account;
  bool locked = false;
  app.store().read([&](Reading& reading) {
    account = load_account(reading, id);
    locked = is_locked_out(reading, account->account, call.source, now);
  });
  if (locked) return Error(kLockedOut, {"15"});
  if (!fits_password(account->password_hash, *old)) {
    auto noted = app.store().perform([&](Writing& writing) -> Result<Committed> {
      LogEntry stamp = stamp_of(app, call);
      note_failure(writing, account->account, call.source, stamp.at);
      stamp.action = "session.refused";
      stamp.subject = account->account;
      return Committed{writing.append(stamp), {}};
    });
    if (!noted) return std::move(noted).error();
    return Error(kWrongPassword).on("old");
  }
  const std::string hash = hash_password(*password);
  return write(app, call, [&app, &call, id, hash](Writing& writing, LogEntry stamp) -> Result<Done> {
    auto changed = load_account(writing, id);
    changed->password_hash = hash;
    save_account(writing, *changed);
    end_sessions(writing, id, secret_hash(call.session));
    stamp.action = "account.password";
    stamp.subject = changed->account;
    writing.append(stamp);
    return Done{json::object{{"account", changed->account}}, [&app](Position at) {
                  app.notify({at, "session", "", UnitId(), ""});
                }};
  });
}

Result<Answer> end_own_sessions(App& app, const Call& call) {
  if (auto known = only_members(call.body, {"id"}); !known) return std::move(known).error();
  if (auto own = check_own_account(call); !own) return std::move(own).error();
  auto name = text_member(call.body, "id");
  if (!name) return std::move(name).error();
  return write(app, call, [&app, &call, name = *name](Writing& writing, LogEntry stamp) -> Result<Done> {
    const AccountId id = call.scope->account();
    const std::string here = secret_hash(call.session);
    std::vector<std::string> ended;
    writing.scan_documents(kSessionDocuments, "", [&](std::string_view key, std::string_view body) {
      if (session_of(body).account != id || key == here) return;
      if (name.empty() || session_name(key) == name) ended.emplace_back(key);
    });
    for (const std::string& key : ended) writing.delete_document(kSessionDocuments, key);
    stamp.action = "session.end_others";
    stamp.subject = load_account(writing, id)->account;
    writing.append(stamp);
    return Done{json::object{{"ended", ended.size()}}, [&app](Position at) {
                  app.notify({at, "session", "", UnitId(), ""});
                }};
  });
}

}  // namespace jinguo::app
