#pragma once
#include "cli/session.h"

namespace jinguo::cli {

/// The exit code for an answer's HTTP status.
Exit exit_of(int status);

/// Tells a refusal of the API (its sentence, then every fault with file, line and column on a line of its
/// own).
Exit tell_refusal(Session& session, const Reply& reply);
Exit tell_error(Session& session, const Error& error);
/// The faults of a verdict or a check as lines; answers how many of them are faults and not advice.
size_t tell_faults(Session& session, std::string_view faults_json);

}  // namespace jinguo::cli
