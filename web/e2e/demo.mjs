// The script of docs/demo.md, step by step, on a city of its own that is killed in the end: JINGUO_PROGRAM names the
// program, JINGUO_PICTURES a folder for a picture of each step.
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { serveDemo } from "./served.mjs";
import { workbook } from "./workbook.mjs";

const program = process.env.JINGUO_PROGRAM ?? "build/bin/jinguo";
const folder = mkdtempSync(join(tmpdir(), "jinguo-demo-"));
let served = await serveDemo(program, join(folder, "data"));
process.env.JINGUO_BASE = served.base;
const { enter, fileElection, followDown } = await import("./acts.mjs");
const { BASE, PICTURES, openBrowser, openPage, settle } = await import("./browser.mjs");
if (PICTURES) mkdirSync(PICTURES, { recursive: true });

const faults = [];
const must = (holds, text) => {
  console.log(`${holds ? "ok   " : "FAULT"} ${text}`);
  if (!holds) faults.push(text);
};
const ask = (page, path) => page.evaluate(async (p) => (await fetch(p)).json(), path);
const picture = (page, name) => (PICTURES ? page.screenshot({ path: `${PICTURES}/${name}.png` }) : null);
const wall = await openBrowser();

async function play() {
  const leader = await openPage(wall, { width: 1440, allow: [401, 422] });
  const page = leader.page;
  await enter(page, "leader");

  // 1 · The report, and one of its figures down to a village's record.
  await page.goto(`${BASE}/reports/half_year?unit=3713&period=2011-H1`);
  await page.waitForSelector(".document h2");
  await picture(page, "1-report");
  const share = page.locator(".document a.n", { hasText: "38.8" }).first();
  must((await share.count()) === 1, "the half-year report says 38.8 %, and it is a link");
  await share.click();
  await page.waitForSelector(".steps");
  await settle(page);
  const levels = await followDown(page);
  await settle(page);
  must(levels >= 3, "38.8 % leads down over county and township to a village");
  await picture(page, "2-village");
  await page.locator("a.open").first().click();
  await page.waitForSelector(".facts");
  must((await page.locator(".track li").count()) > 0, "and to its record with its history");
  await picture(page, "3-record");

  // 2 · A chair files on her phone; the wall's figure moves.
  const { business_date: today } = await ask(page, "/api/session");
  const held = new Date(Date.parse(today) - 5 * 86_400_000).toISOString();
  const period = `${held.slice(0, 4)}-H${Number(held.slice(5, 7)) <= 6 ? 1 : 2}`;
  await page.goto(`${BASE}/?unit=3713&period=${period}`);
  await page.waitForSelector(".four");
  await settle(page);
  const before = await page.locator(".four").innerText();
  const phone = await openPage(wall, { width: 375, allow: [401, 422] });
  await enter(phone.page, "chair");
  let wasRefused = false;
  const from = await fileElection(phone.page, today, async (isRefused) => {
    wasRefused = isRefused;
    await picture(phone.page, "4-phone");
  });
  must(wasRefused, "more women than seats are refused at the field");
  await page.waitForFunction((was) => document.querySelector(".four").innerText !== was, before, { timeout: 5000, polling: 50 });
  console.log(`      ${Date.now() - from} ms from the save on the phone to the figure on the wall`);
  must(true, "the figure on the wall moves");
  await picture(page, "5-wall");
  const figure = `/api/figures/elections.completed?unit=3713&period=${period}`;
  const moved = (await ask(page, figure)).value;

  // 3 · An ugly Excel: looked at, mended, written, taken back.
  await enter(page, "clerk");
  const clerk = await ask(page, "/api/session");
  const due = await ask(page, `/api/missing/half_year_return?unit=${clerk.post.unit.code}&period=2026-H1`);
  const [one, two] = due.missing.map((lacking) => lacking.unit.name);
  const heads = ["单位", "16至60岁妇女", "妇女小组", "建有妇女之家", "妇女之家活动", "活动参加人次", "巾帼志愿者", "其中本期参加过服务"];
  const ugly = workbook([["2026年上半年妇女工作半年报"], [], heads, [one, 380, 4, "是", 6, 240, 30, 22], [two, "许多", 4, "是", 6, 240, 30, 22], ["合计", 760, 8, "", 12, 999, 60, 44]]);
  await page.goto(`${BASE}/programmes/half_year_return/import?period=2026-H1`);
  await settle(page);
  await page.setInputFiles("input[type=file]", { name: "半年报（最终版2）.xlsx", mimeType: "application/octet-stream", buffer: ugly });
  await page.waitForSelector(".sum");
  await settle(page);
  await picture(page, "6-import");
  const shown = await page.locator("main").innerText();
  must(/还没有写入/.test(shown), "nothing is written before one says so");
  must(/999/.test(shown) && /480/.test(shown), "the total that disagrees is named, both numbers");
  const job = new URL(page.url()).searchParams.get("job");
  must(Boolean(job), "the import has an address of its own");
  await page.locator("td.er button").first().click();
  await page.fill(".xl input.cell", "390");
  await page.keyboard.press("Enter");
  await page.waitForFunction(() => !document.querySelector("td.er"));
  must(true, "the wrong cell is mended in place");
  const groups = async () => (await ask(page, `/api/figures/half_year_return.groups?unit=${clerk.post.unit.code}&period=2026-H1`)).value;
  const earlier = await groups();
  await page.locator(".foot select.pick").selectOption("file");
  await settle(page);
  await page.locator(".go .btn.main").click();
  await page.waitForSelector(".note.done");
  await picture(page, "7-written");
  must((await groups()) !== earlier, "it is written, and the figure has moved");
  await page.locator(".go .btn", { hasText: "撤销" }).click();
  await page.waitForFunction(() => /已撤|作废/.test(document.querySelector(".note")?.innerText ?? ""));
  must((await groups()) === earlier, "taken back, the figure is as before");
  return { page, phone, leader, moved, figure, job, period };
}

const told = await play().catch((error) => {
  faults.push(`the script broke off: ${error.message}`);
  return null;
});
if (told) {
  const { page } = told;
  // 4 · The bulletin is issued.
  await enter(page, "head");
  await page.goto(`${BASE}/reports/half_year?unit=3713&period=2011-H1`);
  await page.waitForSelector(".document h2");
  await page.locator(".btn.main", { hasText: "签发" }).click();
  await page.locator(".btn.main", { hasText: "冻结并签发" }).click();
  await page.waitForURL("**/issued/**");
  await page.waitForSelector("text=已印发，不再变动");
  const issued = page.url().slice(BASE.length);
  must(true, "the report is issued and frozen");
  await picture(page, "8-issued");

  // 5 · The plug is pulled; everything is back.
  await served.end("SIGKILL");
  served = await serveDemo(program, join(folder, "data"), Number(new URL(BASE).port));
  await enter(page, "leader");
  must((await ask(page, told.figure)).value === told.moved, `after kill -9 the figure is what it was: ${told.moved}`);
  await page.goto(BASE + issued);
  await page.waitForSelector("text=已印发，不再变动");
  must(true, "and so is the issued report");
  await picture(page, "9-back");
  const problems = [...told.leader.problems, ...told.phone.problems].filter((text) => !/ERR_(CONNECTION|INCOMPLETE|EMPTY|NETWORK)/.test(text));
  faults.push(...problems);
}
await wall.close();
await served.end();
rmSync(folder, { recursive: true, force: true });
for (const text of faults) console.error(`FAULT ${text}`);
process.exit(faults.length ? 1 : 0);
