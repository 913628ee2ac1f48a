// Accounts on a served demo (JINGUO_BASE): the office head opens one for a county, its holder types the code of the slip,
// enrols a second factor, signs in with a code and with one from paper; the pages on a phone and a desk.
import { createHmac } from "node:crypto";
import { mkdirSync } from "node:fs";
import { BASE, PICTURES, nameless, openBrowser, openPage, overflow, settle } from "./browser.mjs";

const faults = [];
const must = (holds, text) => {
  console.log(`${holds ? "ok   " : "FAULT"} ${text}`);
  if (!holds) faults.push(text);
};
if (PICTURES) mkdirSync(PICTURES, { recursive: true });

/** RFC 6238 as a phone counts it: six digits of the half minute `ahead` of now. */
function codeOf(secret, ahead = 0) {
  const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  const bits = [...secret.replace(/\s/g, "")].map((c) => letters.indexOf(c).toString(2).padStart(5, "0")).join("");
  const key = Buffer.from(bits.match(/.{8}/g).map((byte) => parseInt(byte, 2)));
  const step = Buffer.alloc(8);
  step.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000) + ahead));
  const hash = createHmac("sha1", key).update(step).digest();
  return String((hash.readUInt32BE(hash[19] & 15) & 0x7fffffff) % 1_000_000).padStart(6, "0");
}
async function look(page, name) {
  await settle(page);
  if (PICTURES) await page.screenshot({ path: `${PICTURES}/${name}.png`, fullPage: true });
  for (const text of await overflow(page)) faults.push(`${name}: sideways: ${text}`);
  for (const text of await nameless(page)) faults.push(`${name}: no name: ${text}`);
}
async function enter(page, role) {
  await page.goto(`${BASE}/welcome`);
  await page.click(`[data-role=${role}]`);
  await page.waitForURL((url) => url.pathname !== "/welcome");
  await settle(page);
}

const browser = await openBrowser();
const desk = await openPage(browser, { width: 1440, allow: [401, 404, 422] });
await enter(desk.page, "head");
await desk.page.goto(`${BASE}/people`);
await desk.page.waitForSelector("table.tbl tbody tr");
must(/个村中/.test(await desk.page.locator("main").innerText()), "the page tells how many villages have an account");
await look(desk.page, "people-1440");
const made = await desk.page.evaluate(async () => {
  const under = await (await fetch("/api/units?level=county&size=5")).json();
  const county = under.units.find((one) => one.level === "county") ?? under.units[0];
  const send = (path, body) =>
    fetch(path, { method: "POST", headers: { "Content-Type": "application/json", "Idempotency-Key": crypto.randomUUID() }, body: JSON.stringify(body) });
  const account = await send("/api/accounts", { account: "walk.officer", name: "虚构干部", posts: [{ role: "officer", unit: county.code }] });
  const slips = await send("/api/accounts/slips", { unit: county.code, address: "https://jinguo.example", format: "json" });
  const paper = await send("/api/accounts/slips", { unit: county.code, address: "https://jinguo.example", format: "pdf" });
  const again = await send("/api/accounts/slips", { unit: county.code, address: "https://jinguo.example", format: "json" });
  return { status: account.status, first: await slips.json(), pdf: paper.status, type: paper.headers.get("Content-Type"), slips: await again.json() };
});
must(made.status === 200 || made.status === 201, `an account is opened (${made.status})`);
must(made.pdf === 200 && made.type === "application/pdf", "the slips are printed");
const slip = made.slips.slips?.find((one) => one.account === "walk.officer");
must(Boolean(slip), "its slip is among them");
must(slip?.link === `https://jinguo.example/first/${slip?.code}`, "the slip's picture leads to its code");

const phone = await openPage(browser, { width: 375, allow: [401, 404, 422] });
const { page } = phone;
const password = "红叶落在 1949 年的桥上";
await page.goto(`${BASE}/first`);
const fields = page.locator("form.gate input");
must((await fields.count()) === 3, "without a link the code is typed");
await fields.nth(0).fill(made.first.slips.find((one) => one.account === "walk.officer").code);
await fields.nth(1).fill(password);
await fields.nth(2).fill(password);
await page.click("form.gate button[type=submit]");
await page.waitForSelector("form.gate [role=alert], form.gate .fault, form.gate .late");
must(new URL(page.url()).pathname === "/first", "the code of an older slip is dead");
await fields.nth(0).fill(String(slip.code).toLowerCase().replaceAll("-", " "));
await page.click("form.gate button[type=submit]");
await page.waitForFunction(() => location.pathname !== "/first" || document.querySelector(".note.done"));
async function signIn(code) {
  await page.context().clearCookies();
  await page.goto(`${BASE}/sign-in`);
  await page.locator("form.gate input").nth(0).fill("walk.officer");
  await page.locator("form.gate input").nth(1).fill(password);
  await page.click("form.gate button[type=submit]");
  if (code === undefined) return void (await page.waitForURL((url) => url.pathname !== "/sign-in"));
  await page.locator("form.gate input").nth(2).waitFor();
  await page.locator("form.gate input").nth(2).fill(code);
  await page.click("form.gate button[type=submit]");
}
await signIn();
await page.goto(`${BASE}/about`);
await page.click('main a[href="/me"]');
await page.waitForURL(`${BASE}/me`);
await page.waitForSelector("main h2");
await look(page, "me-375");
await page.click("main section .btn.main");
await page.waitForSelector("svg.qr");
await look(page, "me-enrol-375");
const secret = await page.locator(".key").innerText();
await page.fill("form input[inputmode=numeric]", codeOf(secret));
await page.click("form:has(svg.qr) button[type=submit]");
await page.waitForSelector(".papers li");
const papers = await page.locator(".papers li").allInnerTexts();
must(papers.length === 10, "ten codes for paper are shown once");
await look(page, "me-papers-375");
await signIn(codeOf(secret, 1));
await page.waitForURL((url) => url.pathname !== "/sign-in");
must(true, "signed in with the phone's code");
await signIn(papers[0]);
await page.waitForURL((url) => url.pathname !== "/sign-in");
must(true, "signed in with a code from paper");
await signIn(papers[0]);
await page.waitForSelector("form.gate [role=alert], form.gate .fault, form.gate .late");
must(new URL(page.url()).pathname === "/sign-in", "a code from paper counts once");

const small = await openPage(browser, { width: 375 });
await enter(small.page, "head");
await small.page.click("nav.thumb a[href='/about']");
await small.page.click('main a[href="/people"]');
await small.page.waitForSelector("table.tbl tbody tr");
await look(small.page, "people-375");
for (const width of [375, 1440]) {
  const audit = await openPage(browser, { width });
  await enter(audit.page, "auditor");
  await audit.page.goto(`${BASE}/audit`);
  await audit.page.waitForSelector("table.tbl tbody tr");
  await look(audit.page, `audit-${width}`);
  must(/account\.slips/.test(await audit.page.locator("table.tbl").innerText()), `the audit at ${width} px names the printing of slips`);
  faults.push(...audit.problems);
}
faults.push(...desk.problems, ...phone.problems, ...small.problems);
await browser.close();
for (const line of faults) console.error(`FAULT ${line}`);
console.log(faults.length ? `${faults.length} faults` : "people: no faults");
process.exit(faults.length ? 1 : 0);
