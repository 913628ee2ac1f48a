// DuckDB on the nation: 20 measures × 12 months, every cell; a fact table, and a table of totals beside it.
// Months are loaded one by one; those that do not fit into half a minute are left out, which is said.
//   node duckdb.mjs --json FILE --scratch DIR      after bench_peers data
import fs from 'node:fs';
import { DuckDBInstance } from '@duckdb/node-api';

const word = (name, otherwise) => {
  const at = process.argv.indexOf(name);
  return at < 0 ? otherwise : process.argv[at + 1];
};
const json = word('--json', '');
const folder = word('--scratch', '.');
const measures = 20;
const loadSeconds = 30;
let months = 0;

const rows = [];
const add = (name, value, unit, note = '') => {
  rows.push(note ? { name: `duckdb.${name}`, value, unit, note } : { name: `duckdb.${name}`, value, unit });
  console.log(`duckdb.${name}`.padEnd(44), String(Number(value.toPrecision(4))).padStart(12), unit, note ? ` ${note}` : '');
  if (json) fs.writeFileSync(json, JSON.stringify(rows, null, 1));
};

const file = `${folder}/peer.duckdb`;
for (const tail of ['', '.wal']) fs.rmSync(file + tail, { force: true });
const database = await DuckDBInstance.create(file, { threads: '2', memory_limit: '12GB' });
const link = await database.connect();
const run = (sql) => link.run(sql);
const read = async (sql) => (await link.runAndReadAll(sql)).getRows();
const seconds = async (work) => {
  const start = process.hrtime.bigint();
  await work();
  return Number(process.hrtime.bigint() - start) / 1e9;
};
const median = async (times, work) => {
  await work(0);
  const all = [];
  for (let i = 1; i <= times; ++i) all.push(await seconds(() => work(i)));
  return all.sort((a, b) => a - b)[times >> 1];
};

const hash = (key) => {
  const a = `((${key}) % 2147483647 * 48271 % 2147483647)`;
  return `(${a} * ${a} % 2147483647)`;
};
const value = `case when h % 61 = 0 then null when h % 97 = 0 then -(h % 1000)
  when h % 200003 = 0 then (h % 1000) * 8589934592 else h % 1000 end`;

const load = async () => {
  await run(`create table village as select * from read_csv('${folder}/village.tsv', delim = '\t', header = false,
    columns = {'i': 'INT', 'p': 'UTINYINT', 'c': 'USMALLINT', 'a': 'USMALLINT', 's': 'INT'})`);
  await run('create table fact(m UTINYINT, t UTINYINT, i INT, p UTINYINT, c USMALLINT, a USMALLINT, s INT, v BIGINT)');
  const start = Date.now();
  for (months = 0; months < 12 && Date.now() - start < loadSeconds * 1e3; ++months)
    await run(`insert into fact select m, ${months}, i, p, c, a, s, v from (select m, i, p, c, a, s, ${value} v from (
      select m, i, p, c, a, s, ${hash(`(i::bigint * 128 + m) * 64 + ${months} + 1`)} h
      from (select unnest(range(${measures})) m), village)) where v is not null order by m, i`);
  await run('checkpoint');
};

const rebuild = async () => {
  await run('drop table if exists total');
  await run(`create table total as with
    s as (select m, t, s, a, c, p, sum(v)::bigint v, count(*) n from fact group by all),
    a as (select m, t, a, c, p, sum(v)::bigint v, sum(n)::bigint n from s group by all),
    c as (select m, t, c, p, sum(v)::bigint v, sum(n)::bigint n from a group by all),
    p as (select m, t, p, sum(v)::bigint v, sum(n)::bigint n from c group by all)
    select 4 l, m, t, s u, v, n from s union all select 3, m, t, a, v, n from a union all select 2, m, t, c, v, n from c
    union all select 1, m, t, p, v, n from p
    union all select 0, m, t, 0, sum(v)::bigint, sum(n)::bigint from p group by m, t`);
};

add('load', await seconds(load), 's');
const villages = Number((await read('select count(*) from village'))[0][0]);
add('cells', villages * measures * months, 'cells', months < 12 ? `cut to ${months} months of 12` : '');
add('bytes', fs.statSync(file).size / 1e6, 'MB');
const rebuilds = [];
for (let i = 0; i < 3; ++i) rebuilds.push(await seconds(rebuild));
add('q5_rebuild', rebuilds.sort((a, b) => a - b)[1] * 1e3, 'ms', '2 threads');
await run('set threads = 1');
add('q5_rebuild_1_thread', (await seconds(rebuild)) * 1e3, 'ms');
await run('set threads = 2');
add('scan', (await median(3, () => read('select sum(v), count(*) from fact'))) * 1e3, 'ms', 'two columns of the fact table');
const whole = async (table, count) =>
  (await read(`select sum(v)::varchar, ${count}::varchar from ${table}`))[0].join(' ');
const wrong = async () =>
  (await whole('fact', 'count(*)')) === (await whole('(select * from total where l = 0)', 'sum(n)')) ? 0 : 1;
let faults = await wrong();
add('q1_31_provinces', (await median(9, (i) => read(`select u, v, n from total where l = 1 and m = ${i} and t = 0`))) * 1e3, 'ms', 'from the totals');
add('q1_31_provinces_from_fact', (await median(9, (i) => read(`select p, sum(v), count(*) from fact where m = ${i} and t = 0 group by p`))) * 1e3, 'ms');
add('q3_league', (await median(7, (i) => read(`select m, u, v, n from total where l = 3 and t = ${i % months}`))) * 1e3, 'ms', 'from the totals');
const places = await read('select i, p, c, a, s from village where i % 30011 = 0');
add('q4_change_durable', (await median(15, async (i) => {
  const [unit, p, c, a, s] = places[i % places.length];
  const cell = `m = ${i % measures} and t = 0`;
  const above = `${cell} and ((l = 0) or (l = 1 and u = ${p}) or (l = 2 and u = ${c}) or (l = 3 and u = ${a}) or (l = 4 and u = ${s}))`;
  await run(`begin; update fact set v = v + 1 where ${cell} and i = ${unit}; update total set v = v + 1 where ${above}; commit`);
  await read(`select v from total where ${above}`);
})) * 1e3, 'ms', 'one client, the totals updated by hand');
const columns = [...Array(measures).keys()];
add('q6_import', (await median(3, async () => {
  await run(`create or replace temp table file as select i, m::utinyint m, v from (unpivot (
    select * from read_csv('${folder}/import.csv', header = false,
    columns = {'i': 'INT', ${columns.map((m) => `'${m}': 'BIGINT'`).join()}})) on ${columns.map((m) => `"${m}"`).join()} into name m value v)`);
  await run(`begin;
    create or replace temp table change as select f.m, village.p, village.c, village.a, village.s, f.i, f.v,
      f.v - coalesce(fact.v, 0) d, (fact.v is null)::int k
      from file f join village using (i) left join fact on fact.m = f.m and fact.t = 0 and fact.i = f.i;
    update fact set v = change.v from change where fact.t = 0 and fact.m = change.m and fact.i = change.i and change.k = 0;
    insert into fact select m, 0, i, p, c, a, s, v from change where k = 1;
    update total set v = total.v + x.d, n = total.n + x.k from (
      select 4 l, m, s u, sum(d)::bigint d, sum(k)::bigint k from change group by all union all
      select 3, m, a, sum(d)::bigint, sum(k)::bigint from change group by all union all
      select 2, m, c, sum(d)::bigint, sum(k)::bigint from change group by all union all
      select 1, m, p, sum(d)::bigint, sum(k)::bigint from change group by all union all
      select 0, m, 0, sum(d)::bigint, sum(k)::bigint from change group by m) x
      where total.l = x.l and total.m = x.m and total.t = 0 and total.u = x.u;
    commit`);
})) * 1e3, 'ms', 'CSV read, the totals updated by hand');
faults += await wrong();
add('wrong', faults, 'totals');
process.exit(faults ? 1 : 0);
