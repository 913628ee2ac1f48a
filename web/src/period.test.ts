import { describe, expect, it } from "vitest";
import { duePeriod, returnPeriod } from "./due";
import { after, before, containing, dateWords, dayText, instantWords, parseDay, parsePeriod, periodWords, weekdayWords } from "./period";

const days = (text: string): string[] => {
  const p = parsePeriod(text)!;
  return [dayText(p.first), dayText(p.last)];
};

describe("what falls due", () => {
  it("is the period just ended for some days, then the one that runs", () => {
    expect(duePeriod("half", "2026-07-03")).toBe("2026-H1");
    expect(duePeriod("half", "2026-08-15")).toBe("2026-H2");
    expect(duePeriod("week", "2011-07-05")).toBe("2011-W26");
    expect(duePeriod("week", "2011-07-08")).toBe("2011-W27");
    expect(duePeriod("month", "")).toBe("");
  });
  it("is for a return the period asked for, in the return's own length", () => {
    expect(returnPeriod("half", "2011-H1", "2026-07-03")).toBe("2011-H1");
    expect(returnPeriod("month", "2011-H1", "2026-07-03")).toBe("2011-06");
    expect(returnPeriod("quarter", "", "2026-07-03")).toBe("2026-Q2");
    expect(returnPeriod("half", "round_2011", "2026-07-03")).toBe("2026-H1");
  });
});

describe("a period", () => {
  it("knows its first and last day", () => {
    expect(days("2011")).toEqual(["2011-01-01", "2011-12-31"]);
    expect(days("2011-H1")).toEqual(["2011-01-01", "2011-06-30"]);
    expect(days("2011-H2")).toEqual(["2011-07-01", "2011-12-31"]);
    expect(days("2011-Q4")).toEqual(["2011-10-01", "2011-12-31"]);
    expect(days("2012-02")).toEqual(["2012-02-01", "2012-02-29"]);
    expect(days("2011-W23")).toEqual(["2011-06-06", "2011-06-12"]);
    expect(days("2009-W53")).toEqual(["2009-12-28", "2010-01-03"]);
  });
  it("refuses what is none", () => {
    for (const text of ["", "2011-H3", "2011-Q5", "2011-13", "2011-02-30", "2010-W53", "round_2011"])
      expect(parsePeriod(text), text).toBeNull();
  });
  it("steps without a gap for forty years of every kind", () => {
    for (const kind of ["year", "half", "quarter", "month", "week", "day"] as const) {
      let p = containing(kind, parseDay("1995-01-01")!);
      while (p.first < parseDay("2035-01-01")!) {
        const next = after(p);
        expect(next.first).toBe(p.last + 1);
        expect(before(next)).toEqual(p);
        expect(parsePeriod(p.text)).toEqual(p);
        p = kind === "day" ? containing(kind, p.first + 97) : next;
      }
    }
  });
  it("speaks both languages", () => {
    expect(periodWords("2011-H1", "zh")).toBe("2011 年上半年");
    expect(periodWords("2011-H1", "en")).toBe("first half of 2011");
    expect(periodWords("2011-W26", "zh")).toBe("2011 年第 26 周");
    expect(periodWords("round_2011", "zh")).toBe("round_2011");
    expect(dateWords("2011-07-04", "zh")).toBe("2011年7月4日");
    expect(weekdayWords("2011-07-04", "zh")).toBe("星期一");
    expect(instantWords("2011-07-04T00:05:00Z", "zh")).toBe("2011年7月4日 8:05");
    expect(instantWords("2011-07-04", "en")).toBe("4 Jul 2011");
  });
});
