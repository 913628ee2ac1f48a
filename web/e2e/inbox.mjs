// The inbox and the palette on a served demo (JINGUO_BASE): keys, a reason, taking back, several at once, coming back to the
// same place, finding by initials; how long the inbox takes to answer.
import { BASE, PICTURES, openBrowser, openPage, settle } from "./browser.mjs";

const faults = [];
const must = (holds, text) => {
  console.log(`${holds ? "ok   " : "FAULT"} ${text}`);
  if (!holds) faults.push(text);
};
const browser = await openBrowser();
const { page, problems } = await openPage(browser, { width: 1440, allow: [401] });
const enter = async (on, role) => {
  await on.goto(`${BASE}/welcome`);
  await on.click(`[data-role=${role}]`);
  await on.waitForURL((url) => url.pathname !== "/welcome");
  await settle(on);
};
const inbox = (on, query = "") => on.evaluate(async (q) => (await fetch(`/api/inbox${q}`)).json(), query);
const counted = (on, n) => on.waitForFunction((want) => document.querySelector(".tabs sup")?.textContent.replace(/\D/g, "") === String(want), n, { timeout: 8000 }).then(() => true, () => false);

await enter(page, "officer");
const before = await inbox(page);
must(before.counts.todo > 6, `the officer has ${before.counts.todo} pieces to do`);
await page.goto(`${BASE}/inbox`);
await page.waitForSelector(".it");
must((await page.locator(".spine nav a[href='/inbox'] span").innerText()).replace(/\D/g, "") === String(before.counts.todo), "the contents say how many");
if (PICTURES) await page.screenshot({ path: `${PICTURES}/inbox-1440.png` });

await page.keyboard.press("j");
await page.keyboard.press("j");
await page.keyboard.press("k");
must((await page.locator(".it").nth(1).getAttribute("class")).includes("on"), "j and k move");
const scrolled = new URL(page.url()).searchParams.get("at");
await page.keyboard.press("Enter");
await page.waitForURL("**/records/**");
await settle(page);
await page.goBack();
await page.waitForSelector(".it.on");
must(new URL(page.url()).searchParams.get("at") === scrolled && (await page.locator(".it").nth(1).getAttribute("class")).includes("on"), "Enter opens, and back returns to the same place");

await page.keyboard.press("a");
must(await counted(page, before.counts.todo - 1), "a agrees, and one less waits");
const offered = page.locator(".undo .btn");
await offered.click();
must(await page.waitForSelector(".undo :text('已撤销')", { timeout: 8000 }).then(() => true, () => false), "and that is said");
must(await counted(page, before.counts.todo), "taken back within its seconds, it waits again");

await page.keyboard.press("r");
must((await page.evaluate(() => document.activeElement?.id)) === "why", "r asks for a reason");
await page.locator(".card .btn.no").click();
must(await page.locator("text=请写明退回的理由").isVisible(), "nothing goes back without one");
await page.fill("#why", "请核对职数");
await page.locator(".card .btn.no").click();
must(await counted(page, before.counts.todo - 1), "with a reason it goes back");

const kinds = (await inbox(page)).items.filter((card) => card.record);
const same = kinds.filter((card) => card.programme === kinds[0].programme).slice(0, 3);
for (const card of same) await page.locator(`.it:has([id="in-${card.record}"]) input[type=checkbox]`).check();
must(/已选 3 件/.test(await page.locator(".batch").innerText()), "three are selected");
if (PICTURES) await page.screenshot({ path: `${PICTURES}/inbox-batch-1440.png` });
await page.locator(".batch .btn.main").first().click();
const three = await counted(page, before.counts.todo - 1 - same.length);
if (!three) console.log(await page.locator("main").innerText());
must(three, "three at once");
await page.goto(`${BASE}/inbox?tab=done`);
await page.waitForSelector(".it");
must((await page.locator(".it").count()) >= 4, "what was done is told");

await page.keyboard.press("Control+k");
await page.fill(".palette input", "lz");
await page.waitForSelector(".palette [role=option]:has-text('兰') , .palette [role=option]:has-text('罗')");
if (PICTURES) await page.screenshot({ path: `${PICTURES}/palette-1440.png` });
must(true, "a unit is found by its initials");
await page.fill(".palette input", "db");
await page.waitForSelector(".palette [role=option]:has-text('待办')");
await page.keyboard.press("Enter");
await page.waitForURL((url) => url.pathname === "/inbox" && !url.search.includes("done"));
await page.keyboard.press("Control+k");
must(/最近用过/.test(await page.locator(".palette").innerText()), "what was taken is offered first");
await page.keyboard.press("Escape");
must(await page.waitForSelector(".palette", { state: "detached", timeout: 3000 }).then(() => true, () => false), "Escape closes it");

const phone = await openPage(browser, { width: 375, allow: [401] });
await enter(phone.page, "officer");
await phone.page.goto(`${BASE}/inbox`);
await phone.page.waitForSelector(".card-acts .btn");
const low = await phone.page.evaluate(() => [...document.querySelectorAll(".card-acts .btn")].filter((b) => b.getBoundingClientRect().height < 59.5).length);
must(low === 0, "on a phone the two buttons are 60 px high");
if (PICTURES) await phone.page.screenshot({ path: `${PICTURES}/inbox-375.png` });

const times = await page.evaluate(async () => {
  const out = [];
  for (let i = 0; i < 100; i += 1) {
    const from = performance.now();
    await (await fetch("/api/inbox")).text();
    out.push(performance.now() - from);
  }
  return out.sort((a, b) => a - b);
});
console.log(`     the inbox answers in ${times[49].toFixed(0)} ms, p99 ${times[98].toFixed(0)} ms`);
faults.push(...problems, ...phone.problems);
for (const text of [...problems, ...phone.problems]) console.error(`FAULT ${text}`);
await browser.close();
process.exit(faults.length ? 1 : 0);
