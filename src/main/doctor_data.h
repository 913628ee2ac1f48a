#pragma once
#include <filesystem>
#include <string>
#include <string_view>

#include "app/call.h"
#include "cli/installation.h"
#include "store/postgres/postgres_promise.h"

namespace jinguo {

/// Where the nightly backups of a data folder lie: beside it, like its master key.
std::filesystem::path backups_of(const std::filesystem::path& data_dir);

/// The newest file `*.backup` of the folder: that it is there, whole, and not older than two days.
cli::Finding examine_backups(const std::filesystem::path& folder, app::Instant now);

/// Whether this version, e.g. "3.53.2", is one that is known to lose data as Jinguo uses it.
cli::Finding examine_sqlite(std::string_view version);

/// Whether the server keeps what it acknowledges.
cli::Finding examine_postgres(const store::PostgresPromise& server);

/// A log that is ahead of the clock: one of the two is wrong. `newest` is the time of its newest entry as the
/// API tells it; empty for an empty log.
cli::Finding examine_log_clock(std::string_view newest, app::Instant now);

/// Whether this process could listen there.
cli::Finding examine_port(const std::string& address, uint16_t port);

}  // namespace jinguo
