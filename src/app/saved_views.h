#pragma once
#include "app/call.h"

namespace jinguo::app {

/// A saved view is what stands in a list's address: filters, columns, order. It holds no records and gives no
/// right: who opens it sees what is hers.

/// GET /api/views?programme: the asker's own, and those shared at the units of her posts.
Result<Answer> list_views(App& app, const Call& call);
/// POST /api/views: {programme, name, query, shared}. Shared: for everybody with a post at the unit she acts
/// for.
Result<Answer> keep_view(App& app, const Call& call);
/// DELETE /api/views/{id}: one's own; a shared one also by who organises its unit.
Result<Answer> drop_view(App& app, const Call& call);

}  // namespace jinguo::app
