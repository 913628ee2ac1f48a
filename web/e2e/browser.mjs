// A browser for the walks: it collects every console error, page error and breach of the content policy.
import { chromium } from "playwright-core";

export const BASE = (process.env.JINGUO_BASE ?? process.env.BASE_URL ?? "http://127.0.0.1:8787").replace(/\/$/, "");
export const PICTURES = process.env.JINGUO_PICTURES ?? process.env.PICTURES ?? "";

export async function openBrowser() {
  return chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ["--no-sandbox", "--force-color-profile=srgb"] });
}

/** A page with its own cookies. `problems` fills as they happen; `allow` are statuses a walk expects. */
export async function openPage(browser, { width, height = width < 500 ? 812 : 900, allow = [401] } = { width: 1440 }) {
  const context = await browser.newContext({ viewport: { width, height }, locale: "zh-CN", timezoneId: "Asia/Shanghai", acceptDownloads: true });
  const page = await context.newPage();
  const problems = [];
  const host = new URL(BASE).host;
  page.on("console", (message) => {
    if (message.type() !== "error") return;
    const text = message.text();
    if (allow.some((status) => text.includes(`status of ${status}`))) return;
    problems.push(`console: ${text} ${message.location()?.url ?? ""}`);
  });
  page.on("pageerror", (error) => problems.push(`page: ${error.message}`));
  page.on("request", (request) => {
    const url = new URL(request.url());
    if (url.protocol.startsWith("http") && url.host !== host) problems.push(`foreign: ${request.url()}`);
  });
  await context.addInitScript(() => {
    const ask = window.fetch;
    window.asked = 0;
    window.fetch = (...what) => {
      window.asked += 1;
      return ask(...what).finally(() => (window.asked -= 1));
    };
    document.addEventListener("securitypolicyviolation", (event) => console.error(`policy: ${event.violatedDirective} ${event.blockedURI}`));
  });
  return { context, page, problems };
}

/** Elements that reach out of the page sideways. */
export async function overflow(page) {
  return page.evaluate(() => {
    const wide = document.documentElement.scrollWidth - document.documentElement.clientWidth;
    if (wide <= 0) return [];
    const out = [];
    for (const el of document.body.querySelectorAll("*")) {
      const box = el.getBoundingClientRect();
      if (box.right > document.documentElement.clientWidth + 1 && box.width > 0) out.push(`${el.tagName}.${el.className} ${Math.round(box.right)}`);
      if (out.length > 5) break;
    }
    return [`${wide} px too wide`, ...out];
  });
}

/** Links, buttons and fields without a name for who cannot see them. */
export async function nameless(page) {
  return page.evaluate(() => {
    const out = [];
    for (const el of document.querySelectorAll("a[href], button, input, select, textarea")) {
      if (el.closest("[aria-hidden=true]") || el.type === "hidden" || el.getClientRects().length === 0) continue;
      const label = el.getAttribute("aria-label") || el.textContent.trim() || el.labels?.[0]?.textContent.trim() || el.title || el.placeholder;
      const by = el.getAttribute("aria-labelledby");
      if (!label && !(by && document.getElementById(by))) out.push(el.outerHTML.slice(0, 140));
    }
    return out;
  });
}

/** Waits until nothing on the page is asked for or still fading, and once more for what the answers ask in their turn. */
export async function settle(page) {
  await page.waitForLoadState("domcontentloaded");
  for (let once = 0; once < 2; once += 1) {
    await page.waitForFunction(() => !window.asked && !document.querySelector(".waiting, main[aria-busy=true]") && !document.getAnimations().some((a) => a.effect.getComputedTiming().iterations !== Infinity && a.playState === "running"), null, { timeout: 15000 });
    await page.waitForTimeout(150);
  }
}

/** What a thumb cannot hit: controls under 44 px, but for links within a sentence. */
export async function small(page) {
  return page.evaluate(() => {
    const out = new Map();
    const isInSentence = (el) => el.closest(".lede, .document p, .note, .fraction, [role=alert]") || (getComputedStyle(el).display === "inline" && [...el.parentElement.childNodes].some((n) => n.nodeType === Node.TEXT_NODE && n.textContent.trim().length > 3));
    for (const el of document.querySelectorAll("a[href], button, input, select, textarea, label.option")) {
      if (el.closest("[aria-hidden=true]") || el.type === "hidden" || el.getClientRects().length === 0 || isInSentence(el)) continue;
      // A radio or a checkbox is hit by its label.
      const target = /radio|checkbox|file/.test(el.type ?? "") ? (el.closest("label") ?? el) : (el.closest(".el-select") ?? el);
      const box = target.getBoundingClientRect();
      const after = getComputedStyle(target, "::after");
      const more = after.content !== "none" && after.position === "absolute";
      const reach = Math.max(box.height, more ? parseFloat(after.height) || 0 : 0);
      const width = Math.max(box.width, more ? parseFloat(after.width) || 0 : 0);
      if (box.right <= 0 || (reach >= 43.5 && width >= 24)) continue;
      const name = `${el.tagName.toLowerCase()}.${el.className} in .${el.parentElement.className} ${Math.round(width)}×${Math.round(reach)} “${el.textContent.trim().slice(0, 14)}”`;
      out.set(`${el.tagName}.${el.className}.${el.parentElement.className}`, name);
    }
    return [...out.values()];
  });
}
