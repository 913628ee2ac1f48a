/** Where a caret stands in a definition: the keys that lead there, "-" for an entry of a list. */
export interface PlaceInText {
  path: string[];
  kind: "key" | "value";
  /** What was typed of the word so far, and where it begins. */
  word: string;
  from: number;
  /** Keys that stand in the same group already. */
  present: string[];
  /** Columns before the group's keys; -1 inside braces. */
  indent: number;
}

const WORD = /[\w.\-\u3400-\u9fff]*$/;
const KEY = /^([\w.-]+)\s*:(?:\s|$)/;

interface Frame {
  indent: number;
  key: string;
}

/** Keys on a line of a group in braces or lists, read from the left. */
interface Flow {
  kind: "{" | "[";
  key: string;
  keys: string[];
  /** After the colon. */
  inValue: boolean;
}

/** What is open at the end of a text in braces and lists; strings in quotes are passed over. */
function openFlow(text: string): { flows: Flow[]; inComment: boolean } {
  const flows: Flow[] = [];
  let token = "";
  let quote = "";
  for (let i = 0; i < text.length; ++i) {
    const c = text[i]!;
    if (quote) {
      if (c === quote) quote = "";
      continue;
    }
    const flow = flows.at(-1);
    if ((c === '"' || c === "'") && !token.trim()) quote = c;
    else if (c === "#" && (i === 0 || text[i - 1] === " ")) return { flows, inComment: true };
    else if (c === "{" || c === "[") {
      if (flow || !token.trim()) flows.push({ kind: c, key: "", keys: [], inValue: false });
      token = "";
    } else if (c === "}" || c === "]") {
      flows.pop();
      token = "";
    } else if (flow && c === ",") {
      flow.key = "";
      flow.inValue = false;
      token = "";
    } else if (flow?.kind === "{" && c === ":" && !flow.inValue) {
      flow.key = token.trim();
      flow.keys.push(flow.key);
      flow.inValue = true;
      token = "";
    } else token += c;
  }
  return { flows, inComment: false };
}

const indentOf = (line: string): number => line.length - line.trimStart().length;
const isBlank = (line: string): boolean => !line.trim() || line.trimStart().startsWith("#");

/** Takes the marks of list entries off a line; each is a frame of its own. */
function unlist(line: string, frames: Frame[]): { indent: number; rest: string } {
  let indent = indentOf(line);
  let rest = line.slice(indent);
  while (/^-(\s|$)/.test(rest)) {
    frames.push({ indent, key: "-" });
    const space = rest.slice(1).length - rest.slice(1).trimStart().length;
    indent += 1 + space;
    rest = rest.slice(1 + space);
  }
  return { indent, rest };
}

function close(frames: Frame[], indent: number, isEntry: boolean): void {
  while (frames.length && (frames.at(-1)!.indent > indent || (frames.at(-1)!.indent === indent && (!isEntry || frames.at(-1)!.key === "-")))) frames.pop();
}

/** The keys at one indent around a line, within the same group. */
function siblings(lines: readonly string[], at: number, indent: number): string[] {
  const out: string[] = [];
  const look = (step: number): void => {
    for (let i = at + step; i >= 0 && i < lines.length; i += step) {
      const line = lines[i]!;
      if (isBlank(line)) continue;
      const frames: Frame[] = [];
      const { indent: own, rest } = unlist(line, frames);
      if (own < indent) return;
      const key = own === indent ? KEY.exec(rest)?.[1] : undefined;
      if (key && !(step > 0 && frames.length)) out.push(key);
      if (frames.length && own === indent) return;
    }
  };
  if (!/^-(\s|$)/.test(lines[at]!.trimStart())) look(-1);
  look(1);
  return out;
}

/** Nothing where nothing can be said: in comments. */
export function placeAt(text: string, caret: number): PlaceInText | null {
  const before = text.slice(0, caret);
  const lines = text.split("\n");
  const at = before.split("\n").length - 1;
  const typed = before.slice(before.lastIndexOf("\n") + 1);
  const frames: Frame[] = [];
  for (let i = 0; i < at; ++i) {
    const line = lines[i]!;
    if (isBlank(line)) continue;
    close(frames, indentOf(line), /^-(\s|$)/.test(line.trimStart()));
    const { indent, rest } = unlist(line, frames);
    const key = KEY.exec(rest)?.[1];
    if (key) frames.push({ indent, key });
  }
  const lead = typed.trim() ? indentOf(typed) : typed.length;
  close(frames, lead, /^-(\s|$)/.test(typed.trimStart()));
  const { indent, rest } = unlist(typed, frames);
  const word = WORD.exec(typed)?.[0] ?? "";
  const from = caret - word.length;
  const path = frames.map((f) => f.key);
  const key = KEY.exec(`${rest}${rest.endsWith(":") ? " " : ""}`);
  const isValue = key !== null && rest.length > key[1]!.length;
  const value = isValue ? rest.slice(rest.indexOf(":") + 1) : rest;
  const { flows, inComment } = openFlow(isValue ? value : rest);
  if (inComment || typed.trimStart().startsWith("#")) return null;
  if (isValue) path.push(key[1]!);
  if (flows.length === 0) {
    if (isValue) return { path, kind: "value", word, from, present: [], indent };
    if (rest !== word) return { path, kind: "value", word, from, present: [], indent };
    return { path, kind: "key", word, from, present: siblings(lines, at, indent), indent };
  }
  for (const flow of flows.slice(0, -1)) path.push(flow.kind === "[" ? "-" : flow.key);
  const last = flows.at(-1)!;
  if (last.kind === "[") return { path: [...path, "-"], kind: "value", word, from, present: [], indent: -1 };
  if (last.inValue) return { path: [...path, last.key], kind: "value", word, from, present: [], indent: -1 };
  const rests = /^[^}]*/.exec(text.slice(caret).split("\n")[0]!)?.[0] ?? "";
  const later = [...rests.matchAll(/[{,]\s*([\w.-]+)\s*:/g)].map((m) => m[1]!);
  return { path, kind: "key", word, from, present: [...last.keys, ...later], indent: -1 };
}

/** A name that a definition gives to something, with its Chinese label. */
export interface Named {
  id: string;
  label: string;
}
/** The names given under each of the whole file's groups: fields, states, events, measures, indicators. */
export function namesIn(text: string): Record<string, Named[]> {
  const out: Record<string, Named[]> = {};
  let group = "";
  let last: Named | null = null;
  for (const line of text.split("\n")) {
    if (isBlank(line)) continue;
    const indent = indentOf(line);
    const key = KEY.exec(line.trimStart())?.[1];
    if (indent === 0) {
      group = key ?? "";
      last = null;
    } else if (indent === 2 && key && group) {
      last = { id: key, label: "" };
      (out[group] ??= []).push(last);
    }
    if (last && !last.label) last.label = /(?:label|title)\s*:\s*(?:\{\s*zh\s*:\s*)?([^,}#"]+)/.exec(line)?.[1]?.trim() ?? "";
  }
  return out;
}

/** One scalar of the head of the file. */
export function headOf(text: string, key: string): string {
  return new RegExp(`^${key}\\s*:\\s*(.*?)\\s*(?:#.*)?$`, "m").exec(text)?.[1] ?? "";
}
/** The title in Chinese. */
export function titleOf(text: string): string {
  return (/^title\s*:\s*\n?\s*(?:\{\s*)?(?:zh\s*:\s*)?([^,}\n]+)/m.exec(text)?.[1] ?? "").trim().replace(/^"|"$/g, "");
}
export const withHead = (text: string, key: string, value: string): string => text.replace(new RegExp(`^${key}\\s*:.*$`, "m"), `${key}: ${value}`);
