import type { Fault } from "../api/types";
import { wordAt } from "./paint";

/** A mend that can be done by itself: what to put between two places of the text. */
export interface Mend {
  from: number;
  to: number;
  put: string;
  /** What it does, as it is written. */
  said: string;
}

const startOf = (text: string, line: number): number => text.split("\n").slice(0, line - 1).reduce((sum, one) => sum + one.length + 1, 0);

/** A line under `migrate`, which is made at the end when it is not there. */
function migration(text: string, line: string): Mend {
  const lines = text.split("\n");
  const at = lines.findIndex((one) => /^migrate\s*:/.test(one));
  if (at < 0) {
    const end = text.replace(/\s+$/, "").length;
    return { from: end, to: text.length, put: `\n\nmigrate:\n  ${line}\n`, said: line };
  }
  const place = startOf(text, at + 2);
  return { from: place, to: place, put: `  ${line}\n`, said: line };
}

/** What the fault's own sentence offers: the word that was meant, a missing line, the next version. */
export function mendOf(text: string, fault: Fault): Mend | null {
  const said = fault.message;
  const migrate = /migrate 下(?:加一行|写)：(- \{.*\})/.exec(said);
  if (migrate) return migration(text, migrate[1]!);
  const line = fault.line ? text.split("\n")[fault.line - 1] : undefined;
  if (line === undefined || !fault.line) return null;
  const start = startOf(text, fault.line);
  const next = /请写 version: (\d+)/.exec(said);
  if (next && /^version\s*:/.test(line)) return { from: start, to: start + line.length, put: `version: ${next[1]}`, said: `version: ${next[1]}` };
  const meant = /是不是“([^”]+)”/.exec(said);
  if (!meant) return null;
  const [from] = wordAt(line, fault.column ?? 1);
  const wrong = [...said.slice(0, meant.index).matchAll(/“([^”]+)”/g)].map((m) => m[1]!);
  for (const word of wrong) {
    const at = line.indexOf(word, Math.max(0, from - word.length));
    if (at >= 0) return { from: start + at, to: start + at + word.length, put: meant[1]!, said: meant[1]! };
  }
  return null;
}
