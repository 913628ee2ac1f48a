import { namesIn, placeAt, type PlaceInText } from "./place";

/** The parts of JSON Schema that the definitions' schema uses. */
export interface Schema {
  $ref?: string;
  $defs?: Record<string, Schema>;
  description?: string;
  type?: string | string[];
  enum?: (string | boolean)[];
  anyOf?: Schema[];
  properties?: Record<string, Schema>;
  required?: string[];
  propertyNames?: Schema;
  additionalProperties?: Schema | boolean;
  items?: Schema;
  minLength?: number;
  format?: string;
}

/** One offer at the caret. In `insert` the part between « and » is selected afterwards. */
export interface Offer {
  label: string;
  note: string;
  insert: string;
  kind: "key" | "word" | "name" | "snippet";
  required?: boolean;
}
export interface Completion {
  from: number;
  word: string;
  offers: Offer[];
}
/** Names that stand outside the file. */
export interface Known {
  lists: readonly { id: string; label: string }[];
  programmes: readonly { id: string; label: string }[];
  english?: boolean;
}

interface At {
  schema: Schema;
  /** The named shape the key belongs to, and the key. */
  shape: string;
  key: string;
}

const FUNCTIONS = ["abs", "add_days", "add_months", "add_years", "ceil", "contains", "days_between", "floor", "length", "max", "min", "month", "months_between", "round", "starts_with", "today", "year", "years_between", "sum", "count", "any", "all", "average", "coalesce", "months", "days", "years"];
const EXPRESSION_WORDS = ["and", "or", "not", "in", "is blank", "is not blank", "has", "yes", "no", "state", "unit", "date"];

/** Which names a key takes, by shape and key. */
const NAMES: Readonly<Record<string, readonly string[]>> = {
  "programme.date": ["fields"], "programme.unique": ["unit", "period", "fields"], "programme.official_from": ["states"], "programme.sheet": ["unit", "state", "fields"],
  "field.list": ["lists"], "column_field.list": ["lists"], "field.of": ["programmes"], "column_field.of": ["programmes"],
  "event.from": ["states"], "event.to": ["states"], "event.inputs": ["fields"], "event.required_inputs": ["fields"], "event.not_same_as": ["events"],
  "check.on": ["fields"], "edit.in": ["states"], "edit.fields": ["fields"], "obligation.once_per": ["fields"],
  "measure.distinct": ["fields"], "measure.by": ["fields"], "stock.in": ["states"],
  "share.of": ["measures"], "ratio.over": ["measures"], "ratio.under": ["measures"], "column.field": ["unit", "state", "fields"],
  "example.when": ["events"], "outcome.state": ["states"], "outcome.refused": ["fields", "events"],
  "migration.to": ["fields", "states"], "migration.field": ["fields"], "migration.set": ["fields"],
  "section.programme": ["programmes"],
};
/** Groups whose keys are names of the file. */
const KEY_NAMES: Readonly<Record<string, readonly string[]>> = { "example.given": ["period", "fields"], "outcome.counts": ["measures", "indicators"] };

const SNIPPETS: Readonly<Record<string, { note: string; insert: string }[]>> = {
  "programme.fields": [
    { note: "数字", insert: "«field_id»: {type: integer, label: {zh: 名称, en: Label}, measured_in: 人, min: 0}" },
    { note: "文字", insert: "«field_id»: {type: text, label: {zh: 名称, en: Label}, max_length: 60}" },
    { note: "日期", insert: "«field_id»: {type: date, label: {zh: 日期, en: Date}, required: yes}" },
    { note: "单选", insert: "«field_id»:\n  type: choice\n  label: {zh: 名称, en: Label}\n  choices:\n    one: {zh: 甲, en: One}\n    two: {zh: 乙, en: Two}" },
  ],
  "programme.states": [{ note: "状态", insert: "«state_id»: {label: {zh: 名称, en: Label}}" }],
  "programme.events": [{ note: "事项", insert: "«event_id»: {label: {zh: 办理, en: Do}, from: [], to: , by: []}" }],
  "programme.measures": [
    { note: "计条数", insert: "«measure_id»: {title: {zh: 名称, en: Title}, count: records, measured_in: 条}" },
    { note: "求和", insert: "«measure_id»: {title: {zh: 名称, en: Title}, sum: field_id, measured_in: 人}" },
  ],
  "programme.indicators": [{ note: "占比", insert: "«indicator_id»: {title: {zh: 名称, en: Title}, share: {of: , where: }, percent: 1}" }],
  "programme.checks": [{ note: "校验", insert: "- {that: «条件», message: {zh: 提示, en: Message}}" }],
  "programme.examples": [{ note: "例子", insert: "- title: «说明什么»\n  as: county.officer\n  given: {}\n  then: {}" }],
  "programme.report": [{ note: "报告段落", insert: "- zh: «本期…»\n  en: In this period…" }],
};

class Walk {
  constructor(private readonly root: Schema) {}
  /** The schema itself, its alternatives taken apart, with the name of its shape. */
  open(schema: Schema, shape = ""): { schema: Schema; shape: string }[] {
    if (schema.$ref) {
      const name = schema.$ref.replace("#/$defs/", "");
      const found = this.root.$defs?.[name];
      return found ? this.open(found, name) : [];
    }
    if (schema.anyOf) return schema.anyOf.flatMap((one) => this.open(one, shape));
    return [{ schema, shape }];
  }
  step(now: readonly At[], key: string): At[] {
    const out: At[] = [];
    for (const at of now)
      for (const { schema, shape } of this.open(at.schema, "")) {
        if (key === "-") {
          if (schema.items) out.push({ schema: schema.items, shape: at.shape, key: at.key });
        } else if (schema.properties?.[key]) out.push({ schema: schema.properties[key], shape, key });
        else if (typeof schema.additionalProperties === "object") out.push({ schema: schema.additionalProperties, shape: at.shape, key: at.key });
      }
    return out;
  }
}

const half = (text: string | undefined, english: boolean): string => {
  const parts = (text ?? "").split(" / ");
  return (english ? parts[1] : parts[0]) ?? "";
};

/** How a key is written once it is chosen. */
function keyText(key: string, value: Schema, walk: Walk, inBraces: boolean, indent: number): string {
  const inner = walk.open(value);
  if (value.$ref === "#/$defs/words") return `${key}: {zh: «», en: }`;
  if (inner.some((o) => o.schema.items) && !inner.some((o) => o.schema.items?.$ref && o.schema.items.$ref !== "#/$defs/role")) return `${key}: [«»]`;
  const isGroup = inner.some((o) => o.schema.type === "object" || o.schema.items);
  if (isGroup) return inBraces ? `${key}: {«»}` : `${key}:\n${" ".repeat(Math.max(indent, 0) + 2)}«»`;
  return `${key}: «»`;
}

function names(kinds: readonly string[], text: string, known: Known): Offer[] {
  const given = namesIn(text);
  const of = (kind: string): { id: string; label: string }[] => {
    if (kind === "lists") return [...known.lists];
    if (kind === "programmes") return [...known.programmes];
    if (kind === "unit") return [{ id: "unit", label: "填报单位" }];
    if (kind === "period") return [{ id: "period", label: "时期" }];
    if (kind === "state") return [{ id: "state", label: "状态" }];
    return given[kind] ?? [];
  };
  return kinds.flatMap(of).map((n) => ({ label: n.id, note: n.label, insert: n.id, kind: "name" as const }));
}

function keys(walk: Walk, now: readonly At[], place: PlaceInText, text: string, known: Known): Offer[] {
  const out = new Map<string, Offer>();
  for (const at of now) {
    for (const [group, kinds] of Object.entries(KEY_NAMES))
      if (`${at.shape}.${at.key}` === group) for (const offer of names(kinds, text, known)) out.set(offer.label, { ...offer, insert: `${offer.insert}: ` });
    if (place.indent >= 0 || place.path.length > 0)
      for (const { note, insert } of SNIPPETS[`${at.shape}.${at.key}`] ?? [])
        if (place.path.length === 1 || place.path.at(-1) === "-") out.set(`+${note}`, { label: insert.replace(/[«»]/g, "").split(/[:\n]/)[0]!, note, insert, kind: "snippet" });
    for (const { schema } of walk.open(at.schema)) {
      for (const [key, value] of Object.entries(schema.properties ?? {})) {
        if (place.present.includes(key)) continue;
        out.set(key, { label: key, note: half(value.description, !!known.english), insert: keyText(key, value, walk, place.indent < 0, place.indent), kind: "key", required: schema.required?.includes(key) ?? false });
      }
      for (const word of schema.propertyNames?.enum ?? []) if (!place.present.includes(String(word))) out.set(String(word), { label: String(word), note: "", insert: `${word}: `, kind: "word" });
    }
  }
  return [...out.values()].sort((a, b) => Number(b.required ?? false) - Number(a.required ?? false));
}

const isExpression = (schema: Schema): boolean => Array.isArray(schema.type) && schema.minLength === 1;

function values(walk: Walk, now: readonly At[], place: PlaceInText, text: string, known: Known): Offer[] {
  const out = new Map<string, Offer>();
  const put = (offer: Offer): void => void (out.has(offer.label) || out.set(offer.label, offer));
  for (const at of now) {
    const kinds = NAMES[`${at.shape}.${at.key}`];
    if (kinds) names(kinds, text, known).forEach(put);
    for (const { schema } of walk.open(at.schema)) {
      for (const word of schema.enum ?? []) if (typeof word === "string") put({ label: word, note: "", insert: word, kind: "word" });
      if (isExpression(schema) && !kinds) {
        names(["fields", "states"], text, known).forEach(put);
        if (at.shape === "indicator") names(["measures"], text, known).forEach(put);
        for (const word of EXPRESSION_WORDS) put({ label: word, note: "", insert: word, kind: "word" });
        for (const name of FUNCTIONS) put({ label: name, note: "( )", insert: `${name}(«»)`, kind: "word" });
      }
      if (at.shape === "wording") names(["measures", "indicators"], text, known).forEach((o) => put({ ...o, insert: `{${o.insert}}` }));
    }
    if (at.schema.$ref === "#/$defs/words" && place.indent >= 0) put({ label: "{zh: , en: }", note: "中文、英文", insert: "{zh: «», en: }", kind: "snippet" });
  }
  return [...out.values()];
}

/** What may stand at the caret: keys of the group, words of a closed list, names the file gives. */
export function complete(root: Schema, text: string, caret: number, known: Known): Completion | null {
  const place = placeAt(text, caret);
  if (!place) return null;
  const walk = new Walk(root);
  const kind = /^list\s*:/m.test(text) ? "list" : /^report\s*:\s*\S/m.test(text) && !/^programme\s*:/m.test(text) ? "report" : "programme";
  let now: At[] = [{ schema: { $ref: `#/$defs/${kind}` }, shape: kind, key: "" }];
  for (const key of place.path) now = walk.step(now, key);
  const offers = place.kind === "key" ? keys(walk, now, place, text, known) : values(walk, now, place, text, known);
  const typed = place.word.toLowerCase();
  const hits = offers.filter((o) => o.label.toLowerCase().includes(typed) || o.note.includes(place.word));
  hits.sort((a, b) => Number(b.label.toLowerCase().startsWith(typed)) - Number(a.label.toLowerCase().startsWith(typed)));
  if (hits.length === 0 || (hits.length === 1 && hits[0]!.insert === place.word)) return null;
  return { from: place.from, word: place.word, offers: hits.slice(0, 60) };
}

/** What the schema says of the key the caret stands in or behind; empty when nothing. */
export function helpAt(root: Schema, text: string, caret: number, english: boolean): string {
  const place = placeAt(text, caret);
  if (!place || place.path.length === 0) return "";
  const walk = new Walk(root);
  let now: At[] = [{ schema: { $ref: "#/$defs/programme" }, shape: "programme", key: "" }];
  let said = "";
  for (const key of place.path) {
    now = walk.step(now, key);
    const own = now.find((at) => at.key === key && at.schema.description);
    if (own) said = `${key}: ${half(own.schema.description, english)}`;
  }
  return said;
}
