#pragma once
#include "app/call.h"

namespace jinguo::app {

/// `Record` of the API as this reader may see it.
json::object record_json(App& app, Reading& reading, const Call& call, const define::Programme& programme,
                         const record::Record& record);

/// Records one may not know exist are not there (404), whatever is asked of them.
Result<void> check_may_see_record(const Call& call, const define::Programme& programme, UnitId unit);

/// Error app.no_right when the asker reads no row of the programme anywhere, naming who does.
Result<void> check_may_list(const Call& call, const define::Programme& programme);

/// The records of a programme an asker may see under a unit, as a query; shared by lists, exports and the
/// inbox, so that no list can show what another hides. `state` names one state or several, by comma.
Result<RecordQuery> scoped_query(App& app, const Call& call, const define::Programme& programme);

/// GET /api/programmes/{programme}/records/{id}
Result<Answer> get_record(App& app, const Call& call);
/// GET /api/programmes/{programme}/records?unit&period&state&search&sort&page&size&where.*; `search` finds
/// text in fields that anyone inside may read, and in names of units.
Result<Answer> list_records(App& app, const Call& call);
/// GET /api/programmes/{programme}/records/{id}/history: every event, oldest first.
Result<Answer> record_history(App& app, const Call& call);

}  // namespace jinguo::app
