// What keeps people out of a page, by axe-core: every route in light, dark and elder at 375 and 1440 px, on a served demo
// (JINGUO_BASE). Fails on a serious or critical fault. One browser, a page for each theme and width at a time.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { BASE, openBrowser, openPage, settle } from "./browser.mjs";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const wanted = process.argv[2] ?? "";
const MODES = [{ theme: "light", elder: false }, { theme: "dark", elder: false }, { theme: "light", elder: true }];
const WIDTHS = [375, 1440];
const AT_ONCE = 3;

/** Every route with one who may see it. */
async function routes(browser) {
  const { page, context } = await openPage(browser, { width: 1440, allow: [401, 403, 404] });
  await page.goto(`${BASE}/welcome`);
  const api = (path) => page.evaluate(async (p) => (await fetch(p)).json(), `/api${path}`);
  const enter = (role) => page.evaluate((r) => fetch("/api/demo/session", { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ role: r }) }), role);
  await enter("officer");
  const me = await api("/session");
  const unit = me.post.unit.code;
  const list = await api(`/programmes/elections/records?unit=${unit}&size=1`);
  await context.close();
  const figure = `/figures/elections.party_coverage?unit=${unit}`;
  return {
    "": ["/welcome", "/sign-in", "/first/none", "/nowhere"],
    leader: ["/", "/?unit=3713", figure, figure.replace("?", "/records?"), `/units/${unit}`, "/about"],
    officer: ["/inbox", "/inbox?tab=done", "/inbox?tab=started", "/inbox?tab=copied", "/programmes", "/programmes/elections", `/programmes/elections/records/${list.records[0].id}`, `/missing/elections?unit=${unit}`],
    clerk: ["/inbox", "/programmes/half_year_return/grid", "/programmes/half_year_return/import", "/programmes/half_year_return"],
    chair: ["/village", "/inbox", "/programmes/half_year_return/new", "/programmes/elections/new"],
    head: ["/reports", "/reports/half_year"],
    operator: ["/definitions", "/definitions/edit?programme=elections", "/definitions/elections/versions"],
  };
}

const browser = await openBrowser();
const all = await routes(browser);
const faults = [];
let looked = 0;

async function look({ theme, elder }, width) {
  for (const [role, paths] of Object.entries(all)) {
    const { context, page } = await openPage(browser, { width, allow: [401, 403, 404, 409, 422] });
    await context.addInitScript((p) => localStorage.setItem("jinguo.prefs", JSON.stringify(p)), { theme, elder, language: "zh" });
    await page.goto(`${BASE}/welcome`);
    if (role) await page.evaluate((r) => fetch("/api/demo/session", { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ role: r }) }), role);
    for (const path of paths) {
      if (wanted && !path.includes(wanted)) continue;
      await page.goto(BASE + path);
      await settle(page);
      if (path === "/" && width === 1440) {
        await page.keyboard.press("Control+k");
        await page.waitForSelector(".palette [role=option]");
      }
      await page.evaluate(`${axe};0`);
      const { violations } = await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ["violations"], runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"] }));
      looked += 1;
      for (const fault of violations.filter((v) => v.impact === "serious" || v.impact === "critical"))
        faults.push(`${theme}${elder ? " elder" : ""} ${width} ${role} ${path}: ${fault.id} ×${fault.nodes.length} ${fault.nodes[0].html.slice(0, 160)} ${(fault.nodes[0].failureSummary ?? "").split("\n")[1] ?? ""}`);
    }
    await context.close();
  }
}

const queue = MODES.flatMap((mode) => WIDTHS.map((width) => [mode, width]));
await Promise.all(
  Array.from({ length: AT_ONCE }, async () => {
    for (let next = queue.shift(); next; next = queue.shift()) await look(...next);
  }),
);
await browser.close();
for (const fault of faults) console.log(`FAULT ${fault}`);
console.log(`${looked} pages looked at, ${faults.length} faults`);
process.exit(faults.length || looked === 0 ? 1 : 0);
