import { describe, expect, it } from "vitest";
import { en } from "./en";
import { fill, type Key } from "./index";
import { zh } from "./zh";

const names = (text: string): string[] => [...text.matchAll(/\{(\w+)\}/g)].map((m) => m[1]).sort();

describe("messages", () => {
  it("ask for the same values in both languages", () => {
    for (const key of Object.keys(zh) as Key[]) expect(names(en[key]), key).toEqual(names(zh[key]));
    expect(Object.keys(en).sort()).toEqual(Object.keys(zh).sort());
  });
  it("have no Latin words in Chinese but names of formats, and no Chinese in English", () => {
    for (const [key, text] of Object.entries(zh)) {
      const latin = text.replace(/\{\w+\}/g, "").match(/[A-Za-z]{2,}/g) ?? [];
      expect(latin.filter((word) => !["Excel", "CSV", "Word", "PDF", "Ctrl", "Alt"].includes(word)), key).toEqual([]);
    }
    for (const [key, text] of Object.entries(en)) expect(/[\u4e00-\u9fff]/.test(text), key).toBe(false);
  });
  it("are filled in by name, and an unknown name stays to be seen", () => {
    expect(fill("还差 {n} 个，{who}", { n: 3 })).toBe("还差 3 个，{who}");
  });
});
