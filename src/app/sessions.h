#pragma once
#include "app/call.h"

namespace jinguo::app {

/// Who is asking, by the text of a session: a scope with the posts held today. Error app.sign_in when there
/// is no such session, it ended, or its account was closed.
struct Asker {
  std::shared_ptr<const access::Scope> scope;
  /// "clerk@371323101" of the first post; empty when none is held.
  std::string post;
};
Result<Asker> asker_of_session(App& app, std::string_view session);

/// The scope of the local operator, who works through the socket or the command line.
Asker local_operator(App& app);
/// The scope of a named account, for `--as`. Error app.not_found.
Result<Asker> asker_of_account(App& app, std::string_view account);

/// A session as kept under the secret_hash of its text.
struct SessionState {
  AccountId account;
  /// When it was opened.
  Instant at = 0;
  /// Where it was opened from and with what, as the browser says; for her eyes only.
  std::string source, agent;
};
SessionState session_of(std::string_view body);
/// A session lasts a day.
bool is_alive(const SessionState& session, Instant now);

/// POST /api/session {account, password, code}: asks for the code of the second factor where there is one;
/// wrong codes count as failures too. Locks out for fifteen minutes after five failures of an account, or
/// twenty from one source, behind which an office may sit; answers alike, and as slowly, for unknown
/// accounts.
Result<Answer> sign_in(App& app, const Call& call);
Result<Answer> sign_out(App& app, const Call& call);
Result<Answer> get_session(App& app, const Call& call);
/// POST /api/first-link {token, password}: the one-time link of a new account sets its password.
Result<Answer> use_first_link(App& app, const Call& call);
/// GET and POST /api/demo/…: role tiles, only in a demo bound to loopback.
Result<Answer> list_demo_roles(App& app, const Call& call);
Result<Answer> enter_demo_role(App& app, const Call& call);

}  // namespace jinguo::app
