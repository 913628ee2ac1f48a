// Walks a running server as a leader would: in by a tile, from 38.8 % down to one record, to the half-year report.
// JINGUO_BASE names the server, JINGUO_PICTURES a folder for pictures, JINGUO_SHARE the share to follow (38.8).
// JINGUO_WRITE=1 files one village's record instead and waits for the leader's page to show it.
// Fails on any console error, breach of the content policy, foreign request, sideways scroll or nameless control.
import { mkdirSync } from "node:fs";
import { enter, fileElection, followDown } from "./acts.mjs";
import { BASE, PICTURES, nameless, openBrowser, openPage, overflow, settle } from "./browser.mjs";

const SHARE = process.env.JINGUO_SHARE ?? "38.8";
const faults = [];
const must = (holds, text) => {
  if (!holds) faults.push(text);
};
if (PICTURES) mkdirSync(PICTURES, { recursive: true });

async function look(page, name) {
  await settle(page);
  if (PICTURES) await page.screenshot({ path: `${PICTURES}/${name}.png` });
  for (const text of await overflow(page)) faults.push(`${name}: sideways: ${text}`);
  for (const text of await nameless(page)) faults.push(`${name}: no name: ${text}`);
}
async function timed(what, act) {
  const from = Date.now();
  await act();
  console.log(`${String(Date.now() - from).padStart(6)} ms  ${what}`);
}

/** From the dashboard to a record by clicks alone; gives back how many levels were passed. */
async function followShare(page, prefix) {
  const link = page.locator("main a.n", { hasText: SHARE }).first();
  must((await link.count()) > 0, `${prefix}: no link with ${SHARE} on the dashboard`);
  await timed(`${prefix} the figure's page`, async () => {
    await link.click();
    await page.waitForSelector(".steps");
  });
  await look(page, `${prefix}-figure`);
  const levels = await followDown(page, async (level, goDown) => {
    must((await page.locator(".step footer .st.late").count()) === 0, `${prefix}: the parts do not add up at level ${level}`);
    await timed(`${prefix} one level down`, goDown);
  });
  must(levels >= 2, `${prefix}: only ${levels} levels below the city`);
  await look(page, `${prefix}-village`);
  const record = page.locator("a.open").first();
  must((await record.count()) > 0, `${prefix}: no record under the figure`);
  if ((await record.count()) === 0) return;
  await timed(`${prefix} the record`, async () => {
    await record.click();
    await page.waitForSelector(".facts");
  });
  await look(page, `${prefix}-record`);
  must((await page.locator(".track li").count()) > 0, `${prefix}: the record has no history`);
}

async function walk(browser, width) {
  const prefix = String(width);
  // 422: outside every term of an election nothing falls due.
  const { context, page, problems } = await openPage(browser, { width, allow: [401, 422] });
  await timed(`${prefix} first page`, () => page.goto(BASE));
  await page.waitForURL("**/welcome");
  await page.waitForSelector(".tiles button");
  await look(page, `${prefix}-welcome`);
  await timed(`${prefix} in as leader`, async () => {
    await page.click("[data-role=leader]");
    await page.waitForSelector(".four");
  });
  await look(page, `${prefix}-dashboard`);
  must((await page.locator(".demo").count()) === 1, `${prefix}: nothing says that the data are a demo's`);
  must((await page.locator(".league tbody tr").count()) >= 10, `${prefix}: the league has fewer than ten rows`);
  await followShare(page, prefix);
  await page.goto(`${BASE}/reports`);
  await look(page, `${prefix}-reports`);
  await timed(`${prefix} the half-year report`, async () => {
    await page.click("main a[href*='/reports/half_year']");
    await page.waitForSelector(".document h2");
  });
  await look(page, `${prefix}-report`);
  must((await page.locator(".document a.n").count()) >= 5, `${prefix}: the report has fewer than five figures as links`);
  must((await page.locator(".document").textContent()).includes(SHARE), `${prefix}: the report does not say ${SHARE}`);
  await page.locator(".document a.n").first().click();
  await page.waitForSelector(".steps");
  for (const [role, name] of [
    ["chair", "village"],
    ["operator", "definitions"],
  ]) {
    await enter(page, role);
    await look(page, `${prefix}-${name}`);
  }
  faults.push(...problems.map((text) => `${prefix}: ${text}`));
  await context.close();
}

/** A village files; the leader's number moves within a second, without a reload. */
async function live(browser) {
  const leader = await openPage(browser, { width: 1440 });
  await enter(leader.page, "leader");
  await leader.page.waitForSelector(".four");
  const today = await leader.page.evaluate(async () => (await (await fetch("/api/session")).json()).business_date);
  const held = new Date(Date.parse(today) - 5 * 86_400_000).toISOString();
  const period = `${held.slice(0, 4)}-H${Number(held.slice(5, 7)) <= 6 ? 1 : 2}`;
  await leader.page.goto(`${BASE}/?unit=3713&period=${period}`);
  await leader.page.waitForSelector(".four");
  await settle(leader.page);
  await leader.page.waitForSelector(".top .st.done");
  const shown = async () => (await leader.page.locator(".four").innerText()) + (await leader.page.locator(".league").innerText());
  const before = await shown();
  const chair = await openPage(browser, { width: 375, allow: [401, 422] });
  await enter(chair.page, "chair");
  const from = await fileElection(chair.page, today, async (isRefused) => {
    must(isRefused, "live: four women on three seats were not refused at the field");
    if (PICTURES) await chair.page.screenshot({ path: `${PICTURES}/375-refused.png`, fullPage: true });
  });
  console.log(`${String(Date.now() - from).padStart(6)} ms  live the village's save`);
  try {
    await leader.page.waitForFunction((was) => document.querySelector(".four").innerText + document.querySelector(".league").innerText !== was, before, { timeout: 5000, polling: 50 });
    const took = Date.now() - from;
    console.log(`${String(took).padStart(6)} ms  live the leader sees it`);
    must(took < 2000, `live: the leader's page took ${took} ms`);
  } catch {
    faults.push("live: the leader's page did not move");
  }
  await look(chair.page, "375-filed");
  for (const one of [leader, chair]) {
    faults.push(...one.problems.map((text) => `live: ${text}`));
    await one.context.close();
  }
}

const browser = await openBrowser();
try {
  if (process.env.JINGUO_WRITE === "1") await live(browser);
  else for (const width of [1440, 375]) await walk(browser, width);
} catch (error) {
  faults.push(`the walk broke off: ${error.message}`);
} finally {
  await browser.close();
}
for (const text of faults) console.error(`FAULT ${text}`);
console.log(faults.length ? `${faults.length} faults` : "smoke: no faults");
process.exit(faults.length ? 1 : 0);
