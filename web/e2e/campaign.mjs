// M7 on a served demo (JINGUO_BASE): a new campaign from a text with two errors; both are told and mended, both previews
// seen, it is activated, a village files by it and the figure moves; a wrong text changes nothing.
import { enter } from "./acts.mjs";
import { BASE, PICTURES, openBrowser, openPage, overflow, settle } from "./browser.mjs";

const faults = [];
const must = (holds, text) => {
  console.log(`${holds ? "ok   " : "FAULT"} ${text}`);
  if (!holds) faults.push(text);
};
const ask = (page, method, path, body) =>
  page.evaluate(async ([m, p, b]) => {
    const answer = await fetch(p, { method: m, headers: { "Content-Type": "application/json" }, body: b ? JSON.stringify(b) : undefined });
    return { status: answer.status, body: await answer.json() };
  }, [method, path, body]);
const picture = (page, name) => (PICTURES ? page.screenshot({ path: `${PICTURES}/${name}.png`, fullPage: true }) : null);

const browser = await openBrowser();
const { page, problems } = await openPage(browser, { width: 1440, allow: [401, 404, 409, 422] });
const id = `campaign_${Date.now().toString(36)}`;
const begun = Date.now();
await enter(page, "operator");
await page.goto(`${BASE}/definitions`);
await settle(page);
await picture(page, "m7-gallery");
await page.locator("a.btn.main").click();
await page.waitForFunction(() => document.querySelector(".code textarea")?.value.length > 500);
await page.waitForSelector(".head .st.done");
must(true, "the sample to begin with has no fault");
const sample = await page.inputValue(".code textarea");
const text = sample.replace("programme: new_campaign", `programme: ${id}`).replace("max_length: 300", "max_lenght: 300").replace("by: [township.clerk]", "by: [township.clrk]");
await page.fill(".code textarea", text);
await page.waitForFunction(() => document.querySelectorAll(".diag li.late").length === 2);
const told = await page.locator(".diag").first().innerText();
must(/\d+ 行 \d+ 列/.test(told) && told.includes("township.clerk") && told.includes("max_length"), "two errors, each with line, column and suggestion");
must(await page.isDisabled(".left .acts .btn.main"), "nothing can be tried while there are errors");
await picture(page, "m7-errors");
await page.keyboard.press("F8");
await page.keyboard.press("Alt+Enter");
await page.waitForFunction(() => document.querySelectorAll(".diag li.late").length === 1);
await page.locator(".code textarea").focus();
await page.keyboard.press("F8");
await page.keyboard.press("Alt+Enter");
await page.waitForSelector(".head .st.done");
must((await page.inputValue(".code textarea")).includes("by: [township.clerk]"), "F8 and Alt Enter mend both");
await page.waitForURL("**draft=*");
await page.reload();
await settle(page);
await page.waitForFunction((name) => document.querySelector(".code textarea")?.value.includes(name), id);
must(true, "the draft is there after a reload");
await page.waitForSelector(".phone .fields");
must((await page.locator(".phone .fields .field").count()) === 3, "the phone preview asks three fields");
await picture(page, "m7-phone");
await page.locator(".pvh .switch a").nth(1).click();
await page.waitForSelector(".desktop .fields");
await picture(page, "m7-desktop");
await page.locator(".left .acts .btn.main").click();
await page.waitForSelector(".dry li");
must((await ask(page, "GET", `/api/programmes/${id}`)).status === 404, "a dry run changes nothing");
await page.locator(".dry .btn.main").click();
await page.waitForSelector(".note.done a");
must(true, "it is activated");
await picture(page, "m7-active");

const wrong = await ask(page, "POST", "/api/definitions/apply", { text: `programme: ${id}\nversion: 2\n`, base: 1 });
must(wrong.status === 422, "a wrong text is refused");
must((await ask(page, "GET", `/api/programmes/${id}`)).body.version === 1, "and changes nothing");

await enter(page, "chair");
const me = (await ask(page, "GET", "/api/session")).body;
await page.goto(`${BASE}/programmes/${id}/new`);
await settle(page);
must((await page.locator("#f-attended").count()) === 1, "a village sees the form");
const figure = () => ask(page, "GET", `/api/figures/${id}.attended?unit=${me.post.unit.code}&period=${me.business_date.slice(0, 4)}`);
const before = (await figure()).body.numerator;
await page.fill("#f-held_on", me.business_date);
await page.fill("#f-attended", "38");
await page.locator(".acts .btn.main").first().click();
await page.waitForURL("**/records/**");
const after = (await figure()).body.numerator;
must(Number(after ?? 0) - Number(before ?? 0) === 38, "the figure moves");
must(Date.now() - begun < 600000, `all of it in ${Math.round((Date.now() - begun) / 1000)} s`);

await page.setViewportSize({ width: 375, height: 812 });
await enter(page, "operator");
for (const path of ["/definitions", `/definitions/edit?programme=${id}`, `/definitions/${id}/versions`]) {
  await page.goto(BASE + path);
  await settle(page);
  must((await overflow(page)).length === 0, `${path} fits a phone`);
  await picture(page, `m7-375${path.replace(/\W+/g, "-").slice(0, 24)}`);
}
faults.push(...problems);
for (const text of problems) console.error(`FAULT ${text}`);
await browser.close();
process.exit(faults.length ? 1 : 0);
