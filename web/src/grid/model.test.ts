import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import type { Grid, GridRow, Programme } from "../api/types";
import { programmeFrom } from "../form/programme_file.mjs";
import { GridModel } from "./model";

const programme: Programme = programmeFrom(parse(readFileSync(new URL("../../../programmes/half_year_return.yaml", import.meta.url), "utf8")), "");
const fields = ["women_16_60", "groups", "women_home", "activities", "attendance", "volunteers", "volunteers_active"];
const row = (id: number, values: Record<string, unknown>, record: string | null): GridRow => ({
  unit: { code: `37132310120${id}`, name: `村${id}`, level: "village", id },
  parent: "镇",
  record,
  version: record ? 1 : 0,
  state: "filling",
  counts: false,
  on_behalf: false,
  values,
  soft_reasons: {},
  may_create: !record,
  may_edit: fields,
  events: record ? ["file"] : [],
});
const whole = { women_16_60: "380", groups: "4", women_home: true, activities: "6", attendance: "240", volunteers: "30", volunteers_active: "22" };
const model = (): GridModel => {
  const rows = [row(1, whole, "a"), row(2, {}, null)];
  const grid: Grid = { unit: rows[0].unit, period: "2011-H1", term: "", fields, rows, total: 2, page: 1, size: 2, position: 1 };
  return new GridModel(programme, grid, rows, "2011-06-30");
};

describe("the grid as typed", () => {
  it("keeps column sums while cells change and are undone", () => {
    const m = model();
    expect(m.sum(0)).toEqual({ text: "380", filled: 1 });
    m.put([{ row: 1, column: 0, value: "120" }]);
    expect(m.sum(0)).toEqual({ text: "500", filled: 2 });
    m.put([{ row: 0, column: 0, value: null }]);
    expect(m.sum(0)).toEqual({ text: "120", filled: 1 });
    m.undo();
    m.undo();
    expect(m.sum(0)).toEqual({ text: "380", filled: 1 });
  });
  it("tells a broken check at its cell, and does not send the row before it is mended", () => {
    const m = model();
    m.put([{ row: 0, column: 6, value: "31" }]);
    expect(m.cellState(0, m.field(6))).toBe("bad");
    expect(m.rowState(0)).toBe("bad");
    m.put([{ row: 0, column: 6, value: "30" }]);
    expect(m.cellState(0, m.field(6))).toBe("waiting");
    expect(m.isSendable(0)).toBe(true);
  });
  it("keeps a row that lacks needed cells here, and says which", () => {
    const m = model();
    m.put([{ row: 1, column: 0, value: "120" }]);
    expect(m.isSendable(1)).toBe(false);
    expect(m.lacks(1).map((f) => f.id)).toEqual(fields.slice(1));
  });
  it("takes what was saved and leaves what was typed since", () => {
    const m = model();
    m.put([{ row: 0, column: 0, value: "390" }]);
    const sent = { row: 0, values: { women_16_60: "390" } };
    m.put([{ row: 0, column: 0, value: "391" }]);
    m.answered(sent, { unit: "", saved: true, faults: [], row: { ...row(1, { ...whole, women_16_60: "390" }, "a"), version: 2 } });
    expect([m.value(0, m.field(0)), m.lines[0].row.version, m.sum(0)!.text]).toEqual(["391", 2, "391"]);
  });
  it("asks where two changed one cell, and takes the other's cells elsewhere", () => {
    const m = model();
    m.put([{ row: 0, column: 0, value: "390" }, { row: 0, column: 1, value: "5" }]);
    m.answered({ row: 0, values: { women_16_60: "390", groups: "5" } }, { unit: "", saved: false, faults: [], row: { ...row(1, { ...whole, women_16_60: "400", volunteers: "40" }, "a"), version: 2 } });
    expect(m.rowState(0)).toBe("clash");
    expect(m.isSendable(0)).toBe(false);
    expect(m.value(0, m.field(5))).toBe("40");
    m.settle(0, m.field(0), false);
    expect([m.value(0, m.field(0)), m.value(0, m.field(1)), m.isSendable(0), m.sum(0)!.text]).toEqual(["400", "5", true, "400"]);
  });
  it("puts back what this device kept; a row that changed meanwhile shows both", () => {
    const m = model();
    m.put([{ row: 0, column: 0, value: "390" }]);
    const kept = m.keepable();
    const later = model();
    later.lines[0].row = { ...later.lines[0].row, version: 2 };
    expect(later.restore(kept)).toBe(1);
    expect([later.value(0, later.field(0)), later.cellState(0, later.field(0))]).toEqual(["390", "clash"]);
  });
});
