#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <exception>

#include "peers/dhis2_peer.h"
#include "peers/sqlite_peer.h"
#include "peers/summary_peer.h"
#include "peers/workload.h"

namespace jinguo::bench {
namespace {

int run(int count, char** arguments) {
  std::string peer, json, scratch = ".";
  for (int i = 1; i < count; ++i) {
    const bool has_value = i + 1 < count;
    if (std::strcmp(arguments[i], "--json") == 0 && has_value) {
      json = arguments[++i];
    } else if (std::strcmp(arguments[i], "--scratch") == 0 && has_value) {
      scratch = arguments[++i];
    } else {
      peer = arguments[i];
    }
  }
  const char* const server = std::getenv("JINGUO_TEST_POSTGRES");
  Measurements out;
  out.keep_in(json);
  if (peer == "data") {
    write_workload(scratch);
    return 0;
  }
  if (peer == "sqlite") return measure_sqlite(scratch, out) ? 0 : 1;
  if (peer == "postgres" && server) return measure_summary(server, scratch, out) ? 0 : 1;
  if (peer == "dhis2" && server) return measure_dhis2(server, scratch, out) ? 0 : 1;
  std::fprintf(stderr,
               "bench_peers data|sqlite|postgres|dhis2 [--json FILE] [--scratch DIR]\n"
               "data first; postgres and dhis2 under tools/with_postgres\n");
  return 2;
}

}  // namespace
}  // namespace jinguo::bench

int main(int count, char** arguments) {
  try {
    return jinguo::bench::run(count, arguments);
  } catch (const std::exception& failure) {
    std::fprintf(stderr, "bench_peers: %s\n", failure.what());
    return 1;
  }
}
