import { readFileSync, readdirSync } from "node:fs";
import * as OpenCC from "opencc-js/cn2t";
import { describe, expect, it } from "vitest";
import { toSimplified, toTraditional } from "./traditional";
import { zh } from "./zh";

const root = new URL("../../../", import.meta.url);
const lines = (path: string): string[] => readFileSync(new URL(path, root), "utf8").split("\n");

describe("Traditional Chinese", () => {
  it("goes by phrase before it goes by character", () => {
    expect(toTraditional("妇女干部干事，发展与头发，村里，两委换届")).toBe("婦女幹部幹事，發展與頭髮，村裡，兩委換屆");
    expect(toTraditional("系统台账，一只，后十社区，皇后")).toBe("系統臺賬，一隻，後十社區，皇后");
  });
  it("leaves alone what is no Chinese, and what is Traditional already", () => {
    expect(toTraditional("38.8 % · 2011-H1 <b>")).toBe("38.8 % · 2011-H1 <b>");
    const once = toTraditional("沂水县崔家峪镇");
    expect(toTraditional(once)).toBe(once);
  });
  it("says what the whole dictionaries say about every word of ours", () => {
    const whole = OpenCC.Converter({ from: "cn", to: "tw" });
    const texts = [
      ...Object.values(zh),
      ...readdirSync(new URL("programmes/", root)).filter((f) => f.endsWith(".yaml")).flatMap((f) => lines(`programmes/${f}`)),
      ...lines("demo/facts/tree_2011.tsv"),
    ];
    expect(texts.length).toBeGreaterThan(7000);
    expect(texts.filter((text) => toTraditional(text) !== whole(text)).map((text) => [text, toTraditional(text), whole(text)])).toEqual([]);
  });
  it("finds a unit by what is typed in Traditional", () => {
    expect(toSimplified("臨沂市蘭山區")).toBe("临沂市兰山区");
  });
});
