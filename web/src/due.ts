import { containing, parseDay, type Kind } from "./period";

/** For how many days after its end a period's work still falls due. */
const DAYS_AFTER: Readonly<Record<Kind, number>> = { year: 60, half: 31, quarter: 20, month: 10, week: 3, day: 0 };

/** The period whose work falls due on a business date: just after its end the one that has ended. */
export function duePeriod(kind: Kind, today: string): string {
  const day = parseDay(today);
  return day === null ? "" : containing(kind, day - DAYS_AFTER[kind]).text;
}
