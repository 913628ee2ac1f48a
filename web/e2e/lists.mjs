// A programme's list, and forms that meet no connection or an ended session, on a served demo (JINGUO_BASE): search,
// filters, columns, order, density and saved views in the address; a form kept and sent later, once; signing in again
// over a page; a record that is not hers.
import { BASE, PICTURES, openBrowser, openPage, overflow, settle } from "./browser.mjs";

const faults = [];
const must = (holds, text) => {
  console.log(`${holds ? "ok   " : "FAULT"} ${text}`);
  if (!holds) faults.push(text);
};
const browser = await openBrowser();
const enter = async (page, role) => {
  await page.goto(`${BASE}/welcome`);
  await page.click(`[data-role=${role}]`);
  await page.waitForURL((url) => url.pathname !== "/welcome");
  await settle(page);
};
const picture = async (page, name) => PICTURES && page.screenshot({ path: `${PICTURES}/${name}.png`, fullPage: false });
const LIST = "/programmes/half_year_return";

const { page, context, problems } = await openPage(browser, { width: 1440, allow: [401, 404, 409, 422, "ERR_INTERNET_DISCONNECTED"] });
await enter(page, "clerk");
await page.goto(BASE + LIST);
await settle(page);
const count = async () => Number((await page.locator("output.count").innerText()).replace(/\D/g, ""));
const rows = () => page.locator(".tbl tbody tr").count();
const all = await count();
must(all > 0 && (await rows()) > 0, `the list counts its ${all} records`);
await picture(page, "list-1440");

const name = (await page.locator(".tbl tbody tr td:first-child").first().innerText()).trim();
await page.fill("input[type=search]", name.slice(0, 2));
await page.waitForURL(/search=/);
await settle(page);
must((await count()) > 0 && (await count()) <= all && (await page.locator(".tbl tbody tr td:first-child").allInnerTexts()).some((text) => text.includes(name.slice(0, 2))), "text finds units by a part of their names");
await page.fill("input[type=search]", "没有这样的字");
await page.waitForSelector("text=没有符合的记录");
must((await count()) === 0, "nothing found is said so, and counted");
await page.click("text=清除条件");
await settle(page);
must((await count()) === all, "filters are cleared at once");

await page.click("summary:has-text('栏目')");
await page.locator(".choice[open] label:has-text('组')").first().click();
await page.waitForURL(/columns=/);
await page.locator(".choice[open] button[aria-label$='前移']:not([disabled])").last().click();
await picture(page, "list-columns");
await page.click("summary:has-text('栏目')");
await page.locator("th button.order").last().click();
await page.waitForURL(/sort=/);
await page.click("text=排紧些");
await page.waitForURL(/density=tight/);
await settle(page);
const heads = (await page.locator(".tbl thead th").allInnerTexts()).map((text) => text.replace(/[↑↓\s]/g, ""));
const href = await page.locator("a[download]").getAttribute("href");
must(/columns=/.test(href) && /sort=/.test(href), "the export asks for what is seen");
const csv = await page.evaluate(async (at) => (await fetch(at.replace("format=xlsx", "format=csv"))).text(), href);
const head = csv.split("\n").find((line) => line.includes("记录编号")) ?? "";
must(head.split(",").length === heads.length + 1, `the file has the ${heads.length} columns seen, and the id`);

await page.click("summary:has-text('常用视图')");
await page.fill(".keep input[type=text]", "走查用");
await page.click(".keep button[type=submit]");
await page.waitForSelector(".choice[open] a:has-text('走查用')");
await picture(page, "list-views");
await page.goto(BASE + LIST);
await settle(page);
await page.click("summary:has-text('常用视图')");
await page.click(".choice[open] a:has-text('走查用')");
await page.waitForURL(/density=tight/);
must(/sort=/.test(page.url()) && /columns=/.test(page.url()), "a saved view is an address");
await page.click(".choice[open] button:has-text('删去')");
await page.waitForSelector(".choice[open] a:has-text('走查用')", { state: "detached" });

// A session that ends while she types.
await page.goto(`${BASE}${LIST}/new`);
await settle(page);
await page.locator(".paper input[inputmode=decimal]").first().fill("123");
const cookies = await context.cookies();
await context.clearCookies();
await page.evaluate(() => fetch("/api/session"));
await page.locator(".spine nav a[href='/programmes']").click();
await page.waitForSelector("[role=dialog]");
await picture(page, "again");
must((await page.locator("[role=dialog]").count()) === 1, "an ended session asks to sign in over the page");
await page.click("[role=dialog] .btn.main");
await page.waitForSelector("[role=dialog]", { state: "detached" });
await settle(page);
must(new URL(page.url()).pathname === "/programmes" && (await page.locator("#main [role=alert]").count()) === 0, "back again, the page asks once more by itself");
must(cookies.length > 0, "there was a session to lose");

// A record that is not hers explains itself and shows nothing.
await page.goto(`${BASE}${LIST}/records/${"0".repeat(32)}`);
await page.waitForSelector("[role=alert]");
must(/由.+查看/.test(await page.locator("#main [role=alert]").innerText()) && /管理员/.test(await page.locator("#main [role=alert]").innerText()), "a link to what is not hers says who sees it and who gives the right");
await picture(page, "no-right");
faults.push(...problems.filter((text) => !/net::ERR_(INTERNET_DISCONNECTED|FAILED)/.test(text)));

// A form without a connection, on a phone: kept, sent later, once.
const phone = await openPage(browser, { width: 375, allow: [401, 409, 422, "ERR_INTERNET_DISCONNECTED"] });
await enter(phone.page, "chair");
await phone.page.goto(BASE + LIST);
await settle(phone.page);
must((await overflow(phone.page)).length === 0, "the list fits a phone");
await picture(phone.page, "list-375");
const before = Number((await phone.page.locator("output.count").innerText()).replace(/\D/g, ""));
await phone.page.goto(`${BASE}${LIST}/new?period=2010-H1`);
await settle(phone.page);
for (const [field, value] of [["women_16_60", "210"], ["groups", "2"], ["activities", "3"], ["attendance", "60"], ["volunteers", "9"], ["volunteers_active", "4"]]) {
  const input = phone.page.locator(`#f-${field}`);
  if (await input.count()) await input.fill(value);
}
await phone.page.locator("#f-women_home").check();
must(/已存本机/.test(await phone.page.locator(".head").innerText()), "what is typed is said to be kept here");
let posts = 0;
phone.page.on("request", (request) => (posts += request.method() === "POST" && /\/records$/.test(request.url()) ? 1 : 0));
await phone.context.setOffline(true);
await phone.page.locator(".acts .btn").nth(1).click();
await phone.page.waitForSelector(".outbox");
must(/待同步/.test(await phone.page.locator(".outbox").innerText()), "without a connection it waits");
await picture(phone.page, "outbox");
await phone.context.setOffline(false);
await phone.page.waitForURL(/\/records\/[0-9a-f]{32}/, { timeout: 20000 });
await phone.page.waitForSelector(".outbox", { state: "detached" });
await phone.page.goto(BASE + LIST);
await settle(phone.page);
must(Number((await phone.page.locator("output.count").innerText()).replace(/\D/g, "")) === before + 1 && posts >= 2, "it is sent once there is a way, and counts once");
faults.push(...phone.problems.filter((text) => !/net::ERR_(INTERNET_DISCONNECTED|FAILED)/.test(text)));

await browser.close();
for (const line of faults) console.error(`FAULT ${line}`);
console.log(faults.length ? `${faults.length} faults` : "lists: no faults");
process.exit(faults.length ? 1 : 0);
