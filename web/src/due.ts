import { containing, parseDay, parsePeriod, type Kind } from "./period";

/** For how many days after its end a period's work still falls due. */
const DAYS_AFTER: Readonly<Record<Kind, number>> = { year: 60, half: 31, quarter: 20, month: 10, week: 3, day: 0 };

/** The period whose work falls due on a business date: just after its end the one that has ended. */
export function duePeriod(kind: Kind, today: string): string {
  const day = parseDay(today);
  return day === null ? "" : containing(kind, day - DAYS_AFTER[kind]).text;
}

/** The period a return is filed for: the one asked for, or of its kind the one that asked period ends in; else what falls due. */
export function returnPeriod(kind: Kind, asked: string, today: string): string {
  const given = parsePeriod(asked);
  if (!given) return duePeriod(kind, today);
  return given.kind === kind ? given.text : containing(kind, given.last).text;
}
