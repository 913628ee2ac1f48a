import { describe, expect, it } from "vitest";
import type { Figure } from "./api/types";
import { pieces } from "./sentence";

const coverage = { figure: "elections.party_coverage", text: "38.8%", numerator: "2747", denominator: "7080" } as Figure;
const loans = { figure: "loans.women", text: "115", numerator: "115", denominator: null } as Figure;

describe("a sentence of figures", () => {
  it("makes every known number a link", () => {
    const got = pieces("已完成换届的7080个村中，2,747个有妇女，占38.8%。", [coverage]);
    expect(got.map((p) => p.text).join("|")).toBe("已完成换届的|7,080|个村中，|2,747|个有妇女，占|38.8 %|。");
    expect(got.filter((p) => p.figure).every((p) => p.figure === coverage)).toBe(true);
  });
  it("leaves numbers alone that no figure has", () => {
    expect(pieces("2011年，115名", [coverage, loans])).toEqual([{ text: "2011年，" }, { text: "115", figure: loans }, { text: "名" }]);
    expect(pieces("没有数字", [coverage])).toEqual([{ text: "没有数字" }]);
    expect(pieces("", [])).toEqual([]);
  });
});
