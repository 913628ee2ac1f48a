#include "peers/summary_peer.h"

#include <atomic>
#include <mutex>
#include <thread>

#include "peers/postgres_link.h"
#include "peers/workload.h"
#include "rollup/nation.h"

namespace jinguo::bench {
namespace {

constexpr int kClients = 32;
constexpr double kSeconds = 5;

void load(PostgresLink& link, const std::string& folder) {
  load_villages(link, folder);
  link.run("begin");
  link.run("drop table if exists fact; create table fact(m smallint, t smallint, i int, v bigint)");
  link.run("insert into fact select m, 0, i, v from (select m, i, " + value_sql("h") +
           " v from (select m, i, " + hash_sql("(i::bigint * 128 + m) * 64 + 1") +
           " h from generate_series(0, 19) m, village) hashed) valued where v is not null");
  link.run("alter table fact add primary key(m, t, i)");
  link.run("commit");
  link.run("vacuum analyze fact");
}

void rebuild(PostgresLink& link) {
  link.run("begin");
  link.run("drop table if exists total");
  link.run(
      "create table total with (fillfactor = 70) as with"
      " s as materialized (select m, t, s, a, c, p, sum(v)::bigint v, count(*) n from fact join village "
      "using(i)"
      "  group by 1, 2, 3, 4, 5, 6),"
      " a as materialized (select m, t, a, c, p, sum(v)::bigint v, sum(n)::bigint n from s group by 1, 2, 3, "
      "4, 5)"
      " select 4::smallint l, m, t, s u, v, n from s union all select 3, m, t, a, v, n from a"
      " union all select 2, m, t, c, sum(v)::bigint, sum(n)::bigint from a group by 2, 3, 4"
      " union all select 1, m, t, p, sum(v)::bigint, sum(n)::bigint from a group by 2, 3, 4"
      " union all select 0, m, t, 0, sum(v)::bigint, sum(n)::bigint from a group by 2, 3");
  link.run("alter table total add primary key(m, t, l, u)");
  link.run("commit");
  link.run("vacuum analyze total");
}

/// The fastest way for one row is not the fastest for a file, so each is measured with its own trigger.
void keep_totals_by_row(PostgresLink& link) {
  link.run(
      "create or replace function carry() returns trigger language plpgsql as $$"
      " declare g village; d bigint := new.v; k bigint := 1;"
      " begin if tg_op = 'UPDATE' then d := new.v - old.v; k := 0; end if;"
      " select * into g from village where i = new.i;"
      " insert into total(l, m, t, u, v, n) values (4, new.m, new.t, g.s, d, k), (3, new.m, new.t, g.a, d, "
      "k),"
      " (2, new.m, new.t, g.c, d, k), (1, new.m, new.t, g.p, d, k), (0, new.m, new.t, 0, d, k)"
      " on conflict (m, t, l, u) do update set v = total.v + excluded.v, n = total.n + excluded.n;"
      " return null; end $$");
  link.run("create trigger by_row after insert or update of v on fact for each row execute function carry()");
}

void keep_totals_by_statement(PostgresLink& link) {
  const auto function = [&](const std::string& name, const std::string& changes) {
    link.run(
        "create or replace function " + name +
        "() returns trigger language plpgsql as $$ begin"
        " insert into total(l, m, t, u, v, n) select z.l, d.m, d.t, z.u, sum(d.v), sum(d.n) from (" +
        changes +
        ") d join village g using(i), lateral (values (4, g.s), (3, g.a), (2, g.c), (1, g.p), (0, 0)) z(l, u)"
        " group by 1, 2, 3, 4"
        " on conflict (m, t, l, u) do update set v = total.v + excluded.v, n = total.n + excluded.n;"
        " return null; end $$");
  };
  link.run("drop trigger by_row on fact");
  function("carry_changed",
           "select w.m, w.t, w.i, w.v - o.v v, 0 n from new_rows w join old_rows o using(m, t, i)");
  function("carry_added", "select m, t, i, v, 1 n from new_rows");
  link.run(
      "create trigger changed after update on fact referencing old table as old_rows new table as new_rows"
      " for each statement execute function carry_changed()");
  link.run(
      "create trigger added after insert on fact referencing new table as new_rows"
      " for each statement execute function carry_added()");
}

void import_file(PostgresLink& link, const std::string& file) {
  std::string columns, unpivot;
  for (uint32_t m = 0; m < kMeasures; ++m) {
    const std::string number = std::to_string(m);
    columns += ", c" + number + " bigint";
    unpivot += (m ? ", (" : "(") + number + ", f.c" + number + ")";
  }
  link.run("begin");
  link.run("create temp table file(i int" + columns + ") on commit drop");
  link.copy_in("copy file from stdin csv", file);
  link.run("insert into fact select k.m, 0, f.i, k.v from file f, lateral (values " + unpivot +
           ") k(m, v) on conflict (m, t, i) do update set v = excluded.v");
  link.run("commit");
}

constexpr const char* kChange = "update fact set v = v + 1 where m = $1::int and t = 0 and i = $2::int";
constexpr const char* kLook =
    "select v from total where m = $1::int and t = 0 and (l, u) in ((0, 0), (1, $2::int), (2, $3::int))";

void change_one(PostgresLink& link, const Village& village, uint32_t measure) {
  link.call("change", {measure, village.unit});
  link.call("look", {measure, village.province, village.city});
}

/// Changes a second of many clients at once; every one of them waits for the nation's row.
double changes_a_second(const std::string& connection, const std::vector<Village>& villages) {
  std::atomic<bool> is_done = false;
  std::atomic<int64_t> changes = 0;
  std::vector<std::thread> clients;
  for (int client = 0; client < kClients; ++client)
    clients.emplace_back([&, client] {
      PostgresLink link(connection);
      link.prepare("change", kChange);
      link.prepare("look", kLook);
      for (uint32_t i = 0; !is_done; ++i) {
        const auto at = static_cast<uint32_t>(client) * 100'003 + i * 7919;
        change_one(link, villages[at % villages.size()], at % kMeasures);
        ++changes;
      }
    });
  const double start = now();
  std::this_thread::sleep_for(std::chrono::duration<double>(kSeconds));
  is_done = true;
  const double result = static_cast<double>(changes) / (now() - start);
  for (std::thread& client : clients) client.join();
  return result;
}

bool agrees(PostgresLink& link, Checksum expected) {
  const auto total = link.run("select sum(v), sum(n) from total where l = 0");
  const auto recount = link.run("select sum(v), count(*) from fact");
  return total == recount && (expected.reported == 0 || Checksum{total[0], total[1]} == expected);
}

}  // namespace

bool measure_summary(const std::string& connection, const std::string& folder, Measurements& out) {
  const std::vector<Village> all = villages();
  PostgresLink link(connection);
  out.add("postgres.load", seconds_of([&] { load(link, folder); }), "s");
  out.add("postgres.cells", static_cast<double>(all.size()) * kMeasures, "cells", {},
          "cut to 1 month of 12; the rebuild is extrapolated");
  out.add("postgres.q5_rebuild", seconds_of([&] { rebuild(link); }) * 1e3, "ms");
  bool is_right = agrees(link, month_checksum(all, kMeasures));
  const auto bytes = link.run("select pg_total_relation_size('fact') + pg_total_relation_size('total')");
  out.add("postgres.bytes", static_cast<double>(bytes[0]) / 1e6, "MB");
  link.prepare("provinces", "select u, v, n from total where m = $1::int and t = 0 and l = 1");
  out.add("postgres.q1_31_provinces", median_of(50, [&](int i) { link.call("provinces", {i % 20}); }) * 1e3,
          "ms");
  link.prepare("league", "select m, u, v, n from total where t = 0 and l = 3 and m between 0 and 19");
  out.add("postgres.q3_league", median_of(7, [&](int) { link.call("league", {}); }) * 1e3, "ms");
  out.add("postgres.scan", seconds_of([&] { link.run("select sum(v), count(*) from fact"); }) * 1e3, "ms", {},
          "summed in the server");
  keep_totals_by_row(link);
  link.prepare("change", kChange);
  link.prepare("look", kLook);
  std::vector<double> seconds;
  for (uint32_t i = 0; i < 2000; ++i)
    seconds.push_back(seconds_of([&] { change_one(link, all[(i * 7919) % all.size()], i % kMeasures); }));
  out.add("postgres.q4_change_durable", quantile(seconds, 0.5) * 1e3, "ms", {}, "one client");
  out.add("postgres.q4_change_durable_p99", quantile(seconds, 0.99) * 1e3, "ms");
  out.add("postgres.q4_changes_32_clients", changes_a_second(connection, all), "/s");
  keep_totals_by_statement(link);
  out.add("postgres.q6_import", median_of(2, [&](int) { import_file(link, folder + "/import.csv"); }) * 1e3,
          "ms", {}, "COPY of CSV, statement triggers");
  is_right = agrees(link, {}) && is_right;
  out.add("postgres.wrong", is_right ? 0 : 1, "totals", 0);
  return is_right;
}

}  // namespace jinguo::bench
