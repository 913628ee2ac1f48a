#pragma once
#include <vector>

#include "app/call.h"

namespace jinguo::app {

/// GET /api/inbox?tab&programme&after&size: one tab of the asker's work, a page at a time. `todo` is what she
/// may lead on, with what her own units owe and returns that wait for her, by its due day, the oldest first;
/// `done` what she did; `started` what she made and is not yet at an end; `copied` what her posts are told
/// of. Each the newest first but `todo`. `after` is the `next` of the page before.
Result<Answer> get_inbox(App& app, const Call& call);

/// The records that wait for the asker under a unit by programme, for a dashboard: `InboxItem[]` of the API.
json::array inbox_summary(App& app, const Call& call, UnitId unit);

/// After an event that led from one state to another, inside its write: puts a copy before the posts its file
/// tells of it.
void tell_of_event(Writing& writing, const org::Tree& tree, const define::Programme& programme,
                   const record::Record& record, std::string_view from, std::string_view to,
                   const LogEntry& entry);

}  // namespace jinguo::app
