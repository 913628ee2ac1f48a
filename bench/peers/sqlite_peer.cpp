#include "peers/sqlite_peer.h"

#include <sqlite3.h>

#include <charconv>
#include <filesystem>
#include <fstream>
#include <initializer_list>
#include <stdexcept>

#include "peers/workload.h"
#include "rollup/nation.h"

namespace jinguo::bench {
namespace {

class Database {
 public:
  explicit Database(const std::string& file) {
    if (sqlite3_open(file.c_str(), &database_) != SQLITE_OK) throw std::runtime_error("cannot open " + file);
  }
  ~Database() { sqlite3_close(database_); }
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;

  void run(const std::string& sql) {
    char* fault = nullptr;
    if (sqlite3_exec(database_, sql.c_str(), nullptr, nullptr, &fault) != SQLITE_OK)
      throw std::runtime_error(std::string(fault) + " in " + sql);
  }
  sqlite3* handle() { return database_; }

 private:
  sqlite3* database_ = nullptr;
};

class Statement {
 public:
  Statement(Database& database, const std::string& sql) : database_(database.handle()) {
    if (sqlite3_prepare_v2(database_, sql.c_str(), -1, &statement_, nullptr) != SQLITE_OK)
      throw std::runtime_error(std::string(sqlite3_errmsg(database_)) + " in " + sql);
  }
  ~Statement() { sqlite3_finalize(statement_); }
  Statement(const Statement&) = delete;
  Statement& operator=(const Statement&) = delete;

  /// Binds, steps to the end and gives the number of rows; the first row's integers stay in `first`.
  size_t run(std::initializer_list<int64_t> values) {
    int at = 0;
    for (const int64_t value : values) sqlite3_bind_int64(statement_, ++at, value);
    size_t rows = 0;
    int state = 0;
    while ((state = sqlite3_step(statement_)) == SQLITE_ROW) {
      const int width = sqlite3_column_count(statement_);
      if (rows++ == 0) first.clear();
      for (int i = 0; i < width; ++i) {
        const int64_t value = sqlite3_column_int64(statement_, i);
        if (rows == 1) first.push_back(value);
      }
    }
    if (state != SQLITE_DONE) throw std::runtime_error(sqlite3_errmsg(database_));
    sqlite3_reset(statement_);
    return rows;
  }
  std::vector<int64_t> first;

 private:
  sqlite3* database_;
  sqlite3_stmt* statement_ = nullptr;
};

void load(Database& database, const std::vector<Village>& villages) {
  database.run(
      "pragma page_size=8192; pragma journal_mode=wal; pragma synchronous=off; pragma cache_size=-2000000;"
      "pragma mmap_size=8000000000; pragma temp_store=memory; pragma threads=2;"
      "create table village(i integer primary key, p int, c int, a int, s int);"
      "create table fact(m int, t int, i int, v int, primary key(m,t,i)) without rowid;"
      "create table total(l int, m int, t int, u int, v int, n int, primary key(l,m,t,u)) without rowid;"
      "begin");
  Statement unit(database, "insert into village values(?,?,?,?,?)");
  for (const Village& v : villages) unit.run({v.unit, v.province, v.city, v.county, v.township});
  Statement cell(database, "insert into fact values(?,0,?,?)");
  for (uint32_t measure = 0; measure < kMeasures; ++measure)
    for (const Village& v : villages) {
      const int64_t value = village_value(UnitId(v.unit), measure, 0);
      if (value != rollup::kBlank) cell.run({measure, v.unit, value});
    }
  database.run("commit; pragma wal_checkpoint(truncate); pragma synchronous=full");
}

void rebuild(Database& database) {
  database.run(
      "begin; delete from total;"
      "insert into total select 4,m,t,s,sum(v),count(*) from fact join village using(i) group by m,t,s;"
      "create temp table above(s integer primary key, a int, c int, p int);"
      "insert into above select distinct s,a,c,p from village;"
      "insert into total select 3,m,t,a,sum(v),sum(n) from total join above on s=u where l=4 group by m,t,a;"
      "insert into total select 2,m,t,c,sum(v),sum(n) from total join (select distinct a,c from above) on "
      "a=u "
      "where l=3 group by m,t,c;"
      "insert into total select 1,m,t,p,sum(v),sum(n) from total join (select distinct c,p from above) on "
      "c=u "
      "where l=2 group by m,t,p;"
      "insert into total select 0,m,t,0,sum(v),sum(n) from total where l=1 group by m,t;"
      "drop table above; commit");
}

/// Triggers carry each change to the five places above, as a program that keeps a summary would.
void keep_totals(Database& database) {
  const auto add = [](const std::string& change, const std::string& count) {
    const std::string sum = change + "," + count;
    return "insert into total select 4,new.m,new.t,s," + sum + " from village where i=new.i union all " +
           "select 3,new.m,new.t,a," + sum + " from village where i=new.i union all " +
           "select 2,new.m,new.t,c," + sum + " from village where i=new.i union all " +
           "select 1,new.m,new.t,p," + sum + " from village where i=new.i union all " +
           "select 0,new.m,new.t,0," + sum +
           " where true on conflict(l,m,t,u) do update set v=v+excluded.v, n=n+excluded.n; end;";
  };
  database.run("create trigger changed after update of v on fact begin " + add("new.v-old.v", "0") +
               "create trigger added after insert on fact begin " + add("new.v", "1"));
}

bool agrees(Database& database, Checksum expected) {
  Statement total(database, "select sum(v),sum(n) from total where l=0");
  total.run({});
  Statement recount(database, "select sum(v),count(*) from fact");
  recount.run({});
  return total.first == recount.first &&
         (expected.reported == 0 || Checksum{total.first[0], total.first[1]} == expected);
}

void measure_change(Database& database, const std::vector<Village>& villages, Measurements& out) {
  Statement change(database, "update fact set v=v+1 where m=? and t=0 and i=?");
  Statement look(database,
                 "select v from total where m=?1 and t=0 and (l=0 or (l=1 and u=?2) or (l=2 and u=?3))");
  std::vector<double> seconds;
  for (uint32_t i = 0; i < 2000; ++i) {
    const Village& village = villages[(i * 7919) % villages.size()];
    const uint32_t measure = i % kMeasures;
    seconds.push_back(seconds_of([&] {
      change.run({measure, village.unit});
      look.run({measure, village.province, village.city});
    }));
  }
  out.add("sqlite.q4_change_durable", quantile(seconds, 0.5) * 1e3, "ms", {},
          "one client, WAL, synchronous=full");
  out.add("sqlite.q4_change_durable_p99", quantile(seconds, 0.99) * 1e3, "ms");
}

void import_file(Database& database, const std::string& file) {
  std::ifstream in(file);
  std::string line;
  Statement put(database, "insert into fact values(?,0,?,?) on conflict(m,t,i) do update set v=excluded.v");
  database.run("begin");
  while (std::getline(in, line)) {
    const char* at = line.data();
    const char* const end = at + line.size();
    int64_t unit = 0, value = 0;
    at = std::from_chars(at, end, unit).ptr;
    for (uint32_t measure = 0; measure < kMeasures; ++measure) {
      at = std::from_chars(at + 1, end, value).ptr;
      put.run({measure, unit, value});
    }
  }
  database.run("commit");
}

}  // namespace

bool measure_sqlite(const std::string& folder, Measurements& out) {
  const std::string file = folder + "/peer.sqlite";
  for (const char* tail : {"", "-wal", "-shm"}) std::filesystem::remove(file + tail);
  const std::vector<Village> all = villages();
  Database database(file);
  out.add("sqlite.load", seconds_of([&] { load(database, all); }), "s");
  const Checksum expected = month_checksum(all, kMeasures);
  out.add("sqlite.cells", static_cast<double>(all.size()) * kMeasures, "cells", {},
          "cut to 1 month of 12; the rebuild is extrapolated");
  out.add("sqlite.q5_rebuild", seconds_of([&] { rebuild(database); }) * 1e3, "ms");
  out.add("sqlite.bytes", static_cast<double>(std::filesystem::file_size(file)) / 1e6, "MB");
  bool is_right = agrees(database, expected);
  Statement provinces(database, "select u,v,n from total where l=1 and m=? and t=0");
  out.add("sqlite.q1_31_provinces", median_of(50, [&](int i) { provinces.run({i % 20}); }) * 1e3, "ms");
  Statement league(database, "select m,u,v,n from total where l=3 and m between 0 and 19 and t=0");
  out.add("sqlite.q3_league", median_of(7, [&](int) { league.run({}); }) * 1e3, "ms");
  Statement scan(database, "select * from fact");
  out.add("sqlite.scan", seconds_of([&] { scan.run({}); }) * 1e3, "ms");
  keep_totals(database);
  measure_change(database, all, out);
  out.add("sqlite.q6_import", median_of(2, [&](int) { import_file(database, folder + "/import.csv"); }) * 1e3,
          "ms", {}, "CSV parsed, values bound, triggers");
  is_right = agrees(database, {}) && is_right;
  out.add("sqlite.wrong", is_right ? 0 : 1, "totals", 0);
  return is_right;
}

}  // namespace jinguo::bench
