import type { Figure } from "./api/types";

/** 7080 becomes 7,080; anything that is no plain number comes back as it is. */
export function grouped(text: string | number | null | undefined): string {
  const plain = String(text ?? "");
  const found = /^(-?)(\d+)(\.\d+)?(\s*%)?$/.exec(plain);
  if (!found) return plain;
  return found[1] + found[2].replace(/\B(?=(\d{3})+$)/g, ",") + (found[3] ?? "") + (found[4] ?? "");
}

/** The figure as large print: the number, and the unit that stands small beside it. "—" when not reported. */
export function printed(figure: Figure): { number: string; unit: string } {
  if (figure.value === null) return { number: "—", unit: "" };
  const percent = /^(.*?)\s*%$/.exec(figure.text);
  if (percent) return { number: grouped(percent[1]), unit: "%" };
  return { number: grouped(figure.text), unit: figure.measured_in };
}

/** A number as the server prints it, for running text: 38.8 %, 7,080. */
export function spaced(text: string): string {
  return grouped(text).replace(/\s*%$/, " %");
}

/** In running text and table cells: 38.8 %, 7,080. */
export function inline(figure: Figure): string {
  const { number, unit } = printed(figure);
  return unit === "%" ? `${number} %` : number;
}

/** How many digits a reader sees after the point. */
function placesOf(figure: Figure): number {
  return /\.(\d+)/.exec(figure.text)?.[1].length ?? 0;
}

export interface Change {
  /** 1 more, -1 less, 0 as before. */
  sign: 1 | 0 | -1;
  /** Without sign: 0.6, 212. */
  amount: string;
  percent: boolean;
}

/** What changed against the figure before, rounded as the figure is; null when either is not reported. */
export function changeOf(now: Figure, previous: Figure | null | undefined): Change | null {
  if (!previous || now.value === null || previous.value === null) return null;
  const scale = now.percent ? 100 : 1;
  const places = placesOf(now);
  const difference = (now.value - previous.value) * scale;
  const amount = Math.abs(difference).toFixed(places);
  const sign = Number(amount) === 0 ? 0 : difference > 0 ? 1 : -1;
  return { sign, amount: grouped(amount), percent: now.percent };
}

/** Whether a change is for the better: a thing without polarity is neither. */
export function goodness(change: Change, polarity: string): "up" | "down" | "flat" {
  if (change.sign === 0 || (polarity !== "up" && polarity !== "down")) return "flat";
  return (change.sign > 0) === (polarity === "up") ? "up" : "down";
}

/** 1,041 of "1041", with the denominator when there is one: 597 / 1,041. */
export function fraction(figure: Figure): string {
  if (!figure.numerator) return "";
  return figure.denominator ? `${grouped(figure.numerator)} / ${grouped(figure.denominator)}` : grouped(figure.numerator);
}

/** Whether a share can be shown as part of a whole bar. */
export function isShareLike(figures: readonly Figure[]): boolean {
  return figures.length > 0 && figures.every((f) => f.percent && (f.value === null || (f.value >= 0 && f.value <= 1)));
}
