// Takes the pages as pictures at 375 and 1440 px for the eye: node e2e/pictures.mjs FOLDER [part of a name]
import { mkdirSync } from "node:fs";
import { BASE, nameless, openBrowser, openPage, overflow, settle, small } from "./browser.mjs";

const folder = process.argv[2] ?? "pictures";
const wanted = process.argv[3] ?? "";
mkdirSync(folder, { recursive: true });
const api = async (page, path) => page.evaluate(async (p) => (await fetch(p)).json(), path);
const SHOTS = [
  { name: "welcome", path: "/welcome" },
  { name: "signin", path: "/sign-in" },
  { name: "first", path: "/first/none" },
  { name: "dashboard", role: "leader", path: "/" },
  { name: "dashboard-dark", role: "leader", path: "/", prefs: { theme: "dark" } },
  { name: "dashboard-elder", role: "leader", path: "/", prefs: { elder: true } },
  { name: "dashboard-en", role: "leader", path: "/", prefs: { language: "en" } },
  { name: "dashboard-hant", role: "leader", path: "/", prefs: { language: "zh-Hant" } },
  { name: "village-hant", role: "chair", path: "/village", prefs: { language: "zh-Hant" } },
  { name: "dashboard-officer", role: "officer", path: "/" },
  { name: "figure-city", role: "leader", path: "/figures/elections.party_coverage?unit=3713&period=2011-H1" },
  { name: "figure-official", role: "leader", path: "/figures/elections.party_coverage?unit=3713&period=2011-H1&official=yes" },
  { name: "figure-village", role: "leader", deep: true },
  { name: "figure-records", role: "leader", path: "/figures/elections.party_coverage/records?unit=371323&period=2011-H1&part=numerator" },
  { name: "programmes", role: "clerk", path: "/programmes" },
  { name: "records", role: "officer", path: "/programmes/elections" },
  { name: "new", role: "chair", path: "/programmes/half_year_return/new" },
  { name: "record", role: "chair", own: true },
  { name: "event", role: "chair", own: true, click: ".actions .btn.main" },
  { name: "village", role: "chair", path: "/village" },
  { name: "village-elder", role: "chair", path: "/village", prefs: { elder: true } },
  { name: "missing", role: "officer", path: "/missing/elections?period=2011-H1" },
  { name: "reports", role: "head", path: "/reports" },
  { name: "report", role: "head", path: "/reports/half_year?unit=3713&period=2011-H1" },
  { name: "unit", role: "leader", path: "/units/371323" },
  { name: "definitions", role: "operator", path: "/definitions?programme=elections" },
  { name: "import", role: "clerk", path: "/programmes/elections/import" },
  { name: "about", role: "leader", path: "/about" },
];
const browser = await openBrowser();
let faults = 0;
for (const width of [1440, 375]) {
  for (const shot of SHOTS.filter((s) => s.name.includes(wanted))) {
    const { context, page, problems } = await openPage(browser, { width, allow: [401, 422] });
    if (shot.prefs) await context.addInitScript((prefs) => localStorage.setItem("jinguo.prefs", JSON.stringify(prefs)), shot.prefs);
    await page.goto(`${BASE}/welcome`);
    if (shot.role) await page.evaluate((role) => fetch("/api/demo/session", { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ role }) }), shot.role);
    else await page.evaluate(() => fetch("/api/session", { method: "DELETE" }));
    let path = shot.path;
    if (shot.deep) {
      let unit = "3713";
      for (let i = 0; i < 3; i += 1) {
        const drill = await api(page, `/api/figures/elections.party_coverage/drill?unit=${unit}&period=2011-H1&as=then`);
        unit = drill.children.sort((a, b) => b.value - a.value)[0].unit.code;
      }
      path = `/figures/elections.party_coverage?unit=${unit}&period=2011-H1`;
    }
    if (shot.own) {
      const me = await api(page, "/api/session");
      const list = await api(page, `/api/programmes/elections/records?unit=${me.post.unit.code}`);
      path = `/programmes/elections/records/${list.records[0].id}`;
    }
    await page.goto(BASE + path);
    await settle(page);
    if (shot.click && (await page.locator(shot.click).count())) {
      await page.click(shot.click);
      await page.waitForTimeout(300);
    }
    const wide = await overflow(page);
    const unnamed = await nameless(page);
    const tiny = width < 500 ? await small(page) : [];
    await page.screenshot({ path: `${folder}/${shot.name}-${width}.png`, fullPage: width < 500 });
    for (const text of [...problems, ...wide.map((w) => `sideways: ${w}`), ...unnamed.map((u) => `no name: ${u}`), ...tiny.map((s) => `small: ${s}`)]) {
      faults += 1;
      console.log(`${shot.name} ${width}: ${text}`);
    }
    await context.close();
  }
}
await browser.close();
console.log(faults ? `${faults} faults` : "no faults");
process.exit(faults ? 1 : 0);
