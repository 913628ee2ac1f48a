#pragma once
#include "app/call.h"

namespace jinguo::app {

/// GET /api/about
Result<Answer> get_about(App& app, const Call& call);
/// POST /api/verify: the hash chain, every stored row against its last log line, the rules of the stored
/// tree, and every figure against a recount from stored rows by a plain walk.
Result<Answer> verify(App& app, const Call& call);
/// POST /api/backup {file}: only through the local socket or the command line.
Result<Answer> make_backup(App& app, const Call& call);

/// The recount alone: every difference between the totals in memory and those made anew from stored rows, at
/// every unit of the tree as it is now and as it was at the end of each of the periods.
struct Recount {
  Diagnostics faults;
  int64_t figures = 0;
  int64_t records = 0;
};
Recount recount(App& app, const std::vector<Period>& periods);

/// Makes an empty store ready: the look-up key of persons, and the settings of the installation.
Result<void> initialise(App& app, const Settings& settings);
/// The settings an installation was made with; defaults when it has none.
Settings load_settings(Store& store);

}  // namespace jinguo::app
