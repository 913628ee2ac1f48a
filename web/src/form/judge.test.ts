import { readFileSync } from "node:fs";
import { beforeAll, describe, expect, it } from "vitest";
import { parse } from "yaml";
import type { Programme } from "../api/types";
import { Judge, checkDigit, shapeFault } from "./judge";
import { programmeFrom } from "./programme_file.mjs";

const read = (id: string): Programme =>
  programmeFrom(parse(readFileSync(new URL(`../../../programmes/${id}.yaml`, import.meta.url), "utf8")), "");

let elections: Judge;
let halfYear: Judge;
beforeAll(() => {
  elections = new Judge(read("elections"), "2011-06-30");
  halfYear = new Judge(read("half_year_return"), "2011-06-30");
});
const finished = { round: "round_2011", party_date: "2011-03-01", party_seats: "3", party_women: "1", committee_date: "2011-04-01", committee_seats: "5", committee_women: "2" };

describe("a form judged by its programme", () => {
  it("asks nothing more of a draft than its shape", () => {
    expect(elections.complaints({ round: "round_2011" }, "running")).toEqual([]);
    expect(elections.complaints({ round: "round_2011", party_seats: "many" }, "running").map((c) => c.field)).toEqual(["party_seats"]);
  });
  it("asks for what the state it goes to needs", () => {
    const said = elections.complaints({ round: "round_2011" }, "done").map((c) => c.field);
    expect(said).toContain("party_date");
    expect(said).toContain("committee_women");
    expect(said).not.toContain("woman_secretary");
  });
  it("computes the later of two dates", () => {
    expect(elections.computed(finished, "done").completed_on).toBe("2011-04-01");
    expect(elections.computed({ ...finished, committee_date: null }, "done").completed_on).toBeNull();
  });
  it("refuses more women than seats", () => {
    const said = elections.complaints({ ...finished, party_women: "4" }, "done");
    expect(said.map((c) => [c.field, c.soft])).toEqual([["party_women", null]]);
  });
  it("lets a soft check pass with a reason", () => {
    const none = { ...finished, committee_women: "0" };
    const said = elections.complaints(none, "done");
    expect(said.map((c) => [c.field, c.soft])).toEqual([["committee_women", 2]]);
    expect(elections.complaints(none, "done", { "2": "无女性候选人" })).toEqual([]);
  });
  it("says nothing where a check rests on blank", () => {
    expect(halfYear.complaints({ volunteers: "5" }, "filed").map((c) => c.field)).not.toContain("volunteers");
  });
  it("knows the checks of the half-year return", () => {
    const given = { women_16_60: "380", groups: "4", women_home: false, activities: "6", attendance: "240", volunteers: "30", volunteers_active: "22" };
    expect(halfYear.complaints(given, "filed").map((c) => c.field)).toEqual(["activities"]);
    expect(halfYear.complaints({ ...given, women_home: true }, "filed")).toEqual([]);
  });
});

describe("a value by its shape", () => {
  it("tells the last digit of an identity number", () => {
    expect(checkDigit("11010519491231002X")).toBe("X");
    expect(checkDigit("440524188001010014")).toBe("4");
    expect(checkDigit("abc")).toBe("");
  });
  it("knows the days there are, the first of 1970 among them", () => {
    const field = { ...elections.programme.fields.find((f) => f.id === "party_date")! };
    for (const day of ["1970-01-01", "2012-02-29", "1958-03-08"]) expect(shapeFault(field, day), day).toBe("");
    for (const day of ["2011-02-29", "2011-13-01", "2011-02-03 9:00", "3月8日"]) expect(shapeFault(field, day), day).not.toBe("");
  });
  it("keeps to bounds and places", () => {
    const field = { ...read("half_year_return").fields.find((f) => f.id === "representatives_share")! };
    expect(shapeFault(field, "33.3")).toBe("");
    expect(shapeFault(field, "33.33")).not.toBe("");
    expect(shapeFault(field, "101")).not.toBe("");
    expect(shapeFault(field, "-1")).not.toBe("");
  });
});
