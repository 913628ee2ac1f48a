// Small moments on a served demo (JINGUO_BASE): the pages before one is in, two people on one record, a draft put back,
// another role, other languages, live and official, faults of a definition and of an import, an issue.
import { enter } from "./acts.mjs";
import { BASE, openBrowser, openPage, settle } from "./browser.mjs";

const faults = [];
const must = (holds, text) => {
  console.log(`${holds ? "ok   " : "FAULT"} ${text}`);
  if (!holds) faults.push(text);
};
const api = (page, method, path, body) =>
  page.evaluate(async ([m, p, b]) => (await fetch(p, { method: m, headers: { "Content-Type": "application/json" }, body: b ? JSON.stringify(b) : undefined })).json(), [method, path, body]);

const browser = await openBrowser();
const { page, context, problems } = await openPage(browser, { width: 1440, allow: [401, 404, 409, 422] });

for (const path of ["/first/none", "/sign-in"]) {
  await page.goto(BASE + path);
  await page.waitForSelector("input[type=password]");
  await page.waitForTimeout(300);
  must(new URL(page.url()).pathname === path, `${path} stays where it was asked for`);
}

await enter(page, "officer");
const me = await api(page, "GET", "/api/session");
const list = await api(page, "GET", `/api/programmes/elections/records?unit=${me.post.unit.code}&state=accepted&size=1`);
const record = list.records[0];
const [mine, theirs] = ["1", "2", "3"].filter((n) => n !== record.values.committee_women);
const path = `/programmes/elections/records/${record.id}`;
await page.goto(BASE + path);
await settle(page);
await page.locator(".actions .btn", { hasText: "修改" }).click();
await page.fill("#f-committee_women", mine);
await page.waitForTimeout(400);
await page.reload();
await settle(page);
await page.locator(".actions .btn", { hasText: "修改" }).click();
await page.waitForFunction((value) => document.querySelector("#f-committee_women")?.value === value, mine, { timeout: 5000 }).catch(() => undefined);
must((await page.inputValue("#f-committee_women")) === mine, "what was not saved is put back after a reload");
await api(page, "PATCH", `/api${path}`, { version: record.version, values: { committee_women: theirs }, reason: "elsewhere" });
await page.fill("#reason", "核对原件");
await page.click("form button[type=submit]");
await page.waitForSelector("text=别人刚改过这条记录");
const sides = await page.locator("tbody tr").first().innerText();
must(sides.includes(`${mine} 名`) && sides.includes(`${theirs} 名`), "a conflict shows both values");
await page.locator(".btn.main", { hasText: "按所选存下" }).click();
await page.waitForSelector(".note.done");
must((await api(page, "GET", `/api${path}`)).values.committee_women === mine, "the value chosen is saved");

await page.click(".who button:has-text('市妇联办公室主任')");
await page.waitForSelector(".document");
must(page.url().includes("/reports/half_year"), "another role from the spine, at its own start");
await page.locator(".btn.main", { hasText: "签发" }).click();
await page.locator(".btn.main", { hasText: "冻结并签发" }).click();
await page.waitForURL("**/issued/**");
await page.waitForSelector("text=已印发，不再变动");
must(true, "a report is issued and frozen");
await page.click(".spine footer button:has-text('English')");
await page.waitForSelector("text=Sign out");
await page.goto(`${BASE}/`);
await settle(page);
const english = await page.locator("body").innerText();
must(/Connected/.test(english) && !/位次|逾期|一览/.test(english), "no Chinese words of ours on an English page");
await page.click(".languages button:has-text('繁體')");
await page.waitForSelector("text=遲了的事");
const traditional = await page.locator("body").innerText();
must(/遲了的事/.test(traditional) && /沂水縣/.test(traditional), "Traditional Chinese, what the server sends too");
await page.keyboard.press("Control+k");
await page.fill(".palette input", "蘭山區");
await page.waitForSelector(".palette [role=option]:has-text('蘭山區')");
must(true, "a unit is found by its name in Traditional");
await page.keyboard.press("Escape");
await page.reload();
await settle(page);
must(/臨沂市/.test(await page.title()) || /一覽/.test(await page.title()), "Traditional is kept, the title too");
await page.click(".languages button:has-text('简体')");
await page.waitForSelector("text=迟了的事");
must(!/遲|縣|數/.test(await page.locator("body").innerText()), "and Simplified comes back whole");

await page.goto(`${BASE}/figures/elections.party_coverage?unit=3713&period=2011-H1`);
await settle(page);
must(/其中未审核 \d/.test(await page.locator(".both a").first().innerText()), "the live figure says what of it is unchecked");
await page.locator(".both a").nth(1).click();
await page.waitForURL(/official=yes/);
await settle(page);
const ways = await page.locator(".step.last > ol > li > a").first().getAttribute("href");
must(ways.includes("official=yes"), "the way down from the official figure stays official");

await enter(page, "operator");
await page.goto(`${BASE}/definitions/edit?programme=weekly_note`);
await settle(page);
await page.waitForFunction(() => document.querySelector(".code textarea")?.value.length > 100);
const text = await page.inputValue(".code textarea");
await page.fill(".code textarea", text.replace("system: S2", "system： S2"));
await page.waitForSelector(".diag .linky");
await page.click(".diag .linky");
const caret = await page.evaluate(() => document.querySelector(".code textarea").selectionStart);
must(text.slice(0, caret).endsWith("system"), "a fault's place puts the caret there");
must(await page.isDisabled(".left .acts .btn.main"), "a faulty text cannot be tried");

await enter(page, "clerk");
const clerk = await api(page, "GET", "/api/session");
const due = await api(page, "GET", `/api/missing/half_year_return?unit=${clerk.post.unit.code}&period=2026-H1`);
const [one, two] = due.missing.map((lacking) => lacking.unit.code);
const rows = ["单位,16至60岁妇女,妇女小组,建有妇女之家,妇女之家活动,活动参加人次,巾帼志愿者,其中本期参加过服务", `${one},380,4,是,6,240,30,22`, `${two},许多,4,是,6,240,30,22`];
await page.goto(`${BASE}/programmes/half_year_return/import?period=2026-H1`);
await settle(page);
await page.setInputFiles("input[type=file]", { name: "半年报.csv", mimeType: "text/csv", buffer: Buffer.from(`${rows.join("\n")}\n`) });
await page.waitForSelector("text=还没有写入任何数据");
await page.waitForSelector("td.er");
must((await page.locator("tr:has(td.er) th").first().innerText()).trim() === "3", "an import shows each fault at its row and cell");
must(/写入 1 行/.test(await page.locator(".go .btn.main").innerText()), "and says that one row may go in");

await enter(page, "officer");
await page.goto(`${BASE}/missing/elections`);
await settle(page);
await context.grantPermissions(["clipboard-read", "clipboard-write"]);
await page.click("text=复制这段话");
await page.waitForSelector("text=已复制");
must((await page.evaluate(() => navigator.clipboard.readText())).includes("应报"), "the words for the chat group are copied");

await page.goto(`${BASE}/figures/elections.nothing`);
await settle(page);
must((await page.locator("[role=alert]").count()) === 1, "an unknown figure is told in words");
faults.push(...problems);
for (const text of problems) console.error(`FAULT ${text}`);
await browser.close();
process.exit(faults.length ? 1 : 0);
