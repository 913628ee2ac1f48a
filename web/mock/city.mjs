// A made-up city for work on the screens: the tree and the elections of demo/facts, everything else by a fixed rule.
import { readFileSync, readdirSync } from "node:fs";
import { parse } from "yaml";
import { programmeFrom } from "./programme.mjs";

const root = new URL("../../", import.meta.url);
const table = (name) =>
  readFileSync(new URL(`demo/facts/${name}`, root), "utf8")
    .split("\n")
    .filter((line) => line && !line.startsWith("#"))
    .map((line) => line.split("\t"));

export const TODAY = "2011-07-04";
export const PERIOD = "2011-H1";
const LAST = "2011-06-30";

/** A number from 0 to 1 that a text always gives again. */
export function chance(text) {
  let h = 2166136261;
  for (const c of text) h = Math.imul(h ^ c.codePointAt(0), 16777619);
  h ^= h >>> 15;
  h = Math.imul(h, 2246822519);
  h ^= h >>> 13;
  return (h >>> 0) / 4294967296;
}

export const byCode = new Map();
for (const [code, name, level, zone, from, until, heir] of table("tree_2011.tsv").slice(1)) {
  if (from > LAST || (until && until <= LAST)) continue;
  byCode.set(code, { code, name, level, zone: zone === "yes", heir, id: byCode.size + 1, children: [], parent: null });
}
for (const unit of byCode.values()) {
  const up = { city: 2, county: 4, township: 6, village: 9 }[unit.level];
  unit.parent = up ? (byCode.get(unit.code.slice(0, up)) ?? null) : null;
  unit.parent?.children.push(unit);
}
export const city = byCode.get("3713");
export const unitRef = (u) => ({ code: u.code.padEnd(u.level === "village" ? 12 : u.code.length, "0"), name: u.name, level: u.level, id: u.id });
export const find = (code) => byCode.get(code) ?? byCode.get(code.replace(/(00)+$/, "")) ?? byCode.get(code.replace(/0+$/, "")) ?? null;
export function pathOf(unit) {
  const out = [];
  for (let u = unit; u; u = u.parent) out.unshift(u);
  return out;
}
export function villagesOf(unit) {
  return unit.level === "village" ? [unit] : unit.children.flatMap(villagesOf);
}

/** The election of each village: whether it is done, the women elected, how far it is checked. */
export const elections = new Map();
for (const [code, , done, woman] of table("elections_2011.tsv").slice(1)) {
  const county = byCode.get(code);
  if (!county) continue;
  const villages = villagesOf(county).sort((a, b) => chance(`e${a.code}`) - chance(`e${b.code}`));
  villages.forEach((village, i) => {
    const c = chance(`v${village.code}`);
    const isDone = i < Number(done);
    const seats = c < 0.7 ? 3 : 5;
    elections.set(village.code, {
      village,
      state: !isDone ? "running" : c < 0.006 ? "done" : c < 0.02 ? "verified" : "accepted",
      seats,
      women: isDone && i < Number(woman) ? 1 + (c > 0.9 ? 1 : 0) : 0,
      committee: 5,
      committeeWomen: c < 0.996 ? 1 + Math.floor(c * 2) : 0,
      version: isDone ? 4 : 1,
      day: `2011-0${3 + Math.floor(c * 3)}-${String(1 + Math.floor(c * 997) % 28).padStart(2, "0")}`,
      values: {},
      reasons: {},
    });
  });
}

const sums = new Map();
/** Sums over the villages of a unit. */
export function sumOf(unit) {
  if (!sums.has(unit.code)) {
    const out = { villages: 0, done: 0, woman: 0, committeeWoman: 0, unchecked: 0, women: 0, seats: 0, committeeWomen: 0, committeeSeats: 0, loans: 0, amount: 0, reported: 0 };
    for (const village of villagesOf(unit)) {
      const e = elections.get(village.code);
      if (!e) continue;
      out.villages += 1;
      if (e.state !== "running") {
        out.done += 1;
        out.woman += e.women > 0 ? 1 : 0;
        out.committeeWoman += e.committeeWomen > 0 ? 1 : 0;
        out.unchecked += e.state === "done" ? 1 : 0;
        out.women += e.women;
        out.seats += e.seats;
        out.committeeWomen += e.committeeWomen;
        out.committeeSeats += e.committee;
      }
      const c = chance(`l${village.code}`);
      if (c < 0.0163) {
        out.loans += 1;
        out.amount += 3 + Math.round(c * 300);
      }
      out.reported += chance(`h${village.code}`) < 0.985 ? 1 : 0;
    }
    sums.set(unit.code, out);
  }
  return sums.get(unit.code);
}
export const forgetSums = () => sums.clear();

export const programmes = new Map();
for (const file of readdirSync(new URL("programmes/", root)).filter((f) => f.endsWith(".yaml"))) {
  const source = readFileSync(new URL(`programmes/${file}`, root), "utf8");
  const parsed = parse(source);
  if (parsed.programme) programmes.set(parsed.programme, programmeFrom(parsed, source));
}
