import { describe, expect, it } from "vitest";
import type { FieldInfo, Programme } from "../api/types";
import { columnsText, moved, nextSort, shownColumns, usualColumns } from "./columns";

const field = (id: string, change: Partial<FieldInfo> = {}): FieldInfo => ({ id, type: "integer", label: { zh: id, en: id }, privacy: "open", retired: false, choices: [], ...change }) as FieldInfo;
const programme = { id: "p", date_field: "held_on", sheet: ["groups", "held_on"], fields: [field("held_on", { type: "date" }), field("groups"), field("name", { type: "person", privacy: "personal" }), field("all", { type: "rows" })] } as unknown as Programme;

describe("columns of a list", () => {
  it("shows the unit, the date once, the sheet's fields and the state", () => {
    expect(usualColumns(programme)).toEqual(["unit", "date", "groups", "state"]);
    expect(shownColumns(programme, "").map((c) => c.id)).toEqual(["unit", "date", "groups", "state"]);
  });
  it("keeps the order asked for, drops what is unknown or a table, and keeps the unit", () => {
    expect(shownColumns(programme, "state,nothing,all,name").map((c) => c.id)).toEqual(["unit", "state", "name"]);
  });
  it("sorts by nothing that is personal", () => {
    expect(shownColumns(programme, "name,groups").map((c) => c.sortable)).toEqual([true, false, true]);
  });
  it("says nothing of the usual columns in the address", () => {
    expect(columnsText(programme, ["unit", "date", "groups", "state"])).toBeUndefined();
    expect(columnsText(programme, ["unit", "groups"])).toBe("unit,groups");
  });
  it("turns an order round and then lets it go", () => {
    expect([nextSort("", "date"), nextSort("date", "date"), nextSort("-date", "date"), nextSort("date", "groups")]).toEqual(["date", "-date", undefined, "groups"]);
  });
  it("moves a column within the others, never before the unit", () => {
    expect(moved(["unit", "date", "groups"], "groups", -1)).toEqual(["unit", "groups", "date"]);
    expect(moved(["unit", "date", "groups"], "date", -1)).toEqual(["unit", "date", "groups"]);
    expect(moved(["unit", "date", "groups"], "groups", 1)).toEqual(["unit", "date", "groups"]);
  });
});
