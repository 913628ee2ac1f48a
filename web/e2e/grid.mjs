// The entry grid on a served demo (JINGUO_BASE): keys, a block from a spreadsheet, a chat list, fill down, undo, a fault,
// no connection and back, a reload with unsaved cells, filing.
import { BASE, PICTURES, openBrowser, openPage, settle } from "./browser.mjs";

const faults = [];
const must = (holds, text) => {
  console.log(`${holds ? "ok   " : "FAULT"} ${text}`);
  if (!holds) faults.push(text);
};
const browser = await openBrowser();
const { page, context, problems } = await openPage(browser, { width: 1440, allow: [401, 422, "ERR_INTERNET_DISCONNECTED"] });
await page.goto(`${BASE}/welcome`);
await page.click("[data-role=clerk]");
await page.waitForURL((url) => url.pathname !== "/welcome");
await settle(page);
const api = (path) => page.evaluate(async (p) => (await fetch(p)).json(), path);
let asked = "";
page.on("request", (request) => {
  if (request.method() === "GET" && request.url().includes("/half_year_return/grid?")) asked ||= new URL(request.url()).pathname + new URL(request.url()).search;
});
const grid = () => api(asked);

await page.goto(`${BASE}/programmes/half_year_return/grid`);
await page.waitForSelector("table.grid tbody tr[role=row]");
const before = await grid();
const free = before.rows.map((row, i) => ({ row, i })).filter(({ row }) => row.may_create);
must(free.length >= 3, `the township has ${free.length} villages without a return`);
const cell = (row, column) => page.locator(`[data-cell="${row}:${column}"]`);
const text = async (row, column) => (await cell(row, column).innerText()).replace(/\s+/g, " ").trim();
const column = (id) => before.fields.indexOf(id);
const saved = () => page.waitForFunction(() => /都已存好/.test(document.querySelector(".bar-line .st").textContent), null, { timeout: 8000 });
const paste = (data) =>
  page.evaluate((given) => {
    const event = new ClipboardEvent("paste", { clipboardData: new DataTransfer(), bubbles: true, cancelable: true });
    event.clipboardData.setData("text/plain", given);
    document.activeElement.dispatchEvent(event);
  }, data);

const [a, b, c] = free.map(({ i }) => i);
await cell(a, 0).click();
await page.keyboard.type("380");
await page.keyboard.press("Tab");
await page.keyboard.type("4");
await page.keyboard.press("Enter");
must((await text(a, 0)).startsWith("380") && (await text(a, 1)).startsWith("4"), "typed over with Tab and Enter");
must(await cell(a + 1, 0).evaluate((el) => el === document.activeElement), "Enter after Tab goes under the first cell");
must(/还差 \d 格/.test(await page.locator(`tr[aria-rowindex="${a + 2}"]`).innerText()), "a row says how many cells it lacks");
await cell(a, 3).click();
await paste("否\t0\t0\t12\t3");
await saved();
must((await grid()).rows[a].values.groups === "4", "a row is saved once it is whole");

await cell(a, 0).click();
await page.keyboard.press("F2");
await page.keyboard.press("End");
await page.keyboard.type("1");
await page.keyboard.press("Escape");
must((await text(a, 0)).startsWith("380"), "Escape leaves the cell as it was");
await page.keyboard.press("ArrowRight");
await page.keyboard.press("Shift+ArrowRight");
must((await page.locator("td.sel").count()) === 2, "Shift and an arrow select");

await cell(b, 0).click();
await paste('320\t3\t20.5\t是\t6\t240\t30\t22\t"两行\n说明"\r\n');
must((await text(b, 3)).startsWith("是") && (await text(b, 4)).startsWith("6"), "a block of a spreadsheet, with a line end in a cell");
await page.keyboard.press("Control+z");
must(/^(未报|—)/.test(await text(b, 0)), "one undo takes the whole block back");
await page.keyboard.press("Control+y");
must((await text(b, 0)).startsWith("320"), "and again");
await saved();

await cell(b, 6).click();
await page.keyboard.type("10");
await page.keyboard.press("Enter");
must((await cell(b, 7).getAttribute("class")).includes("bad") && (await cell(b, 7).getAttribute("aria-invalid")) === "true", "more active than registered is told at the cell at once");
await page.keyboard.press("Control+z");
await saved();

// A draft row may stay half filled; what is typed offline waits here and goes once there is a way again.
await context.setOffline(true);
await cell(c, 0).click();
await paste("150\t2\t\t否\t0\t0\t9\t4");
await page.waitForFunction(() => /已存本机/.test(document.querySelector(".bar-line .st").textContent), null, { timeout: 8000 });
must(/待存/.test(await text(c, 0)), "a cell typed without a connection says so in words");
if (PICTURES) await page.screenshot({ path: `${PICTURES}/grid-offline.png` });
await context.setOffline(false);
await saved();
const after = await grid();
must(after.rows[c].values.women_16_60 === "150" && after.rows[c].version === 1, "back again it is saved, once");

// Unsaved cells survive a reload.
await page.route("**/grid", (route) => (route.request().method() === "POST" ? route.abort() : route.continue()));
await cell(c, 0).click();
await page.keyboard.type("151");
await page.keyboard.press("Enter");
await page.waitForTimeout(900);
await page.unroute("**/grid");
await page.reload();
await page.waitForSelector("table.grid tbody tr[role=row]");
await page.waitForSelector("text=已替您放回");
await saved();
must((await grid()).rows[c].values.women_16_60 === "151", "what a reload found unsaved is put back and sent");

// Fill down over three rows, then back.
await cell(a, 1).click();
await page.keyboard.press("Shift+ArrowDown");
await page.keyboard.press("Control+d");
await page.keyboard.press("Control+z");
const name = before.rows[c].unit.name;
await cell(c, 1).click();
await paste(`#接龙\n1. ${name} 7个\n2. 没有这个村 5个`);
await page.waitForSelector(".chain");
must(/没有这个村/.test(await page.locator(".chain .note.late").innerText()), "a chat list tells whom it does not know");
if (PICTURES) await page.screenshot({ path: `${PICTURES}/grid-chain.png` });
await page.locator(".chain .btn.main").click();
await saved();
must((await grid()).rows[c].values.groups === "7", "a chat list is filled in by name");

await cell(b, 7).click();
await page.keyboard.press("Control+Enter");
await page.waitForSelector("aside.side .past, aside.side .meta");
must(/22/.test(await page.locator("aside.side").innerText()), "a cell tells its history");
if (PICTURES) await page.screenshot({ path: `${PICTURES}/grid-details.png` });
const button = page.locator(".bar-line .btn.main");
must(/已填/.test(await button.innerText()), "complete rows can be filed together");
await button.click();
await page.waitForSelector("text=/已办 \\d+ 行/");
must((await grid()).rows[b].state === "filed", "the rows are filed");

// A request that finds no way out is what this walk is about.
faults.push(...problems.filter((text) => !/net::ERR_(INTERNET_DISCONNECTED|FAILED)/.test(text)));
await browser.close();
for (const line of faults) console.error(`FAULT ${line}`);
console.log(faults.length ? `${faults.length} faults` : "grid: no faults");
process.exit(faults.length ? 1 : 0);
