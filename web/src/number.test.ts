import { describe, expect, it } from "vitest";
import type { Figure } from "./api/types";
import { changeOf, fraction, goodness, grouped, inline, printed, spaced } from "./number";

const figure = (over: Partial<Figure>): Figure =>
  ({ value: 0.3879943, text: "38.8%", numerator: "2747", denominator: "7080", measured_in: "", percent: true, polarity: "up", ...over }) as Figure;

describe("a figure in print", () => {
  it("groups thousands and leaves words alone", () => {
    expect(grouped("7080")).toBe("7,080");
    expect(grouped("1234567.89")).toBe("1,234,567.89");
    expect(grouped("-1000")).toBe("-1,000");
    expect(grouped("999")).toBe("999");
    expect(grouped("有")).toBe("有");
  });
  it("splits the percent sign from the number", () => {
    expect(printed(figure({}))).toEqual({ number: "38.8", unit: "%" });
    expect(inline(figure({}))).toBe("38.8 %");
    expect([spaced("7080"), spaced("38.8%"), spaced("1234.5 %"), spaced("—")]).toEqual(["7,080", "38.8 %", "1,234.5 %", "—"]);
    expect(fraction(figure({}))).toBe("2,747 / 7,080");
  });
  it("prints a dash, never 0, for what was not reported", () => {
    expect(printed(figure({ value: null, text: "—" }))).toEqual({ number: "—", unit: "" });
  });
  it("tells a change in points, and none where one side is missing", () => {
    expect(changeOf(figure({}), figure({ value: 0.382 }))).toEqual({ sign: 1, amount: "0.6", percent: true });
    expect(changeOf(figure({}), figure({ value: 0.3879 }))?.sign).toBe(0);
    expect(changeOf(figure({}), figure({ value: null }))).toBeNull();
    const fewer = changeOf(figure({ value: 6868, text: "6868", percent: false }), figure({ value: 7080, text: "7080", percent: false }))!;
    expect(fewer).toEqual({ sign: -1, amount: "212", percent: false });
    expect(goodness(fewer, "up")).toBe("down");
    expect(goodness(fewer, "down")).toBe("up");
    expect(goodness(fewer, "none")).toBe("flat");
  });
});
