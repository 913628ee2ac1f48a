#include "peers/dhis2_peer.h"

#include <thread>

#include "peers/postgres_link.h"
#include "peers/workload.h"
#include "rollup/nation.h"

namespace jinguo::bench {
namespace {

constexpr uint32_t kKept = 4;

void load(PostgresLink& link, const std::string& folder) {
  load_villages(link, folder);
  link.run(
      "create table place as select i, 'v' || lpad(i::text, 10, '0') uid, 6 as level,"
      " 'n0000000000'::varchar(11) uidlevel1, ('p' || lpad(p::text, 10, '0'))::varchar(11) uidlevel2,"
      " ('c' || lpad(c::text, 10, '0'))::varchar(11) uidlevel3, ('a' || lpad(a::text, 10, '0'))::varchar(11)"
      " uidlevel4, ('s' || lpad(s::text, 10, '0'))::varchar(11) uidlevel5,"
      " ('v' || lpad(i::text, 10, '0'))::varchar(11) uidlevel6 from village");
  link.run("alter table place add primary key(i); analyze place");
  link.run("begin");
  link.run(
      "create table datavalue(element int not null, period int not null, source int not null, coc int not "
      "null,"
      " aoc int not null, value varchar(50000), lastupdated timestamp not null, deleted bool not null)");
  link.run("insert into datavalue select m, 0, i, 1, 1, v::text, '2011-02-01', false from (select m, i, " +
           value_sql("h") + " v from (select m, i, " + hash_sql("(i::bigint * 128 + m) * 64 + 1") +
           " h from generate_series(0, " + std::to_string(kKept - 1) +
           ") m, village) hashed) valued where v is not null");
  link.run("alter table datavalue add primary key(element, period, source, coc, aoc)");
  link.run("commit");
  link.run("vacuum analyze datavalue");
}

void populate(PostgresLink& link) {
  link.run("drop table if exists analytics");
  link.run(
      "create unlogged table analytics(dx varchar(11) not null, co varchar(11) not null, ao varchar(11) not "
      "null,"
      " ou varchar(11) not null, level int, uidlevel1 varchar(11), uidlevel2 varchar(11), uidlevel3 "
      "varchar(11),"
      " uidlevel4 varchar(11), uidlevel5 varchar(11), uidlevel6 varchar(11), monthly text, quarterly text,"
      " yearly text, daysxvalue double precision, daysno int, value double precision, textvalue text)"
      " with (autovacuum_enabled = false)");
  link.run(
      "insert into analytics select 'd' || lpad(element::text, 10, '0'), 'c0000000001', 'c0000000001', uid, "
      "level,"
      " uidlevel1, uidlevel2, uidlevel3, uidlevel4, uidlevel5, uidlevel6, '201101', '2011Q1', '2011',"
      " value::double precision * 31, 31, value::double precision, null"
      " from datavalue join place on place.i = source"
      " where not deleted and value is not null and value ~* '^(-?[0-9]+)(\\.[0-9]+)?$'");
}

/// As DHIS2 does it: one index a dimension, as many at a time as there are processors.
void index(const std::string& connection) {
  const auto some = [&](std::initializer_list<const char*> columns) {
    PostgresLink link(connection);
    for (const char* column : columns) link.run(std::string("create index on analytics(") + column + ")");
  };
  std::thread other([&] { some({"uidlevel4", "uidlevel5", "uidlevel6", "monthly", "quarterly", "yearly"}); });
  some({"dx", "ou", "uidlevel1", "uidlevel2", "uidlevel3"});
  other.join();
}

}  // namespace

bool measure_dhis2(const std::string& connection, const std::string& folder, Measurements& out) {
  const std::vector<Village> all = villages();
  PostgresLink link(connection);
  out.add("dhis2.load", seconds_of([&] { load(link, folder); }), "s");
  out.add("dhis2.cells", static_cast<double>(all.size()) * kKept, "cells", {},
          "cut to 4 measures of 20 and 1 month of 12; league and rebuild are extrapolated");
  const double seconds = seconds_of([&] {
    populate(link);
    index(connection);
    link.run("vacuum analyze analytics");
  });
  out.add("dhis2.q5_rebuild", seconds * 1e3, "ms", {}, "one job, unlogged table");
  const auto bytes =
      link.run("select pg_total_relation_size('analytics') + pg_total_relation_size('datavalue')");
  out.add("dhis2.bytes", static_cast<double>(bytes[0]) / 1e6, "MB");
  const std::string month = "monthly = '201101'", one = "dx = 'd0000000003'";
  out.add("dhis2.q1_31_provinces",
          median_of(3,
                    [&](int) {
                      link.run("select dx, uidlevel2, monthly, sum(value) from analytics where " + one +
                               " and " + month + " group by 1, 2, 3");
                    }) *
              1e3,
          "ms");
  out.add("dhis2.q3_league",
          median_of(2,
                    [&](int) {
                      link.run("select dx, uidlevel4, monthly, sum(value) from analytics where " + month +
                               " and level = 6 group by 1, 2, 3");
                    }) *
              1e3,
          "ms", {}, "of 4 measures");
  const Checksum expected = month_checksum(all, kKept);
  const auto total = link.run("select sum(value::numeric)::bigint, count(*) from analytics");
  const bool is_right = Checksum{total[0], total[1]} == expected;
  out.add("dhis2.wrong", is_right ? 0 : 1, "totals", 0);
  return is_right;
}

}  // namespace jinguo::bench
