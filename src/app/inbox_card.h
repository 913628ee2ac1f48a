#pragma once
#include "app/inbox_work.h"

namespace jinguo::app {

/// `InboxCard` of the API for a record: by what it is recognised, what was last done with it and what the
/// asker may do next. `line` is what is to be told as last done; nothing: the last line of the log about it.
json::object record_card(App& app, Reading& reading, const Call& call, const define::Programme& programme,
                         const record::Record& record, const LogEntry* line);

/// As above for what waits; nothing when the record has moved on meanwhile.
std::optional<json::object> work_card(App& app, Reading& reading, const Call& call, const WorkItem& item);

}  // namespace jinguo::app
