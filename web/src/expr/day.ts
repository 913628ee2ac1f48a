/** A business date as days since 1970-01-01. The twin of src/base/date.h. */
export interface Day {
  readonly kind: "date";
  readonly days: number;
}

export interface Civil {
  readonly year: number;
  readonly month: number;
  readonly day: number;
}

const FIRST_YEAR = 1600;
const LAST_YEAR = 9999;
const FIRST_DAY = -135140;
const LAST_DAY = 2932896;

/** Days of the Gregorian calendar, counted in eras of 400 years that begin on 1 March. */
export function daysOf(year: number, month: number, day: number): number {
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const ofEra = y - era * 400;
  const ofYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  return era * 146097 + ofEra * 365 + Math.floor(ofEra / 4) - Math.floor(ofEra / 100) + ofYear - 719468;
}

export function civilOf(days: number): Civil {
  const shifted = days + 719468;
  const era = Math.floor(shifted / 146097);
  const ofEra = shifted - era * 146097;
  const yearOfEra = Math.floor(
    (ofEra - Math.floor(ofEra / 1460) + Math.floor(ofEra / 36524) - Math.floor(ofEra / 146096)) / 365,
  );
  const ofYear = ofEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const march = Math.floor((5 * ofYear + 2) / 153);
  const month = march < 10 ? march + 3 : march - 9;
  return {
    year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0),
    month,
    day: ofYear - Math.floor((153 * march + 2) / 5) + 1,
  };
}

export const isDayOf = (days: number): Day => ({ kind: "date", days });

function lastDayOf(year: number, month: number): number {
  return month === 12 ? 31 : daysOf(year, month + 1, 1) - daysOf(year, month, 1);
}

/** Days 29–31 clip at the month's end; null for what is no day, month or year. */
export function dayOf(year: number, month: number, day: number): Day | null {
  if (year < FIRST_YEAR || year > LAST_YEAR || month < 1 || month > 12 || day < 1 || day > 31) return null;
  return isDayOf(daysOf(year, month, Math.min(day, lastDayOf(year, month))));
}

/** "2011-06-30" and nothing else; null when there is no such day. */
export function parseDay(text: string): Day | null {
  const match = /^(\d{4})-(\d\d)-(\d\d)$/.exec(text);
  if (!match) return null;
  const day = dayOf(Number(match[1]), Number(match[2]), Number(match[3]));
  return day && civilOf(day.days).day === Number(match[3]) ? day : null;
}

export function dayText(d: Day): string {
  const { year, month, day } = civilOf(d.days);
  const padded = (n: number, width: number): string => String(n).padStart(width, "0");
  return `${padded(year, 4)}-${padded(month, 2)}-${padded(day, 2)}`;
}

export function daysOn(d: Day, n: number): Day | null {
  const days = d.days + n;
  return days < FIRST_DAY || days > LAST_DAY ? null : isDayOf(days);
}

/** The same day n months on, clipped at the month's end. */
export function monthsOn(d: Day, n: number): Day | null {
  const { year, month, day } = civilOf(d.days);
  const index = year * 12 + month - 1 + n;
  return dayOf(Math.floor(index / 12), (((index % 12) + 12) % 12) + 1, day);
}

function fullMonths(from: Day, to: Day): number {
  const a = civilOf(from.days);
  const b = civilOf(to.days);
  const n = (b.year - a.year) * 12 + b.month - a.month;
  const reached = monthsOn(from, n);
  return reached && reached.days > to.days ? n - 1 : n;
}

/** Full months; negative when `to` is earlier, then counted from `to`. */
export function monthsBetween(from: Day, to: Day): number {
  return to.days < from.days ? -fullMonths(to, from) : fullMonths(from, to);
}
