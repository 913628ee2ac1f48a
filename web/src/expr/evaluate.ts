import * as decimal from "./decimal";
import type { Decimal } from "./decimal";
import * as day from "./day";
import type { Day } from "./day";
import { parse, type Fault, type Node } from "./parse";

export type Type = "boolean" | "number" | "text" | "date" | "unit" | "reference" | "choices" | "rows";

/** What a field may hold; null is blank. A text and the code of a single choice are strings. */
export type Value =
  | null
  | boolean
  | string
  | Decimal
  | Day
  | { readonly kind: "unit"; readonly id: number }
  | { readonly kind: "reference"; readonly id: string }
  | { readonly kind: "choices"; readonly codes: readonly string[] }
  | { readonly kind: "rows"; readonly rows: readonly (readonly Value[])[] };

/** What a name stands for: an entry of src/expr/type.h as the server sends it. */
export interface Name {
  readonly type: Type;
  /** The list of terms a text names one of. */
  readonly terms?: string;
  /** Of a table, in the order of the definition. */
  readonly columns?: readonly { readonly name: string; readonly type: Type }[];
}
export type Names = Readonly<Record<string, Name>>;

export interface Context {
  /** The business date; without one today() is blank. */
  readonly today?: Day;
  /** First and last day of the terms of each list. */
  readonly terms?: Readonly<Record<string, Readonly<Record<string, readonly [Day, Day]>>>>;
}

export interface Plan {
  /** The answer for these values by name; what is missing is blank. */
  run(values: Readonly<Record<string, Value>>, context?: Context): Value;
  /** Whether it yields true: blank is not met. */
  isMet(values: Readonly<Record<string, Value>>, context?: Context): boolean;
}

/**
 * The twin of the plan of src/expr, for expressions the server has checked: types are taken for good, and a name
 * that `names` does not know for a code of the choice it stands beside.
 */
export function compile(text: string, names: Names): Plan | { readonly faults: readonly Fault[] } {
  const parsed = parse(text);
  if ("faults" in parsed) return parsed;
  const run = (values: Readonly<Record<string, Value>>, context: Context = {}): Value =>
    new Run(names, values, context).eval(parsed.ast);
  return { run, isMet: (values, context) => run(values, context) === true };
}

/** A value from its JSON: numbers and dates as text, choices as a list, rows as lists of cells. */
export function readValue(json: unknown, name: Pick<Name, "type" | "columns">): Value {
  if (json === null || json === undefined) return null;
  switch (name.type) {
    case "number":
      return decimal.parseDecimal(String(json));
    case "date":
      return day.parseDay(String(json));
    case "unit":
      return { kind: "unit", id: Number(json) };
    case "reference":
      return { kind: "reference", id: String(json) };
    case "choices":
      return { kind: "choices", codes: json as string[] };
    case "rows": {
      const columns = name.columns ?? [];
      const rows = (json as unknown[][]).map((row) => row.map((cell, i) => readValue(cell, columns[i])));
      return { kind: "rows", rows };
    }
    case "boolean":
      return json === true;
    default:
      return String(json);
  }
}

const BUDGET = 1_000_000;
const MOST_DAYS = 4_000_000;
const MOST_PLACES = 12;
const OVER_ROWS = new Set(["all", "any", "average", "count", "max", "min", "sum"]);
const SPANS = new Set(["days", "months", "years"]);

function typeOf(value: Value): Type | null {
  if (value === null) return null;
  if (typeof value === "boolean") return "boolean";
  return typeof value === "string" ? "text" : value.kind;
}

/** Blank where the value is of another type; an empty choice or table is blank. */
function fitted(value: Value | undefined, type: Type): Value {
  if (value === undefined || typeOf(value) !== type) return null;
  if (typeof value === "object" && value?.kind === "choices" && value.codes.length === 0) return null;
  if (typeof value === "object" && value?.kind === "rows" && value.rows.length === 0) return null;
  return value;
}

function areEqual(a: Value, b: Value): boolean {
  if (a === null || b === null) return false;
  if (typeof a !== "object" || typeof b !== "object") return a === b;
  if (a.kind === "number" && b.kind === "number") return a.units === b.units && a.scale === b.scale;
  if (a.kind === "date" && b.kind === "date") return a.days === b.days;
  if (a.kind === "unit" && b.kind === "unit") return a.id === b.id;
  return a.kind === "reference" && b.kind === "reference" && a.id === b.id;
}

/** Negative, zero or positive, of two numbers or two dates; NaN of anything else. */
function order(a: Value, b: Value): number {
  if (a === null || b === null || typeof a !== "object" || typeof b !== "object") return NaN;
  if (a.kind === "number" && b.kind === "number") return decimal.compareDecimals(a, b);
  return a.kind === "date" && b.kind === "date" ? a.days - b.days : NaN;
}

const isNumber = (v: Value): v is Decimal => typeof v === "object" && v?.kind === "number";
const isDay = (v: Value): v is Day => typeof v === "object" && v?.kind === "date";

function shifted(date: Value, amount: Value, unit: string, sign: 1 | -1): Value {
  if (!isDay(date) || !isNumber(amount)) return null;
  const n = decimal.asInteger(amount, MOST_DAYS);
  if (n === null) return null;
  return unit === "days" ? day.daysOn(date, sign * n) : day.monthsOn(date, sign * n * (unit === "years" ? 12 : 1));
}

const ofNumber = (v: Value, f: (n: Decimal) => Value): Value => (isNumber(v) ? f(v) : null);
const ofDay = (v: Value, f: (d: Day) => Value): Value => (isDay(v) ? f(v) : null);
const ofText = (v: Value, f: (t: string) => Value): Value => (typeof v === "string" ? f(v) : null);
const ofCivil = (v: Value, f: (c: day.Civil) => number): Value => ofDay(v, (d) => decimal.whole(f(day.civilOf(d.days))));
const ofDays = (a: Value, b: Value, f: (from: Day, to: Day) => number): Value =>
  isDay(a) && isDay(b) ? decimal.whole(f(a, b)) : null;
const ofTexts = (a: Value, b: Value, f: (whole: string, part: string) => boolean): Value =>
  typeof a === "string" && typeof b === "string" && f(a, b);

function round(number: Value, places: Value): Value {
  if (!isNumber(number) || !isNumber(places)) return null;
  const n = decimal.asInteger(places, MOST_PLACES);
  return n === null || n < 0 ? null : decimal.rounded(number, n);
}

function makeDate(parts: readonly Value[]): Value {
  const [y, m, d] = parts.map((p) => (isNumber(p) ? decimal.asInteger(p, MOST_DAYS) : null));
  return y === null || m === null || d === null ? null : day.dayOf(y, m, d);
}

function extreme(values: readonly Value[], sign: 1 | -1): Value {
  let best = values[0];
  for (const v of values.slice(1)) {
    if (best === null) return null;
    if (v === null || order(v, best) * sign < 0) best = v;
  }
  return best;
}

const FUNCTIONS: Readonly<Record<string, (a: readonly Value[]) => Value>> = {
  abs: ([a]) => ofNumber(a, (n) => (n.units < 0n ? decimal.negate(n) : n)),
  add_days: ([a, b]) => shifted(a, b, "days", 1),
  add_months: ([a, b]) => shifted(a, b, "months", 1),
  add_years: ([a, b]) => shifted(a, b, "years", 1),
  ceil: ([a]) => ofNumber(a, (n) => decimal.negate(decimal.floor(decimal.negate(n)))),
  contains: ([a, b]) => ofTexts(a, b, (whole, part) => whole.includes(part)),
  date: makeDate,
  day: ([a]) => ofCivil(a, (c) => c.day),
  days_between: ([a, b]) => ofDays(a, b, (from, to) => to.days - from.days),
  digits: ([a]) => typeof a === "string" && /^[0-9]+$/.test(a),
  first_of_month: ([a]) => ofDay(a, (d) => day.isDayOf(d.days - day.civilOf(d.days).day + 1)),
  floor: ([a]) => ofNumber(a, decimal.floor),
  last_of_month: ([a]) => ofDay(a, (d) => day.dayOf(day.civilOf(d.days).year, day.civilOf(d.days).month, 31)),
  length: ([a]) => ofText(a, (t) => decimal.whole([...t].length)),
  max: (a) => extreme(a, -1),
  min: (a) => extreme(a, 1),
  month: ([a]) => ofCivil(a, (c) => c.month),
  months_between: ([a, b]) => ofDays(a, b, day.monthsBetween),
  round: ([a, b]) => round(a, b === undefined ? decimal.whole(0) : b),
  starts_with: ([a, b]) => ofTexts(a, b, (whole, part) => whole.startsWith(part)),
  text: ([a]) => (isNumber(a) ? decimal.decimalText(a) : isDay(a) ? day.dayText(a) : a),
  year: ([a]) => ofCivil(a, (c) => c.year),
  years_between: ([a, b]) => ofDays(a, b, (from, to) => Math.trunc(day.monthsBetween(from, to) / 12)),
};

function arithmetic(form: string, a: Value, b: Value): Value {
  if (form === "add" && typeof a === "string" && typeof b === "string") return a + b;
  if (!isNumber(a) || !isNumber(b)) return null;
  if (form === "add") return decimal.add(a, b);
  if (form === "subtract") return decimal.add(a, decimal.negate(b));
  return form === "multiply" ? decimal.multiply(a, b) : decimal.divide(a, b);
}

class Run {
  private readonly names: Names;
  private readonly values: Readonly<Record<string, Value>>;
  private readonly context: Context;
  private row: readonly Value[] | null = null;
  private spent = 0;

  constructor(names: Names, values: Readonly<Record<string, Value>>, context: Context) {
    this.names = names;
    this.values = values;
    this.context = context;
  }

  eval(node: Node): Value {
    const [a, b, c] = node.children;
    switch (node.form) {
      case "literal":
        return node.value;
      case "name":
        return this.name(node.text);
      case "call":
        return this.call(node);
      case "and":
        return this.eval(a) === true && this.eval(b) === true;
      case "or":
        return this.eval(a) === true || this.eval(b) === true;
      case "not":
        return this.eval(a) !== true;
      case "choose":
        return this.eval(this.eval(a) === true ? b : c);
      case "is_blank":
        return this.eval(a) === null;
      case "is_not_blank":
        return this.eval(a) !== null;
      case "negate":
        return ofNumber(this.eval(a), decimal.negate);
      case "in":
      case "not_in":
        return this.isIn(node);
      case "add":
      case "subtract":
        if (b.form === "call" && SPANS.has(b.text))
          return shifted(this.eval(a), this.eval(b.children[0]), b.text, node.form === "add" ? 1 : -1);
        return arithmetic(node.form, this.eval(a), this.eval(b));
      case "multiply":
      case "divide":
        return arithmetic(node.form, this.eval(a), this.eval(b));
      default:
        return this.compare(node.form, this.eval(a), this.eval(b));
    }
  }

  private has(name: string): boolean {
    return Object.prototype.hasOwnProperty.call(this.names, name);
  }

  private name(text: string): Value {
    if (this.has(text)) return fitted(this.values[text], this.names[text].type);
    const dot = text.indexOf(".");
    const table = dot < 0 ? "" : text.slice(0, dot);
    if (!table || !this.has(table)) return text;
    const columns = this.names[table].columns ?? [];
    const at = columns.findIndex((column) => column.name === text.slice(dot + 1));
    return at < 0 || !this.row ? null : fitted(this.row[at], columns[at].type);
  }

  private compare(form: string, a: Value, b: Value): boolean {
    if (a === null || b === null) return false;
    switch (form) {
      case "equal":
        return areEqual(a, b);
      case "not_equal":
        return !areEqual(a, b);
      case "less":
        return order(a, b) < 0;
      case "less_equal":
        return order(a, b) <= 0;
      case "greater":
        return order(a, b) > 0;
      case "greater_equal":
        return order(a, b) >= 0;
      default:
        return typeof a === "object" && a.kind === "choices" && typeof b === "string" && a.codes.includes(b);
    }
  }

  private isIn(node: Node): boolean {
    const a = this.eval(node.children[0]);
    if (a === null) return false;
    const isFound = node.children.slice(1).some((item) => areEqual(a, this.eval(item)));
    return isFound === (node.form === "in");
  }

  private call(node: Node): Value {
    const name = node.text;
    if (OVER_ROWS.has(name) && node.children.length === 1) return this.overRows(node);
    if (name === "today") return this.context.today ?? null;
    if (name === "term_start" || name === "term_end") return this.term(node.children[0], name);
    if (name === "coalesce") return this.coalesce(node);
    const known = Object.prototype.hasOwnProperty.call(FUNCTIONS, name);
    return known ? FUNCTIONS[name](node.children.map((child) => this.eval(child))) : null;
  }

  private coalesce(node: Node): Value {
    for (const child of node.children) {
      const value = this.eval(child);
      if (value !== null) return value;
    }
    return null;
  }

  private term(field: Node, name: string): Value {
    const term = this.eval(field);
    const list = this.has(field.text) ? this.names[field.text].terms : undefined;
    const span = typeof term === "string" && list ? this.context.terms?.[list]?.[term] : undefined;
    return span ? span[name === "term_start" ? 0 : 1] : null;
  }

  /** The table whose columns the node reads. */
  private tableOf(node: Node): string {
    if (node.form === "name") {
      const table = node.text.split(".", 1)[0];
      if (!this.has(node.text) && this.has(table)) return table;
    }
    for (const child of node.children) {
      const table = this.tableOf(child);
      if (table) return table;
    }
    return "";
  }

  private overRows(node: Node): Value {
    const [body] = node.children;
    const whole = body.form === "name" && this.has(body.text) ? this.names[body.text] : undefined;
    if (node.text === "count" && (whole?.type === "choices" || whole?.type === "rows")) {
      const value = this.name(body.text);
      if (value === null || typeof value !== "object") return decimal.whole(0);
      return decimal.whole(value.kind === "choices" ? value.codes.length : value.kind === "rows" ? value.rows.length : 0);
    }
    const name = this.tableOf(body);
    const table = name ? fitted(this.values[name], "rows") : null;
    const rows = table !== null && typeof table === "object" && table.kind === "rows" ? table.rows : [];
    this.spent += rows.length * body.size;
    if (this.spent > BUDGET) return null;
    const cells: Value[] = [];
    for (const row of rows) {
      this.row = row;
      cells.push(this.eval(body));
    }
    this.row = null;
    return aggregate(node.text, cells);
  }
}

function aggregate(name: string, cells: readonly Value[]): Value {
  if (name === "any") return cells.some((c) => c === true);
  if (name === "all") return cells.every((c) => c === true);
  const given = cells.filter((c) => c !== null && c !== false);
  if (name === "count") return decimal.whole(given.length);
  if (name === "min" || name === "max") return given.length === 0 ? null : extreme(given, name === "min" ? 1 : -1);
  let sum: Decimal | null = decimal.whole(0);
  for (const c of given) if (sum !== null && isNumber(c)) sum = decimal.add(sum, c);
  if (name === "sum" || sum === null) return sum;
  return decimal.divide(sum, decimal.whole(given.length));
}
