// What several walks do: come in by a tile, follow a figure down to a record, file a village's election on a phone.
import { BASE, settle } from "./browser.mjs";

export async function enter(page, role) {
  await page.goto(`${BASE}/welcome`);
  await page.waitForSelector(".tiles button");
  await page.click(`[data-role=${role}]`);
  await page.waitForURL((url) => url.pathname !== "/welcome");
  await settle(page);
}

/** From a figure's page down by its first column until there is none; gives back how many levels were passed. */
export async function followDown(page, onLevel = (_, goDown) => goDown()) {
  let levels = 0;
  for (; levels < 6; levels += 1) {
    const column = page.locator(".step.last > ol > li > a").first();
    if ((await column.count()) === 0) break;
    const wanted = new URL(await column.getAttribute("href"), BASE).searchParams.get("unit");
    await onLevel(levels, async () => {
      await column.click();
      await page.waitForFunction((unit) => new URL(document.querySelector(".chain [aria-current=page]").href).searchParams.get("unit") === unit, wanted);
    });
  }
  return levels;
}

/** The chair's own village files its election: first with more women than seats, which is refused at the field. */
export async function fileElection(page, today, onRefused = async () => undefined) {
  const day = (back) => new Date(Date.parse(today) - back * 86_400_000).toISOString().slice(0, 10);
  await page.locator(".task", { hasText: /换届女性/ }).locator("a.main").click();
  await settle(page);
  const finish = page.locator(".actions .btn.main");
  if (await finish.count()) await finish.click();
  const fill = async (field, value) => {
    const input = page.locator(`#f-${field}`);
    if (await input.count()) await input.fill(value);
  };
  for (const [field, value] of Object.entries({ party_date: day(6), party_seats: "3", party_women: "4", committee_date: day(5), committee_seats: "5", committee_women: "2" })) await fill(field, value);
  const save = page.locator("form .btn.main").first();
  await save.click();
  await onRefused((await page.locator(".st.said.late").count()) > 0);
  await fill("party_women", "1");
  // Whatever else the version in force asks for is answered with the first choice.
  for (const group of await page.locator(".field.bad [role=radiogroup]").all()) await group.locator("input").first().check();
  const from = Date.now();
  await save.click();
  await page.waitForSelector(".note.done");
  return from;
}
