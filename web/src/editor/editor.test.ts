import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { complete, helpAt, type Schema } from "./complete";
import { diff, linesOf, merge, near } from "./diff";
import { mendOf } from "./mend";
import { mark, paint, wordAt } from "./paint";
import { headOf, namesIn, placeAt, titleOf } from "./place";

const place = (text: string) => {
  const caret = text.indexOf("|");
  return placeAt(text.replace("|", ""), caret);
};

describe("the place of a caret", () => {
  it("is known in groups by their indent", () => {
    expect(place("programme: x\nfields:\n  a:\n    type: te|")).toMatchObject({ path: ["fields", "a", "type"], kind: "value", word: "te" });
    expect(place("fields:\n  a:\n    type: text\n    la|\n    help: x\n  b: {}")).toMatchObject({ path: ["fields", "a"], kind: "key", word: "la", present: ["type", "help"] });
    expect(place("programme: x\n|\nversion: 1")).toMatchObject({ path: [], kind: "key", present: ["programme", "version"] });
  });
  it("is known inside braces and lists", () => {
    expect(place("fields:\n  a: {type: date, la|, help: x}")).toMatchObject({ path: ["fields", "a"], kind: "key", word: "la", present: ["type", "help"] });
    expect(place("fields:\n  a: {type: |}")).toMatchObject({ path: ["fields", "a", "type"], kind: "value" });
    expect(place("fields:\n  a: {label: {zh: 名|")).toMatchObject({ path: ["fields", "a", "label", "zh"], kind: "value" });
    expect(place("events:\n  go: {from: [one, t|")).toMatchObject({ path: ["events", "go", "from", "-"], kind: "value", word: "t" });
  });
  it("is known in entries of lists", () => {
    expect(place("checks:\n  - that: a = 1\n    on|")).toMatchObject({ path: ["checks", "-"], kind: "key", present: ["that"] });
    expect(place("checks:\n  - that: a = 1\n  - |")).toMatchObject({ path: ["checks", "-"], kind: "key", present: [] });
    expect(place("checks:\n  - that: a = b|")).toMatchObject({ path: ["checks", "-", "that"], kind: "value", word: "b" });
  });
  it("is none in a note", () => {
    expect(place("title: x # no|")).toBeNull();
    expect(place("  # |")).toBeNull();
  });
});

describe("names of a file", () => {
  const text = "programme: x\ntitle: {zh: 春风, en: Spring}\nfields:\n  a: {type: date, label: {zh: 日期, en: Date}}\n  b:\n    type: text\n    label: {zh: 地点, en: Place}\nstates:\n  s: {label: 好}\n";
  it("are listed with their labels", () => {
    expect(namesIn(text).fields).toEqual([{ id: "a", label: "日期" }, { id: "b", label: "地点" }]);
    expect(namesIn(text).states).toEqual([{ id: "s", label: "好" }]);
    expect([headOf(text, "programme"), titleOf(text)]).toEqual(["x", "春风"]);
  });
});

describe("completion", () => {
  const words: Schema = { $ref: "#/$defs/words" };
  const schema: Schema = {
    $defs: {
      words: { anyOf: [{ type: ["string", "number"] }, { type: "object", properties: { zh: {}, en: {} } }] },
      role: { enum: ["village.chair", "county.officer"] },
      programme: {
        type: "object",
        required: ["programme", "fields"],
        properties: {
          programme: { type: "string", description: "代号 / Its id" },
          title: { ...words, description: "名称 / Title" },
          level: { enum: ["village", "county"], description: "哪一级 / Level" },
          date: { type: "string", description: "日期字段 / Date field" },
          fields: { type: "object", additionalProperties: { $ref: "#/$defs/field" }, description: "要填什么 / Fields" },
          events: { type: "object", additionalProperties: { anyOf: [{ $ref: "#/$defs/event" }, { type: "array", items: { $ref: "#/$defs/event" } }] }, description: "事项 / Events" },
          checks: { type: "array", items: { $ref: "#/$defs/check" }, description: "校验 / Checks" },
        },
      },
      field: { type: "object", required: ["type"], properties: { type: { enum: ["text", "date", "integer"], description: "类型 / Type" }, label: { ...words, description: "名称 / Label" }, required: { enum: ["yes", "no"] } } },
      event: { type: "object", properties: { from: { type: "array", items: { type: "string" }, description: "从 / From" }, by: { anyOf: [{ $ref: "#/$defs/role" }, { type: "array", items: { $ref: "#/$defs/role" } }] } } },
      check: { type: "object", properties: { that: { type: ["string", "number"], minLength: 1 }, on: { type: "string" } } },
    },
  };
  const known = { lists: [], programmes: [] };
  const offers = (text: string): string[] => complete(schema, text.replace("|", ""), text.indexOf("|"), known)?.offers.map((o) => o.label) ?? [];
  const head = "programme: x\nfields:\n  held_on: {type: date, label: {zh: 日期, en: Date}}\nstates:\n  filed: {label: 报}\n";

  it("offers the keys that are not there yet, what must be there first", () => {
    expect(offers("|")).toEqual(["programme", "fields", "title", "level", "date", "events", "checks"]);
    expect(offers("programme: x\n|")).not.toContain("programme");
    expect(offers("fields:\n  a: {type: date, |}")).toEqual(["label", "required"]);
    expect(offers("fields:\n  a:\n    t|")).toContain("type");
  });
  it("offers the words of a closed list and roles", () => {
    expect(offers("level: |")).toEqual(["village", "county"]);
    expect(offers("fields:\n  a: {type: d|}")).toEqual(["date"]);
    expect(offers("events:\n  go: {by: [co|")).toEqual(["county.officer"]);
  });
  it("offers the names the file gives", () => {
    expect(offers(`${head}date: |`)).toEqual(["held_on"]);
    expect(offers(`${head}events:\n  go: {from: [|`)).toEqual(["filed"]);
    expect(offers(`${head}checks:\n  - that: hel|`)).toContain("held_on");
    expect(offers(`${head}checks:\n  - that: a = 1\n    on: |`)).toEqual(["held_on"]);
  });
  it("offers whole fields where fields stand, and nothing in notes or behind a whole word", () => {
    const found = complete(schema, "fields:\n  ", 10, known)!.offers;
    expect(found.filter((o) => o.kind === "snippet").map((o) => o.note)).toEqual(["数字", "文字", "日期", "单选"]);
    expect(offers("# |")).toEqual([]);
    expect(offers("level: village|")).toEqual([]);
  });
  it("says what a key is", () => {
    expect(helpAt(schema, "fields:\n  a: {type: d", 20, false)).toBe("type: 类型");
    expect(helpAt(schema, "level: v", 8, true)).toBe("level: Level");
  });
});

describe("a comparison", () => {
  let seed = 20110704;
  const random = (n: number): number => {
    seed = (Math.imul(seed, 1103515245) + 12345) & 0x7fffffff;
    return Math.floor((seed / 0x7fffffff) * n) % n;
  };
  const some = (n: number): string[] => Array.from({ length: random(n) }, () => "abcd"[random(4)]!);
  const textOf = (lines: string[]): string => (lines.length ? `${lines.join("\n")}\n` : "");
  const edited = (lines: string[]): string[] => lines.flatMap((line) => (random(5) === 0 ? [] : random(6) === 0 ? [line, "xyz"[random(3)]!] : [line]));

  it("gives both texts back, and never more changes than lines", () => {
    for (let round = 0; round < 600; ++round) {
      const [a, b] = [some(24), some(24)];
      const lines = diff(textOf(a), textOf(b));
      expect(lines.filter((l) => l.kind !== "new").map((l) => l.text), `round ${round}`).toEqual(a);
      expect(lines.filter((l) => l.kind !== "gone").map((l) => l.text)).toEqual(b);
      for (const line of lines) {
        if (line.before) expect(a[line.before - 1]).toBe(line.text);
        if (line.after) expect(b[line.after - 1]).toBe(line.text);
      }
    }
  });
  it("finds the longest common part", () => {
    const longest = (a: string[], b: string[]): number => {
      const row = new Array<number>(b.length + 1).fill(0);
      for (const x of a) {
        let corner = 0;
        b.forEach((y, j) => {
          const above = row[j + 1]!;
          row[j + 1] = x === y ? corner + 1 : Math.max(above, row[j]!);
          corner = above;
        });
      }
      return row[b.length]!;
    };
    for (let round = 0; round < 300; ++round) {
      const [a, b] = [some(16), some(16)];
      expect(diff(textOf(a), textOf(b)).filter((l) => l.kind === "same").length, `round ${round}`).toBe(longest(a, b));
    }
  });
  it("keeps a few lines around a change", () => {
    const before = Array.from({ length: 30 }, (_, i) => `line ${i}`);
    const after = before.map((l, i) => (i === 15 ? "other" : l));
    const shown = near(diff(textOf(before), textOf(after)), 2);
    expect(shown.filter((l) => l !== null).length).toBe(6);
    expect(shown[0]).toBeNull();
  });
  it("brings one side's changes onto the other", () => {
    for (let round = 0; round < 400; ++round) {
      const base = some(20);
      const [mine, theirs] = [edited(base), edited(base)];
      const [o, a, b] = [textOf(base), textOf(mine), textOf(theirs)];
      expect(merge(o, a, o, "> ").text, `round ${round}`).toBe(a);
      expect(merge(o, o, b, "> ").text).toBe(b);
      expect(merge(o, a, a, "> ")).toEqual({ text: a, conflicts: 0 });
      const both = merge(o, a, b, "> ");
      if (both.conflicts === 0) expect(both.text).not.toContain("# > ");
      for (const line of mine) if (!base.includes(line)) expect(linesOf(both.text)).toContain(line);
    }
    const merged = merge("a\nb\nc\n", "a\nB\nc\n", "a\nb\nc\nd\n", "> ");
    expect(merged).toEqual({ text: "a\nB\nc\nd\n", conflicts: 0 });
    expect(merge("a\nb\nc\n", "a\nmine\nc\n", "a\ntheirs\nc\n", "现行：")).toEqual({ text: "a\n# 现行：theirs\nmine\nc\n", conflicts: 1 });
  });
});

describe("colours", () => {
  it("leave the text as it is", () => {
    for (const name of ["weekly_note", "elections", "loans"]) {
      const text = readFileSync(`../programmes/${name}.yaml`, "utf8");
      for (const line of text.split("\n")) {
        expect(paint(line).map((p) => p.text).join("")).toBe(line);
        const [from, to] = wordAt(line, 3);
        expect(mark(paint(line), from, to, "late").map((p) => p.text).join("")).toBe(line);
      }
    }
  });
  it("mark the word of a fault", () => {
    const line = "  type: day";
    const [from, to] = wordAt(line, 9);
    expect(mark(paint(line), from, to, "late").filter((p) => p.mark).map((p) => p.text)).toEqual(["day"]);
  });
});

describe("a mend", () => {
  const fault = (message: string, line: number, column: number) => ({ code: "", message, message_en: "", line, column });
  const done = (text: string, f: ReturnType<typeof fault>) => {
    const mend = mendOf(text, f);
    return mend && text.slice(0, mend.from) + mend.put + text.slice(mend.to);
  };
  it("puts the word that was meant", () => {
    expect(done("programme: x\nvalid_form: 1\n", fault("项目没有“valid_form”这一项，是不是“valid_from”？", 2, 1))).toBe("programme: x\nvalid_from: 1\n");
    expect(done("a: {type: txt}\n", fault("“type”不能是“txt”，是不是“text”？", 1, 11))).toBe("a: {type: text}\n");
  });
  it("adds the line that is missing", () => {
    expect(done("programme: x\n", fault("请在 migrate 下加一行：- {retire: memo}", 1, 1))).toBe("programme: x\n\nmigrate:\n  - {retire: memo}\n");
    expect(done("migrate:\n  - {retire: a}\n", fault("请在 migrate 下加一行：- {retire: memo}", 1, 1))).toBe("migrate:\n  - {retire: memo}\n  - {retire: a}\n");
    expect(done("version: 2\n", fault("“x”的第 2 版已经启用且内容不同；请写 version: 3 并改 valid_from。", 1, 1))).toBe("version: 3\n");
  });
  it("is none where the sentence names none", () => {
    expect(mendOf("a: 1\n", fault("必须填写。", 1, 1))).toBeNull();
  });
});
