#include "server/reload.h"

#include <sqlite3.h>

#include "app/app.h"
#include "app/office_port.h"
#include "app/operations.h"
#include "base/error.h"
#include "peers/postgres_link.h"
#include "peers/workload.h"
#include "store/sql_store.h"

namespace jinguo::bench {
namespace {

constexpr ErrorRow kNoOffice{"bench.no_office", 501, "测量时不生成文书。", "No papers are made here."};

/// Nothing of a reload needs sheets or papers.
class NoOffice : public app::Office {
 public:
  Result<app::SheetText> read_sheet(std::string_view, std::string_view) override { return Error(kNoOffice); }
  Result<std::vector<app::UploadFile>> open_upload(std::string_view, std::string_view) override {
    return Error(kNoOffice);
  }
  Result<std::vector<app::UploadSheet>> read_workbook(std::string_view, std::string_view) override {
    return Error(kNoOffice);
  }
  Result<std::string> comment_cells(std::string_view, const std::vector<app::CellComment>&) override {
    return Error(kNoOffice);
  }
  Result<std::string> write_xlsx(const app::TableText&, int) override { return Error(kNoOffice); }
  std::string write_csv(const app::TableText&) override { return ""; }
  Result<std::string> to_docx(const std::string&, const std::string&) override { return Error(kNoOffice); }
  Result<std::string> to_pdf(const std::string&) override { return Error(kNoOffice); }
  Result<app::TakenFile> take_file(std::string_view, bool) override { return Error(kNoOffice); }
  std::string page_css() override { return ""; }
};

/// Every column of every row is looked at.
double scan_sqlite(const std::string& file, const std::string& table) {
  sqlite3* database = nullptr;
  sqlite3_stmt* statement = nullptr;
  if (sqlite3_open_v2(file.c_str(), &database, SQLITE_OPEN_READONLY, nullptr) != SQLITE_OK ||
      sqlite3_prepare_v2(database, ("select * from " + table).c_str(), -1, &statement, nullptr) != SQLITE_OK)
    throw Failure("cannot scan " + table + ": " + sqlite3_errmsg(database));
  size_t bytes = 0;
  const double seconds = median_of(3, [&](int) {
    const int width = sqlite3_column_count(statement);
    while (sqlite3_step(statement) == SQLITE_ROW)
      for (int i = 0; i < width; ++i) {
        const bool is_number = sqlite3_column_type(statement, i) == SQLITE_INTEGER;
        bytes += is_number ? static_cast<size_t>(sqlite3_column_int64(statement, i) & 1)
                           : static_cast<size_t>(sqlite3_column_bytes(statement, i));
      }
    sqlite3_reset(statement);
  });
  sqlite3_finalize(statement);
  sqlite3_close(database);
  if (bytes == 0) throw Failure("nothing to scan in " + table);
  return seconds;
}

double scan_postgres(const std::string& conninfo, const std::string& table) {
  PostgresLink link(conninfo);
  return median_of(3, [&](int) { link.run("select * from " + table); });
}

}  // namespace

void measure_reload(const StoreAt& at, const std::string& wide, const std::string& prefix,
                    Measurements& out) {
  store::StoreOptions options;
  options.data_dir = at.data_dir;
  options.conninfo = at.conninfo;
  options.key_file = at.key_file;
  auto store = store::open_store(options);
  if (!store) throw Failure(store.error().text(Language::en));
  NoOffice office;
  app::Clock clock{[] { return app::Instant{0}; }, [] { return *Date::make(2011, 7, 4); }};
  app::App app(
      **store, office, clock, [](uint8_t* bytes, size_t n) { std::fill_n(bytes, n, uint8_t{7}); },
      app::load_settings(**store));
  out.add(prefix + ".start_in_process", seconds_of([&] { app.start(); }) * 1e3, "ms");
  const auto programme = app.published().catalogue->programmes.at(wide);
  double recount = 0;
  (*store)->read([&](app::Reading& reading) {
    recount = median_of(3, [&](int) { app.load_programme(reading, programme); });
  });
  const double scan = at.conninfo.empty() ? scan_sqlite((at.data_dir / "jinguo.db").string(), "p_" + wide)
                                          : scan_postgres(at.conninfo, "p_" + wide);
  out.add(prefix + ".scan", scan * 1e3, "ms");
  out.add(prefix + ".recount", recount * 1e3, "ms");
  out.add(prefix + ".recount_times_the_scan", recount / scan, "x");
  (*store)->stop();
}

}  // namespace jinguo::bench
