import type { FieldInfo, UnitRef } from "../api/types";
import { isBlank, isChoice, isNumber } from "../form/values";
import { parseDay } from "../expr/day";
import { t, w } from "../i18n";

/** A value as it stands in a cell and goes to the clipboard: plain numbers, ISO days, the words of a list. */
export function cellText(field: FieldInfo, value: unknown): string {
  if (isBlank(value)) return "";
  if (field.type === "yes_no") return value === true || value === "true" ? t("common.yes") : t("common.no");
  const word = (code: unknown): string => {
    const choice = field.choices.find((c) => c.code === code);
    return choice ? w(choice.label) : String(code);
  };
  if (isChoice(field)) return word(value);
  if (field.type === "choices") return Array.isArray(value) ? value.map(word).join("、") : word(value);
  if (field.type === "unit") return (value as UnitRef).name ?? String(value);
  return String(value);
}

const YES = new Set(["是", "有", "√", "✓", "1", "y", "yes", "true", "对"]);
const NO = new Set(["否", "无", "×", "✗", "0", "n", "no", "false", "没有"]);

function dayOf(text: string): string {
  const found = /^(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?$/.exec(text) ?? /^(\d{4})(\d{2})(\d{2})$/.exec(text);
  const day = found ? `${found[1]}-${found[2].padStart(2, "0")}-${found[3].padStart(2, "0")}` : text;
  return parseDay(day) === null ? text : day;
}

/** What was typed or pasted, as the value it means; what cannot be read stays as it is and is told at the cell. */
export function readCell(field: FieldInfo, given: string): unknown {
  const text = given.trim();
  if (text === "" || text === "—" || text === "－") return null;
  const plain = text.normalize("NFKC");
  if (isNumber(field)) {
    let number = plain.replace(/[,\s]/g, "");
    const unit = field.measured_in.normalize("NFKC");
    if (unit && number.endsWith(unit)) number = number.slice(0, -unit.length);
    return /^-?\d+\.0+$/.test(number) && field.places === 0 ? number.replace(/\.0+$/, "") : number;
  }
  if (field.type === "yes_no") {
    const low = plain.toLowerCase();
    if (YES.has(low)) return true;
    return NO.has(low) ? false : text;
  }
  if (field.type === "date") return dayOf(plain);
  const code = (word: string): string => field.choices.find((c) => !c.retired && (c.code === word || c.label.zh === word || c.label.en === word))?.code ?? word;
  if (isChoice(field)) return code(text);
  if (field.type === "choices") return text.split(/[、;；,，]/).map((part) => code(part.trim())).filter(Boolean);
  if (["mobile", "id_number", "division_code"].includes(field.type)) return plain.replace(/\s/g, "");
  return text;
}

/** What cannot be what it should be, although the form's own judge has no word for it. */
export function unreadable(field: FieldInfo, value: unknown): boolean {
  if (isBlank(value)) return false;
  if (field.type === "yes_no") return typeof value !== "boolean";
  const known = (code: unknown): boolean => field.choices.some((c) => c.code === code);
  if (isChoice(field)) return !known(value);
  return field.type === "choices" && (!Array.isArray(value) || !value.every(known));
}
