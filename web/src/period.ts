/** Periods as the server writes them: 2011, 2011-H1, 2011-Q2, 2011-06, 2011-W23, 2011-06-30. */
export type Kind = "year" | "half" | "quarter" | "month" | "week" | "day";

export interface Period {
  readonly kind: Kind;
  /** Day number of the first day, counted from 1970-01-01, and of the last. */
  readonly first: number;
  readonly last: number;
  readonly text: string;
}

const DAY = 86_400_000;
const dayNumber = (year: number, month: number, day: number): number => Math.round(Date.UTC(year, month - 1, day) / DAY);
const pad = (n: number): string => String(n).padStart(2, "0");

interface Civil {
  year: number;
  month: number;
  day: number;
}
function civil(day: number): Civil {
  const d = new Date(day * DAY);
  return { year: d.getUTCFullYear(), month: d.getUTCMonth() + 1, day: d.getUTCDate() };
}
export function dayText(day: number): string {
  const { year, month, day: d } = civil(day);
  return `${year}-${pad(month)}-${pad(d)}`;
}
export function parseDay(text: string): number | null {
  const found = /^(\d{4})-(\d{2})-(\d{2})/.exec(text);
  if (!found) return null;
  const n = dayNumber(Number(found[1]), Number(found[2]), Number(found[3]));
  return dayText(n) === found[0] ? n : null;
}
/** Monday is 1, Sunday 7. */
export const weekday = (day: number): number => ((((day + 3) % 7) + 7) % 7) + 1;

function months(kind: Kind, year: number, month: number, count: number, text: string): Period {
  const end = month + count;
  const last = dayNumber(year + Math.floor((end - 1) / 12), ((end - 1) % 12) + 1, 1) - 1;
  return { kind, first: dayNumber(year, month, 1), last, text };
}

/** The ISO week's Monday: week 1 is the one that holds 4 January. */
function mondayOf(year: number, week: number): number {
  const fourth = dayNumber(year, 1, 4);
  return fourth - (weekday(fourth) - 1) + (week - 1) * 7;
}

export function containing(kind: Kind, day: number): Period {
  const { year, month } = civil(day);
  switch (kind) {
    case "year":
      return months(kind, year, 1, 12, `${year}`);
    case "half":
      return months(kind, year, month <= 6 ? 1 : 7, 6, `${year}-H${month <= 6 ? 1 : 2}`);
    case "quarter": {
      const n = Math.ceil(month / 3);
      return months(kind, year, n * 3 - 2, 3, `${year}-Q${n}`);
    }
    case "month":
      return months(kind, year, month, 1, `${year}-${pad(month)}`);
    case "week": {
      const monday = day - (weekday(day) - 1);
      const isoYear = civil(monday + 3).year;
      const week = Math.floor((monday - mondayOf(isoYear, 1)) / 7) + 1;
      return { kind, first: monday, last: monday + 6, text: `${isoYear}-W${pad(week)}` };
    }
    case "day":
      return { kind, first: day, last: day, text: dayText(day) };
  }
}

/** Null for what is no period, and for terms, which only the server knows. */
export function parsePeriod(text: string): Period | null {
  let m: RegExpExecArray | null;
  if ((m = /^(\d{4})$/.exec(text))) return months("year", Number(m[1]), 1, 12, text);
  if ((m = /^(\d{4})-H([12])$/.exec(text))) return months("half", Number(m[1]), m[2] === "1" ? 1 : 7, 6, text);
  if ((m = /^(\d{4})-Q([1-4])$/.exec(text))) return months("quarter", Number(m[1]), Number(m[2]) * 3 - 2, 3, text);
  if ((m = /^(\d{4})-(\d{2})$/.exec(text)) && Number(m[2]) >= 1 && Number(m[2]) <= 12)
    return months("month", Number(m[1]), Number(m[2]), 1, text);
  if ((m = /^(\d{4})-W(\d{2})$/.exec(text))) {
    const monday = mondayOf(Number(m[1]), Number(m[2]));
    const week = containing("week", monday);
    return week.text === text ? week : null;
  }
  const day = parseDay(text);
  return day !== null && text.length === 10 ? containing("day", day) : null;
}

export const before = (p: Period): Period => containing(p.kind, p.first - 1);
export const after = (p: Period): Period => containing(p.kind, p.last + 1);

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** As a reader says it: 2011 年上半年, first half of 2011. */
export function periodWords(text: string, language: "zh" | "en"): string {
  const p = parsePeriod(text);
  if (!p) return text;
  const { year, month } = civil(p.first);
  const zh = language === "zh";
  switch (p.kind) {
    case "year":
      return zh ? `${year} 年` : `${year}`;
    case "half":
      return zh ? `${year} 年${month === 1 ? "上" : "下"}半年` : `${month === 1 ? "first" : "second"} half of ${year}`;
    case "quarter":
      return zh ? `${year} 年第${"一二三四"[(month - 1) / 3]}季度` : `Q${(month + 2) / 3} ${year}`;
    case "month":
      return zh ? `${year} 年 ${month} 月` : `${MONTHS[month - 1]} ${year}`;
    case "week":
      return zh ? `${text.slice(0, 4)} 年第 ${Number(text.slice(6))} 周` : `week ${Number(text.slice(6))} of ${text.slice(0, 4)}`;
    case "day":
      return dateWords(text, language);
  }
}

/** 2011年7月4日; what is no date comes back as it is. */
export function dateWords(text: string | null | undefined, language: "zh" | "en"): string {
  if (!text) return "";
  const day = parseDay(text);
  if (day === null) return text;
  const { year, month, day: d } = civil(day);
  return language === "zh" ? `${year}年${month}月${d}日` : `${d} ${MONTHS[month - 1]} ${year}`;
}

/** 2011年7月4日 9:14 of an instant in Chinese time: as text, or in milliseconds since 1970. A mere date has no hour. */
export function instantWords(given: string | number, language: "zh" | "en"): string {
  const text = String(given);
  if (/^\d{4}-\d{2}-\d{2}$/.test(text)) return dateWords(text, language);
  const at = /^\d+$/.test(text) ? Number(text) : Date.parse(text);
  if (Number.isNaN(at)) return text;
  const local = new Date(at + 8 * 3_600_000);
  const time = `${local.getUTCHours()}:${pad(local.getUTCMinutes())}`;
  return `${dateWords(local.toISOString().slice(0, 10), language)} ${time}`;
}

export function weekdayWords(text: string, language: "zh" | "en"): string {
  const day = parseDay(text);
  if (day === null) return "";
  const n = weekday(day);
  return language === "zh"
    ? `星期${"一二三四五六日"[n - 1]}`
    : ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"][n - 1];
}
