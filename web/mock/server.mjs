// Serves dist/ and a made-up city in the shapes of the API. For work on the screens only: it keeps nothing.
import { existsSync, readFileSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";
import { PERIOD, TODAY, byCode, chance, city, elections, find, forgetSums, pathOf, programmes, sumOf, unitRef, villagesOf } from "./city.mjs";

const PORT = Number(process.env.PORT ?? 8787);
const DIST = fileURLToPath(new URL("../dist/", import.meta.url));
const POLICY = "default-src 'self'; style-src 'self' 'unsafe-inline'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'";

let position = 48120;
let account = null;
const listeners = new Set();
const issued = [];
const histories = new Map();
const words = (zh, en) => ({ zh, en });

class Refused extends Error {
  constructor(status, code, zh, en, more = {}) {
    super(zh);
    this.status = status;
    this.body = { code, message: zh, message_en: en, trace: "7K3F-20", ...more };
  }
}
const absent = () => new Refused(404, "app.not_found", "没有找到，或您无权查看。", "Not found, or not for you.");

const village = villagesOf(find("371323")).find((v) => elections.get(v.code)?.state === "running") ?? [...elections.values()].find((e) => e.state === "running").village;
const ROLES = [
  ["chair", "村妇联主席", "Village chair", "报本村的一条记录，看它怎样变成全市的数字", "File one village's record", village, "/village", ["figures", "rows", "personal", "returns"], "周小兰（虚构）"],
  ["clerk", "乡镇妇联干事", "Township clerk", "导入 Excel，审核村里报来的", "Import Excel, check the villages", village.parent, "/programmes/elections", ["figures", "rows", "personal", "returns"], "王小芳（虚构）"],
  ["officer", "县妇联业务干部", "County officer", "看进度、催报、审核", "Progress, reminders, checking", village.parent.parent, "/", ["figures", "rows", "personal", "returns"], "赵小静（虚构）"],
  ["head", "市妇联办公室主任", "City office head", "签发通报和半年总结", "Issue bulletins and the half-year report", city, "/reports/half_year", ["figures", "rows", "personal", "returns", "issue", "organise", "define"], "周小敏（虚构）"],
  ["leader", "市领导", "Leader", "一页看完，一点到底", "One page, every number opens", city, "/", ["figures", "rows"], "刘小岚（虚构）"],
  ["operator", "系统管理员", "Operator", "项目文件、单位、备份", "Programme files, units, backup", city, "/definitions", ["figures", "organise", "define", "operate"], "陈小工（虚构）"],
].map(([id, zh, en, aboutZh, aboutEn, unit, start, may, name]) => ({ id, title: words(zh, en), about: words(aboutZh, aboutEn), unit, start, may, name }));
const role = () => ROLES.find((r) => r.id === account);
const sessionOf = (r) => {
  const post = { id: 1, role: r.id, role_name: r.title, unit: unitRef(r.unit), first: "2011-01-01", last: null, account: `demo.${r.id}`, deputy: false };
  return { account: `demo.${r.id}`, name: r.name, posts: [post], post, business_date: TODAY, demo: true, city: unitRef(city), home_period: PERIOD, language: "zh", may: r.may };
};

/* ---------- figures ---------- */
const METRICS = {
  "elections.villages": (s) => [s.villages],
  "elections.completed": (s) => [s.done],
  "elections.progress": (s) => [s.done, s.villages],
  "elections.party_coverage": (s) => [s.woman, s.done],
  "elections.committee_coverage": (s) => [s.committeeWoman, s.done],
  "elections.party_women": (s) => [s.women],
  "elections.party_seats": (s) => [s.seats],
  "elections.committee_women": (s) => [s.committeeWomen],
  "elections.committee_seats": (s) => [s.committeeSeats],
  "elections.party_seat_share": (s) => [s.women, s.seats],
  "elections.committee_seat_share": (s) => [s.committeeWomen, s.committeeSeats],
  "loans.women": (s) => [s.loans],
  "loans.amount": (s) => [s.amount * 10000],
  "half_year_return.returns": (s) => [s.reported],
  "half_year_return.home_coverage": (s) => [Math.round(s.reported * 0.862), s.reported],
  "half_year_return.activities": (s) => [s.reported * 6],
  "congress_renewal.progress": (s) => [Math.round(s.villages * 0.971), s.villages],
};
function infoOf(name) {
  const [programme, id] = name.split(".");
  const info = programmes.get(programme)?.figures.find((f) => f.id === id);
  if (!info || !METRICS[name]) throw new Refused(404, "rollup.no_such_figure", `没有叫“${name}”的数字。`, `There is no figure ${name}.`);
  return info;
}
function figure(name, unit, period, as = "then", back = 0) {
  const info = infoOf(name);
  const [n, d] = METRICS[name](sumOf(unit)).map((x) => Math.max(0, Math.round(x * (1 - 0.06 * back))));
  const value = d === undefined ? n : d === 0 ? null : n / d;
  const text = value === null ? "—" : info.percent ? `${(value * 100).toFixed(info.places)}%` : String(n);
  const unchecked = name.startsWith("elections.") ? sumOf(unit).unchecked : 0;
  const target = info.targets[unit.level];
  return {
    figure: name, title: info.title, note: info.note, unit: unitRef(unit), period, as, value, text,
    numerator: String(n), denominator: d === undefined ? null : String(d),
    reported: name.startsWith("half") ? sumOf(unit).reported : null, expected: name.startsWith("half") ? sumOf(unit).villages : null,
    measured_in: info.measured_in, percent: info.percent, position, rule_version: 1, records: d ?? n,
    records_url: `/api/figures/${name}/records?unit=${unit.code}&period=${period}`,
    unchecked, unchecked_text: unchecked ? `其中未审核 ${unchecked} 条` : "", target: target === undefined ? null : info.percent ? Number(target) / 100 : Number(target),
    polarity: info.polarity, key: "", key_label: words("", ""), moved: [], additive: true, demo: true,
  };
}
function league(name, unit, period) {
  const all = unit.children.filter((c) => sumOf(c).villages > 0).map((c) => ({ c, f: figure(name, c, period), s: sumOf(c) }));
  const isRunning = (x) => x.c.level !== "village" && x.s.done < x.s.villages;
  const ranked = all.filter((x) => !isRunning(x)).sort((a, b) => (b.f.value ?? -1) - (a.f.value ?? -1));
  const rows = [];
  ranked.forEach((x, i) => {
    const rank = i > 0 && ranked[i - 1].f.value === x.f.value ? rows[i - 1].rank : i + 1;
    const was = [null, 1, 2, 4, 3][i + 1] ?? rank;
    rows.push({ rank, figure: x.f, previous_rank: was, change: was > rank ? "up" : was < rank ? "down" : "same", done: null, total: null });
  });
  const running = all.filter(isRunning).map((x) => ({ rank: 0, figure: x.f, previous_rank: null, change: "", done: x.s.done, total: x.s.villages }));
  return { figure: figure(name, unit, period), rows, running, position };
}

/* ---------- records ---------- */
const idOf = (v) => [...v.code].map((c) => c.charCodeAt(0).toString(16)).join("").padEnd(32, "0").slice(0, 32);
const villageOfId = (id) => elections.get(id.match(/../g).map((h) => String.fromCharCode(parseInt(h, 16))).join("").replace(/\0+$/, ""));
const elected = programmes.get("elections");
const holds = (by) => by.some((one) => one.split(".")[1] === role().id);
function record(e) {
  const isDone = e.state !== "running";
  const state = elected.states.find((s) => s.id === e.state);
  const values = {
    round: "round_2011", party_date: isDone ? e.day : null, party_seats: isDone ? String(e.seats) : null, party_women: isDone ? String(e.women) : null,
    committee_date: isDone ? e.day : null, committee_seats: isDone ? String(e.committee) : null, committee_women: isDone ? String(e.committeeWomen) : null,
    woman_secretary: isDone ? e.women > 1 : null, woman_director: null, completed_on: isDone ? e.day : null,
    elected: isDone && e.women ? [{ name: "李小兰（虚构）", post: "party_member" }] : null, ...e.values,
  };
  const hidden = role().may.includes("personal") ? [] : ["elected"];
  for (const field of hidden) delete values[field];
  const events = elected.events.filter((x) => x.from.includes(e.state) && holds(x.by));
  const mayEdit = (e.state === "running" && ["chair", "clerk"].includes(role().id)) || (isDone && role().id === "officer");
  return {
    id: idOf(e.village), programme: "elections", unit: unitRef(e.village), state: e.state, state_label: state.label, date: isDone ? values.completed_on : null,
    version: e.version, rule_version: 1, values, hidden, counts: !state.is_draft && !state.is_void, checked_by: state.checked_by, events,
    may_edit: mayEdit ? elected.fields.filter((f) => !f.computed).map((f) => f.id) : [], created_at: "2011-03-01", created_by: "", changed_at: e.day,
    soft_reasons: e.reasons, notes: [],
  };
}
function history(e) {
  const out = [];
  const add = (label, who, at, from, to, changes = []) =>
    out.push({ position: 1000 + out.length, at: Date.parse(`${at}T01:14:00Z`), business_date: at, account: who, post: "", action: "", label, reason: "", from, to, changes });
  add(words("新增", "created"), "周小兰（虚构）", "2011-03-01", null, "running");
  if (e.state !== "running") add(words("完成换届", "Finish"), "周小兰（虚构）", e.day, "running", "done", [{ field: "party_women", label: words("其中女性", "Women"), before: null, after: String(e.women) }]);
  if (["verified", "accepted"].includes(e.state)) add(words("乡镇审核通过", "Verify"), "王小芳（虚构）", e.day, "done", "verified");
  if (e.state === "accepted") add(words("县区审核通过", "Accept"), "赵小静（虚构）", e.day, "verified", "accepted");
  return [...out, ...(histories.get(e.village.code) ?? [])];
}
function announce(kind, unit) {
  position += 1;
  const data = JSON.stringify({ position, kind, programme: "elections", unit: unit ? unitRef(unit) : null });
  for (const response of listeners) response.write(`id: ${position}\nevent: ${kind}\ndata: ${data}\n\n`);
}
function change(e, values, version, event, reasons = {}) {
  if (version !== undefined && version !== e.version)
    throw new Refused(409, "flow.conflict", `这条记录已被他人改过（现在是第 ${e.version} 版，您依据的是第 ${version} 版），请对照后再存。`, "Somebody else changed this record.", { detail: { fields: Object.keys(values).map((field) => ({ field })) } });
  const merged = { ...record(e).values, ...e.values, ...values };
  if (Number(merged.party_women) > Number(merged.party_seats))
    throw new Refused(422, "app.invalid", "有 1 处需要改正，未保存。", "One thing must be mended; nothing is saved.", { faults: [{ code: "record.check_failed", message: "女性人数不能多于党组织职数", message_en: "There cannot be more women than party seats", field: "party_women" }] });
  Object.assign(e.values, values);
  Object.assign(e.reasons, reasons);
  if (event) {
    const found = elected.events.find((x) => x.id === event);
    e.values.completed_on = [merged.party_date, merged.committee_date].sort().at(-1) ?? TODAY;
    e.women = Number(merged.party_women);
    e.committeeWomen = Number(merged.committee_women);
    histories.set(e.village.code, [...(histories.get(e.village.code) ?? []), { position: position + 1, at: Date.now(), business_date: TODAY, account: role().name, post: "", action: "", label: found.label, reason: "", from: e.state, to: found.to, changes: [] }]);
    e.state = found.to;
  }
  e.version += 1;
  forgetSums();
  announce("record", e.village);
  return { record: record(e), position, repeated: false };
}

/* ---------- pages ---------- */
function dashboard(unit, period) {
  const names = ["elections.party_coverage", "elections.completed", "loans.women", "half_year_return.home_coverage", "loans.amount", "half_year_return.activities", "congress_renewal.progress"];
  const s = sumOf(unit);
  const share = (n) => `${((n / s.done) * 100).toFixed(1)}%`;
  return {
    unit: unitRef(unit), period,
    sentence: s.done
      ? words(`已完成换届的${s.done}个村中，女性进村委会比例${share(s.committeeWoman)}，进村党组织比例达到${share(s.woman)}。`, `Of the ${s.done} villages that have completed their elections, ${share(s.committeeWoman)} have a woman in the committee and ${share(s.woman)} in the party organisation.`)
      : words("", ""),
    figures: names.map((name, i) => ({ figure: figure(name, unit, period), previous: figure(name, unit, "2010-H2", "then", [0.3, 0.5, 1, 0.2, 1, 0, 0.4][i]), change: "", trend: "up" })),
    league: unit.level === "village" ? null : league("elections.party_coverage", unit, period),
    late: [
      { programme: "elections", title: elected.title, unit: unitRef(unit), period, due: "2011-06-30", days_late: 4, missing: s.villages - s.done, url: `/missing/elections?unit=${unit.code}&period=${period}` },
      { programme: "half_year_return", title: programmes.get("half_year_return").title, unit: unitRef(unit), period, due: "2011-07-01", days_late: 3, missing: s.villages - s.reported, url: `/missing/half_year_return?unit=${unit.code}&period=${period}` },
    ].filter((x) => x.missing > 0),
    inbox: ["clerk", "officer"].includes(role().id) ? [{ programme: "elections", title: elected.title, count: s.unchecked + 3, events: [role().id === "clerk" ? "乡镇审核通过" : "县区审核通过"], url: `/programmes/elections?state=${role().id === "clerk" ? "done" : "verified"}`, due: null }] : [],
    position, demo: true,
  };
}
function missing(programme, unit, period) {
  const has = (v) => (programme === "elections" ? elections.get(v.code)?.state !== "running" : chance(`h${v.code}`) < 0.985);
  const all = villagesOf(unit).filter((v) => elections.has(v.code));
  const lacking = all.filter((v) => !has(v));
  const due = programme === "elections" ? "2011-06-30" : "2011-07-05";
  const title = programmes.get(programme).title;
  const one = (v) => ({ unit: unitRef(v), parent: v.parent.name, reported_on: null, days_late: 4, state: "missing" });
  return {
    programme, title, unit: unitRef(unit), period, due, expected: all.length, reported: all.length - lacking.length, nil: 0, on_time: all.length - lacking.length,
    late: [], missing: lacking.slice(0, 2000).map(one),
    by_unit: unit.children.map((c) => {
      const below = villagesOf(c).filter((v) => elections.has(v.code));
      const lack = below.filter((v) => !has(v)).length;
      return { unit: unitRef(c), expected: below.length, reported: below.length - lack, nil: 0, on_time: below.length - lack, missing: lack };
    }).filter((r) => r.expected > 0 && unit.level !== "township"),
    text: `【${title.zh}】${unit.name} 应报 ${all.length}，已报 ${all.length - lacking.length}，还差 ${lacking.length} 个：${lacking.slice(0, 12).map((v) => v.parent.name + v.name).join("、")}${lacking.length > 12 ? " 等" : ""}。请今天报齐。`, position,
  };
}
function report(unit, period) {
  const link = (name, u = unit) => {
    const f = figure(name, u, period);
    return { text: f.text, figure: name, url: `/figures/${name}?unit=${u.code}&period=${period}`, basted: f.unchecked > 0 };
  };
  const span = (text) => ({ text });
  const block = (kind, spans, more = {}) => ({ kind, spans, rows: [], head: [], level: kind === "heading" ? 2 : 0, ...more });
  const counties = unit.children.filter((c) => sumOf(c).villages > 0);
  return {
    id: "half_year", title: `${unit.name}妇联2011年上半年工作总结`, subtitle: "", unit: unitRef(unit), period, language: "zh",
    blocks: [
      block("heading", [span("一、女性进村“两委”")]),
      block("paragraph", [span("已完成换届的"), link("elections.completed"), span("个村中，女性进村委会比例"), link("elections.committee_coverage"), span("，进村党组织比例达到"), link("elections.party_coverage"), span("。")]),
      block("paragraph", [span("在完成换届的县区中，沂水县（"), link("elections.party_coverage", find("371323")), span("）、沂南县（"), link("elections.party_coverage", find("371321")), span("），走在前列。")]),
      block("table", [span("各县区换届情况")], {
        head: ["县区", "女性进村党组织比例", "已完成换届的村（村）", "换届完成率"],
        rows: counties.map((c) => [span(c.name), link("elections.party_coverage", c), link("elections.completed", c), link("elections.progress", c)]),
      }),
      block("heading", [span("二、妇女之家和巾帼志愿服务")]),
      block("paragraph", [link("half_year_return.returns"), span("个村上报，妇女之家覆盖率"), link("half_year_return.home_coverage"), span("，开展活动"), link("half_year_return.activities"), span("次。")]),
      block("heading", [span("三、妇女小额担保贴息贷款")]),
      block("paragraph", [span("帮助"), link("loans.women"), span("名妇女发放财政贴息贷款；按户上报的另计，户与名不相加。")]),
      block("note", [span("六、妇女儿童发展规划：所需项目尚未启用。")]),
    ],
    position, status: "draft", number: null, issued_at: null, issued_by: null, corrects: null, corrected_by: null, digest: null, demo: true,
  };
}

function check(text) {
  const faults = [];
  text.split("\n").forEach((line, i) => {
    const wide = line.match(/^[^#{"]*?(：)/);
    if (wide && !line.trim().startsWith("#")) faults.push({ code: "define.full_width", message: "这里是全角冒号“：”，请改为半角“:”。", message_en: "A full-width colon; use a plain one.", line: i + 1, column: wide[0].length, severity: "error" });
  });
  if (!/^programme:/m.test(text)) faults.push({ code: "define.no_head", message: "缺少“programme”一行。", message_en: "The line “programme” is missing.", line: 1, column: 1, severity: "error" });
  const id = /^programme:\s*(\S+)/m.exec(text)?.[1] ?? "";
  return { good: faults.length === 0, faults, programme: id, version: 2, plan: faults.length ? [] : ["新增 0 栏，改名 0 栏", "旧记录 7,264 条，都不用改"], position };
}

function answer(method, path, params, body) {
  const [, head, a, b, c, d] = path.split("/").map(decodeURIComponent);
  if (path === "/demo/roles") return ROLES.map((r) => ({ id: r.id, title: r.title, about: r.about, unit: unitRef(r.unit), account: `demo.${r.id}`, start: r.start }));
  if (path === "/demo/session") {
    account = body.role;
    return sessionOf(role());
  }
  if (path === "/session" && method === "POST") throw new Refused(401, "app.bad_sign_in", "账号或密码不对。", "Wrong account or password.");
  if (path === "/session" && method === "DELETE") return void (account = null);
  if (!role()) throw new Refused(401, "app.sign_in", "请先登录。", "Sign in first.");
  if (path === "/session") return sessionOf(role());
  const unit = params.unit ? find(params.unit) : role().unit;
  if (!unit) throw absent();
  const period = params.period || PERIOD;
  switch (head) {
    case "about":
      return { version: "0.1.0", engine: "SQLite", engine_version: "3.53.2", position, units: byCode.size, records: 9120, memory_bytes: 78_000_000, cells: 1_204_000, started_at: String(Date.now()), demo: true, business_date: TODAY, banner: words("演示数据", "Demo data") };
    case "units": {
      if (!a) {
        const search = params.search ?? "";
        const under = params.under ? find(params.under) : city;
        return [...byCode.values()].filter((u) => u.code.startsWith(under.code) && (u.name.includes(search) || u.code.startsWith(search))).slice(0, 30).map(unitRef);
      }
      const u = find(a);
      if (!u) throw absent();
      return { ...unitRef(u), path: pathOf(u).map(unitRef), children: u.children.map(unitRef), opened: "1990-01-01", closed: null, heir: null, is_zone: u.zone, day: TODAY, names: [{ text: u.name, first: "1990-01-01", last: null }], codes: [{ text: u.code, first: "1990-01-01", last: null }], villages: villagesOf(u).length, history: [] };
    }
    case "programmes": {
      if (!a)
        return [...programmes.values()].map((p) => ({ id: p.id, system: p.system, title: p.title, version: p.version, level: p.level, records: p.id === "elections" ? 7264 : 1200, open: p.id === "elections" ? 184 : 0, is_return: p.return_period !== null, may_create: mayCreate(p) }));
      const p = programmes.get(a);
      if (!p) throw absent();
      if (!b) return { ...p, may_create: mayCreate(p), may_import: role().id === "clerk" || role().id === "officer" };
      if (b === "imports") return { id: params.dry_run ? null : "imp1", programme: a, rows: 42, good: 40, bad: 2, unchanged: 0, written: !params.dry_run, repeated: false, position, faults: [{ code: "record.wrong_type", message: "“2011-02-30”不是日期：没有这一天。", message_en: "No such day.", field: "party_date", line: 17, column: 3 }, { code: "record.check_failed", message: "女性人数不能多于党组织职数", message_en: "More women than seats", field: "party_women", line: 23, column: 5 }] };
      if (a !== "elections") return method === "GET" ? { records: [], total: 0, page: 1, size: 50, position } : null;
      if (!c && method === "GET") {
        const all = villagesOf(unit).map((v) => elections.get(v.code)).filter((e) => e && (!params.state || e.state === params.state));
        const size = Number(params.size ?? 50);
        const from = (Number(params.page ?? 1) - 1) * size;
        return { records: all.slice(from, from + size).map(record), total: all.length, page: Number(params.page ?? 1), size, position };
      }
      const e = c ? villageOfId(c) : elections.get(find(body.unit)?.code);
      if (!e) throw absent();
      if (!c) return change(e, body.values, undefined, body.events?.[0], body.soft_reasons);
      if (d === "history") return history(e);
      if (d === "events") return change(e, body.values, body.version, path.split("/")[6], body.soft_reasons);
      return method === "PATCH" ? change(e, body.values, body.version, null, body.soft_reasons) : record(e);
    }
    case "figures": {
      if (b === "drill") {
        const f = figure(a, unit, period, params.as);
        const children = unit.children.filter((x) => sumOf(x).villages > 0).map((x) => figure(a, x, period, params.as));
        return { figure: f, children, agrees: true, agrees_text: words("合计一致 ✓", "The parts add up ✓"), own: null, trend: ["2009-H1", "2009-H2", "2010-H1", "2010-H2", "2011-H1"].map((p, i) => figure(a, unit, p, "then", 4 - i)), position };
      }
      if (b === "records") {
        const all = villagesOf(unit).map((v) => elections.get(v.code)).filter((e) => e && e.state !== "running" && (params.part !== "numerator" || e.women > 0));
        const size = Number(params.size ?? 50);
        const from = (Number(params.page ?? 1) - 1) * size;
        return { records: all.slice(from, from + size).map(record), total: all.length, page: Number(params.page ?? 1), size, position };
      }
      return b === "league" ? league(a, unit, period) : figure(a, unit, period, params.as);
    }
    case "dashboard":
      return dashboard(unit, period);
    case "missing":
      if (!programmes.get(a)?.has_obligation) throw new Refused(422, "app.no_obligation", "这个项目没有规定必须上报。", "Nothing must be filed.");
      return missing(a, unit, period);
    case "nil":
      announce("nil", unit);
      return { position };
    case "returns":
      if (!programmes.get(a)?.has_obligation) throw new Refused(422, "app.no_obligation", "没有这种报表。", "No such return.");
      return { programme: a, unit: unitRef(unit), period, status: "open", due: "2011-07-05", children: missing(a, unit, period).by_unit.map((r) => ({ unit: r.unit, status: "open", missing: r.missing, expected: r.expected })), notes: [], confirmed_by: null, confirmed_at: null, may: role().unit === unit ? ["submit"] : [], position };
    case "reports":
      if (!a) return [{ id: "half_year", kind: "report", system: "S70", title: words("{unit}妇联{period}工作总结", "{unit} Women's Federation: review of {period}"), period: "half", level: "city", version: 1 }, { id: "weekly_bulletin", kind: "bulletin", system: "S2", title: words("村“两委”换届女性进位周通报", "Weekly bulletin"), period: "week", level: "city", version: 1 }];
      if (b === "issue") {
        const one = { ...report(unit, body.period), id: "iss1", status: "issued", number: "演妇发〔2011〕1号", issued_at: String(Date.now()), issued_by: role().name, digest: "9f2c81d0a7b3e655c04d" };
        issued.push(one);
        return { id: one.id, report: "half_year", title: one.title, unit: one.unit, period: one.period, number: one.number, issued_at: one.issued_at, issued_by: one.issued_by, corrects: null, digest: one.digest };
      }
      return report(unit, period);
    case "issued":
      return a ? (issued.find((x) => x.id === a) ?? (() => { throw absent(); })()) : issued.map((x) => ({ ...x, report: "half_year" }));
    case "definitions":
      return check(body.text);
    default:
      throw absent();
  }
}
const mayCreate = (p) => {
  const r = role().id;
  return (p.level === "village" && ["chair", "clerk"].includes(r)) || (p.level === "county" && r === "officer") || (p.level === "township" && r === "clerk");
};

const TYPES = { ".html": "text/html; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8", ".svg": "image/svg+xml" };
function page(path, response) {
  let file = join(DIST, normalize(path));
  if (!file.startsWith(DIST) || !existsSync(file) || !extname(file)) file = join(DIST, "index.html");
  response.writeHead(200, { "Content-Type": TYPES[extname(file)] ?? "application/octet-stream", "Content-Security-Policy": POLICY, "X-Content-Type-Options": "nosniff" });
  response.end(readFileSync(file));
}

createServer((request, response) => {
  const url = new URL(request.url, "http://mock");
  if (!url.pathname.startsWith("/api/")) return page(url.pathname, response);
  const path = url.pathname.slice(4);
  if (path === "/events") {
    response.writeHead(200, { "Content-Type": "text/event-stream", "Cache-Control": "no-store" });
    response.write(": here\n\n");
    listeners.add(response);
    return request.on("close", () => listeners.delete(response));
  }
  const chunks = [];
  request.on("data", (chunk) => chunks.push(chunk));
  request.on("end", () => {
    let status = 200;
    let body;
    account = /(?:^|; )who=(\w+)/.exec(request.headers.cookie ?? "")?.[1] ?? null;
    const was = account;
    try {
      const text = Buffer.concat(chunks).toString();
      const given = text && /json/.test(request.headers["content-type"] ?? "") ? JSON.parse(text) : {};
      body = answer(request.method, path, Object.fromEntries(url.searchParams), given);
    } catch (fault) {
      if (!(fault instanceof Refused)) console.error(fault);
      status = fault.status ?? 500;
      body = fault.body ?? { code: "mock.broken", message: String(fault), message_en: String(fault), trace: "MOCK" };
    }
    if (body === undefined) status = 204;
    const cookie = account === was ? {} : { "Set-Cookie": account ? `who=${account}; Path=/; HttpOnly; SameSite=Strict` : "who=; Path=/; Max-Age=0" };
    response.writeHead(status, { "Content-Type": "application/json; charset=utf-8", "Cache-Control": "no-store", ...cookie });
    response.end(body === undefined ? "" : JSON.stringify(body));
  });
}).listen(PORT, "127.0.0.1", () => console.log(`http://127.0.0.1:${PORT}`));
