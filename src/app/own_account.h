#pragma once
#include "app/call.h"

namespace jinguo::app {

/// Error app.not_found of one who comes without an account: the operator at the machine itself.
Result<void> check_own_account(const Call& call);

/// GET /api/me: the account, its posts, its sessions, its second factor.
Result<Answer> get_own_account(App& app, const Call& call);
/// POST /api/me/password {old, password}: other sessions end. Failures count like those of signing in.
Result<Answer> change_password(App& app, const Call& call);
/// POST /api/me/sessions/end {id}: that one, or without `id` all but the one that asks.
Result<Answer> end_own_sessions(App& app, const Call& call);

}  // namespace jinguo::app
