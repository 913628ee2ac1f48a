import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parseDay } from "./day";
import { parse } from "./parse";
import { compile, readValue, type Context, type Name, type Type, type Value } from "./evaluate";

interface Row {
  expr: string;
  given?: Record<string, unknown>;
  today?: string;
  gives?: unknown;
  fault?: { code: string; column: number }[];
}
interface Vectors {
  names: Record<string, Name>;
  terms: Record<string, Record<string, [string, string]>>;
  rows: Row[];
}

const file = new URL("../../../tests/expr/vectors.json", import.meta.url);
const vectors = JSON.parse(readFileSync(file, "utf8")) as Vectors;

const terms: Record<string, Record<string, readonly [NonNullable<ReturnType<typeof parseDay>>, NonNullable<ReturnType<typeof parseDay>>]>> = {};
for (const [list, spans] of Object.entries(vectors.terms)) {
  terms[list] = {};
  for (const [term, [first, last]] of Object.entries(spans)) terms[list][term] = [parseDay(first)!, parseDay(last)!];
}

/** Faults that the parser tells; those of meaning are the server's to tell. */
const OF_MEANING =
  /unknown_|name_or_code|argument_|operand_type|compare_|order_type|branch_types|date_|span_alone|today_|not_term|rows_/;

function expectedOf(gives: unknown): Value {
  if (gives === null || typeof gives === "boolean") return gives;
  const [type, value] = Object.entries(gives as Record<string, unknown>)[0];
  return readValue(value, { type: type as Type });
}

describe("vectors", () => {
  vectors.rows.forEach((row, i) => {
    it(`${i + 1}: ${row.expr}`, () => {
      if (row.fault) {
        if (row.fault.some((f) => OF_MEANING.test(f.code))) {
          expect("ast" in parse(row.expr)).toBe(true);
          return;
        }
        const parsed = parse(row.expr);
        const faults = "faults" in parsed ? parsed.faults.map(({ code, column }) => ({ code, column })) : [];
        expect(faults).toEqual(row.fault);
        return;
      }
      const plan = compile(row.expr, vectors.names);
      if ("faults" in plan) throw new Error(JSON.stringify(plan.faults));
      const values: Record<string, Value> = {};
      for (const [name, json] of Object.entries(row.given ?? {})) values[name] = readValue(json, vectors.names[name]);
      const context: Context = { today: parseDay(row.today ?? "2011-06-30")!, terms };
      expect(plan.run(values, context)).toEqual(expectedOf(row.gives));
      expect(plan.isMet(values, context)).toBe(row.gives === true);
    });
  });
});

describe("limits", () => {
  const firstCode = (text: string): string => {
    const parsed = parse(text);
    return "faults" in parsed ? parsed.faults[0].code : "";
  };
  it("hold", () => {
    expect(firstCode("(".repeat(63) + "a" + ")".repeat(63))).toBe("");
    expect(firstCode("(".repeat(64) + "a" + ")".repeat(64))).toBe("expr.too_deep");
    expect(firstCode("-".repeat(9000) + "a")).toBe("expr.too_deep");
    expect(firstCode("a" + "+a".repeat(999))).toBe("");
    expect(firstCode("a" + "+a".repeat(1000))).toBe("expr.too_large");
    expect(firstCode(" ".repeat(10001))).toBe("expr.too_long");
  });
});
