#pragma once
#include <string>

#include "app/store_port.h"

namespace jinguo::app {

/// Whether the account or the source failed so often within the last quarter of an hour that nothing is
/// tried: five failures of an account, or twenty from one source, behind which an office may sit.
bool is_locked_out(Reading& reading, const std::string& account, const std::string& source, Instant now);
/// Counts a wrong password, or a wrong code after a right one.
void note_failure(Writing& writing, const std::string& account, const std::string& source, Instant now);
/// Forgets what no longer counts.
void drop_old_failures(Writing& writing, Instant now);

}  // namespace jinguo::app
