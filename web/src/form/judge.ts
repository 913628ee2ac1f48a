import type { CheckInfo, FieldInfo, Programme, UnitRef } from "../api/types";
import { compile, readValue, type Context, type Name, type Names, type Plan, type Type, type Value } from "../expr/evaluate";
import { dayText, parseDay } from "../expr/day";
import { decimalText } from "../expr/decimal";
import { parse, type Node } from "../expr/parse";
import { t, w, type Key } from "../i18n";
import { areSent, type FileItem } from "./files";
import { isBlank, isNumber, isParty, isFile, type Values } from "./values";

/** What is said against one field: a hard word refuses, a soft one passes with a reason. */
export interface Complaint {
  field: string;
  text: string;
  /** Index of the soft check that asks for a reason; null for what must be mended. */
  soft: number | null;
}

const TYPES: Readonly<Record<string, Type>> = {
  integer: "number",
  decimal: "number",
  money: "number",
  percent: "number",
  months: "number",
  date: "date",
  yes_no: "boolean",
  choices: "choices",
  unit: "unit",
  person: "reference",
  household: "reference",
  body: "reference",
  file: "choices",
  photo: "choices",
  record: "reference",
  rows: "rows",
};
const typeOf = (field: FieldInfo): Type => TYPES[field.type] ?? "text";

function nameOf(field: FieldInfo): Name {
  const name: { -readonly [K in keyof Name]: Name[K] } = { type: typeOf(field) };
  if (field.columns.length) name.columns = field.columns.map((c) => ({ name: c.id, type: typeOf(c) }));
  return name;
}

/** A value of the form as the evaluator takes it. */
function given(field: FieldInfo, value: unknown): Value {
  if (isBlank(value)) return null;
  if (field.type === "rows") {
    const rows = (value as Values[]).map((row) => field.columns.map((column) => plain(column, row[column.id])));
    return readValue(rows, nameOf(field));
  }
  return readValue(plain(field, value), nameOf(field));
}
function plain(field: FieldInfo, value: unknown): unknown {
  if (isBlank(value)) return null;
  if (field.type === "unit") return (value as UnitRef).id ?? null;
  if (isParty(field)) return (value as { id?: string; name?: string }).id ?? (value as { name?: string }).name ?? null;
  if (isFile(field)) return (value as FileItem[]).map((item) => item.id);
  if (field.type === "yes_no") return value === true || value === "true";
  return value;
}

/** The names an expression reads, and whether it asks of one whether it is blank. */
function namesIn(text: string): { names: string[]; asksForBlank: boolean } {
  const out = { names: [] as string[], asksForBlank: false };
  const parsed = parse(text);
  const walk = (node: Node): void => {
    if (node.form === "name") out.names.push(node.text);
    if (node.form === "is_blank" || node.form === "is_not_blank") out.asksForBlank = true;
    node.children.forEach(walk);
  };
  if ("ast" in parsed) walk(parsed.ast);
  return out;
}

/** The last digit of a Chinese identity number (GB 11643), or empty for what is no such number. */
export function checkDigit(number: string): string {
  if (!/^\d{17}/.test(number)) return "";
  const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
  const sum = weights.reduce((all, weight, i) => all + weight * Number(number[i]), 0);
  return "10X98765432"[sum % 11];
}

/**
 * A programme's own rules over a form: what is shown, needed, computed and checked, by the same expressions the
 * server runs. The server stays the judge; this tells the writer sooner.
 */
export class Judge {
  private readonly names: Names;
  private readonly plans = new Map<string, Plan | null>();
  private readonly read = new Map<string, { names: string[]; asksForBlank: boolean }>();
  private readonly context: Context;
  readonly programme: Programme;

  constructor(programme: Programme, today: string) {
    this.programme = programme;
    const names: Record<string, Name> = {
      state: { type: "text" },
      unit: { type: "unit" },
      date: { type: "date" },
      filed_on: { type: "date" },
    };
    for (const field of programme.fields) names[field.id] ??= nameOf(field);
    this.names = names;
    this.context = { today: parseDay(today) ?? undefined };
  }

  private plan(text: string): Plan | null {
    if (!this.plans.has(text)) {
      const made = compile(text, this.names);
      this.plans.set(text, "faults" in made ? null : made);
    }
    return this.plans.get(text) ?? null;
  }

  private slots(values: Values, state: string): Record<string, Value> {
    const out: Record<string, Value> = { state };
    for (const field of this.programme.fields) out[field.id] = given(field, values[field.id]);
    if (this.programme.date_field) out.date = out[this.programme.date_field] ?? null;
    return out;
  }

  private isMet(text: string | null, slots: Record<string, Value>): boolean {
    return text ? (this.plan(text)?.isMet(slots, this.context) ?? false) : false;
  }

  /** Fills in the computed fields, in the order that lets one rest on another. */
  computed(values: Values, state: string): Values {
    const out = { ...values };
    const fields = this.programme.fields.filter((f) => f.computed);
    for (let pass = 0; pass < fields.length; pass += 1) {
      const slots = this.slots(out, state);
      for (const field of fields) {
        const value = this.plan(field.computed!)?.run(slots, this.context) ?? null;
        out[field.id] = textOf(value);
      }
    }
    return out;
  }

  isShown(field: FieldInfo, values: Values, state: string): boolean {
    return !field.retired && (!field.shown_when || this.isMet(field.shown_when, this.slots(values, state)));
  }

  isRequired(field: FieldInfo, values: Values, state: string): boolean {
    return field.required || this.isMet(field.required_when, this.slots(values, state));
  }

  /** A check over something left blank says nothing, unless it asks about blank itself. */
  private restsOnBlank(text: string, slots: Record<string, Value>): boolean {
    if (!this.read.has(text)) this.read.set(text, namesIn(text));
    const names = this.read.get(text)!;
    return !names.asksForBlank && names.names.some((name) => name in this.names && (slots[name] ?? null) === null);
  }

  /** Everything to be said about the values in a state; checks are for later while it is a draft. */
  complaints(values: Values, state: string, reasons: Readonly<Record<string, string>> = {}): Complaint[] {
    const out: Complaint[] = [];
    const all = this.computed(values, state);
    const slots = this.slots(all, state);
    const isDraft = this.programme.states.find((s) => s.id === state)?.is_draft ?? false;
    for (const field of this.programme.fields) {
      if (field.computed || !this.isShown(field, all, state)) continue;
      const value = all[field.id];
      if (isBlank(value)) {
        if (this.isRequired(field, all, state))
          out.push({ field: field.id, text: t("rec.required"), soft: null });
        continue;
      }
      const wrong = shapeFault(field, value);
      if (wrong) out.push({ field: field.id, text: wrong, soft: null });
    }
    this.programme.checks.forEach((check, i) => {
      const said = this.check(check, i, slots, isDraft, reasons);
      if (said && !out.some((c) => c.field === said.field && c.soft === null)) out.push(said);
    });
    return out;
  }

  private check(
    check: CheckInfo,
    index: number,
    slots: Record<string, Value>,
    isDraft: boolean,
    reasons: Readonly<Record<string, string>>,
  ): Complaint | null {
    if (isDraft && !check.in_draft) return null;
    if (this.isMet(check.that, slots) || this.restsOnBlank(check.that, slots)) return null;
    if (!check.hard && reasons[String(index)]) return null;
    return { field: check.on, text: w(check.message), soft: check.hard ? null : index };
  }
}

function textOf(value: Value): unknown {
  if (value === null || typeof value !== "object") return value;
  if (value.kind === "number") return decimalText(value);
  if (value.kind === "date") return dayText(value);
  if (value.kind === "choices") return [...value.codes];
  return null;
}

/** What is wrong with a value by its type and bounds alone; empty when nothing is. */
export function shapeFault(field: FieldInfo, value: unknown): string {
  const say = (key: Key, given: Record<string, string | number> = {}): string => t(key, given);
  if (isFile(field)) return "";
  if (isNumber(field)) {
    const text = String(value).trim();
    const whole = field.type === "integer" || field.type === "months";
    if (!(whole ? /^-?\d+$/ : /^-?\d+(\.\d+)?$/).test(text)) return say(whole ? "rec.integer" : "rec.number");
    if (!whole && (/\.(\d+)$/.exec(text)?.[1].length ?? 0) > field.places) return say("rec.places", { n: field.places });
    if (field.min !== null && Number(text) < Number(field.min)) return say("rec.min", { n: field.min });
    if (field.max !== null && Number(text) > Number(field.max)) return say("rec.max", { n: field.max });
    return "";
  }
  const text = String(value);
  switch (field.type) {
    case "date":
      return text.length === 10 && parseDay(text) !== null ? "" : say("rec.dateWrong");
    case "mobile":
      return /^1\d{10}$/.test(text) ? "" : say("rec.mobile");
    case "id_number":
      if (!/^\d{17}[\dXx]$/.test(text)) return say("rec.idLength");
      return checkDigit(text) === text[17].toUpperCase() ? "" : say("rec.idNumber", { n: checkDigit(text) });
    case "text":
    case "long_text":
      return field.max_length > 0 && [...text].length > field.max_length
        ? say("rec.length", { n: field.max_length, now: [...text].length })
        : "";
    case "file":
    case "photo":
      return areSent(value) ? "" : say("file.wait");
    case "rows": {
      for (const row of value as Values[])
        for (const column of field.columns) {
          const cell = row[column.id];
          if (isBlank(cell)) {
            if (column.required) return `${w(column.label)}: ${say("rec.required")}`;
            continue;
          }
          const wrong = shapeFault(column, cell);
          if (wrong) return `${w(column.label)}: ${wrong}`;
        }
      return "";
    }
    default:
      return "";
  }
}
