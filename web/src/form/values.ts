import type { FieldInfo, PersonRef, Programme, Record as Row, UnitRef } from "../api/types";
import { t, w } from "../i18n";
import { grouped } from "../number";
import * as words from "../words";

/** The values of a record by field id, as the server sends and takes them. */
export type Values = Record<string, unknown>;

export const valuesOf = (record: Row): Values => record.values as Values;
export const isBlank = (value: unknown): boolean =>
  value === null || value === undefined || value === "" || (Array.isArray(value) && value.length === 0);

const NUMBERS = new Set(["integer", "decimal", "money", "percent", "months"]);
export const isNumber = (field: FieldInfo): boolean => NUMBERS.has(field.type);
export const isParty = (field: FieldInfo): boolean => ["person", "household", "body"].includes(field.type);
export const isFile = (field: FieldInfo): boolean => field.type === "file" || field.type === "photo";
export const isChoice = (field: FieldInfo): boolean => field.type === "choice" || field.type === "term";

const labelOf = (field: FieldInfo, code: unknown): string => {
  const item = field.choices.find((c) => c.code === code);
  return item ? w(item.label) : String(code);
};

/** A value as a reader sees it; empty text for blank. */
export function fieldText(field: FieldInfo, value: unknown): string {
  if (isBlank(value)) return "";
  switch (field.type) {
    case "yes_no":
      return value === true || value === "true" ? t("common.yes") : t("common.no");
    case "date":
      return words.date(String(value));
    case "choice":
    case "term":
      return labelOf(field, value);
    case "choices":
      return (value as unknown[]).map((code) => labelOf(field, code)).join("、");
    case "unit":
      return (value as UnitRef).name ?? String(value);
    case "person":
    case "household":
    case "body":
      return (value as PersonRef).name ?? "";
    case "file":
    case "photo":
      return t("file.count", { n: (value as unknown[]).length });
    case "rows":
      return t("rec.rowCount", { n: (value as unknown[]).length });
    default:
      return isNumber(field) ? grouped(String(value)) + (field.measured_in ? ` ${field.measured_in}` : "") : String(value);
  }
}

export const isFictional = (value: unknown): boolean => (value as PersonRef | null)?.fictional === true;

/** The fields of a list or a short card: those of the sheet, else the first that are no tables or long texts. */
export function shortFields(programme: Programme, most: number): FieldInfo[] {
  const usable = programme.fields.filter((f) => !f.retired && f.type !== "rows" && f.type !== "long_text" && !isFile(f));
  const named = programme.sheet.map((id) => usable.find((f) => f.id === id)).filter((f): f is FieldInfo => f !== undefined);
  return (named.length ? named : usable).slice(0, most);
}

/** Two values alike for the one who reads them: numbers by value, the rest by their text. */
export function isSame(field: FieldInfo, a: unknown, b: unknown): boolean {
  if (isBlank(a) || isBlank(b)) return isBlank(a) && isBlank(b);
  if (isNumber(field)) return Number(a) === Number(b);
  if (field.type === "unit") return ((a as UnitRef).code ?? a) === ((b as UnitRef).code ?? b);
  return JSON.stringify(a) === JSON.stringify(b);
}
