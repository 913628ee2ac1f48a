#pragma once
#include "app/call.h"

namespace jinguo::app {

/// The entry grid: one row a unit, one column a plain field, for programmes of which a unit holds one record
/// a period (or a term, or at all). Fields above the class `internal` and whole tables have no column.

/// GET /api/programmes/{programme}/grid?unit&period&term&page&size: the units that file under a unit, each
/// with its record's values and what the asker may do there. At most 2,000 rows a page.
Result<Answer> get_grid(App& app, const Call& call);

/// POST /api/programmes/{programme}/grid: changed rows, each judged by itself as a save of one record would
/// be; what is refused leaves the rest, and a batch of which no row is the asker's to write is refused as a
/// whole. One commit, at most 500 rows; a repeat is answered as before.
Result<Answer> save_grid(App& app, const Call& call);

}  // namespace jinguo::app
