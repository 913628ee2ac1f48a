/** A piece of a line in one colour; `mark` says that a fault or a warning stands there. */
export interface Piece {
  text: string;
  kind: "" | "key" | "note" | "text" | "number" | "word" | "sign";
  mark?: "late" | "soon";
}

const TOKEN = /(#.*$)|("(?:[^"\\]|\\.)*"|'[^']*')|([\w.-]+(?=\s*:(?:\s|$)))|(\d{4}-\d{2}-\d{2}|\b\d+(?:\.\d+)?\b)|\b(and|or|not|in|is|has|blank|yes|no|true|false)\b|([{}[\],:]|^\s*-(?=\s))/g;
const KINDS = ["note", "text", "key", "number", "word", "sign"] as const;

/** The colours of a line. A number inside an id is no number: words are taken whole. */
export function paint(line: string): Piece[] {
  const out: Piece[] = [];
  let at = 0;
  for (const found of line.matchAll(TOKEN)) {
    const kind = KINDS[found.slice(1).findIndex((group) => group !== undefined)]!;
    if (kind === "note" && found.index > 0 && line[found.index - 1] !== " ") continue;
    if ((kind === "number" || kind === "word") && /[\w.]/.test(line[found.index - 1] ?? "")) continue;
    if (found.index < at) continue;
    if (found.index > at) out.push({ text: line.slice(at, found.index), kind: "" });
    out.push({ text: found[0], kind });
    at = found.index + found[0].length;
  }
  if (at < line.length) out.push({ text: line.slice(at), kind: "" });
  return out;
}

/** Where a fault's word begins and ends in a line; columns count characters from 1. */
export function wordAt(line: string, column: number): [number, number] {
  const start = [...line].slice(0, Math.max(0, column - 1)).join("").length;
  const found = /^[\w.\-\u3400-\u9fff]+|^"[^"]*"|^./.exec(line.slice(start));
  if (!found) return [Math.max(0, line.length - 1), line.length];
  return [start, start + found[0].length];
}

/** Cuts the pieces at a fault's word and marks what lies within. */
export function mark(pieces: readonly Piece[], from: number, to: number, how: "late" | "soon"): Piece[] {
  const out: Piece[] = [];
  let at = 0;
  for (const piece of pieces) {
    const end = at + piece.text.length;
    const cuts = [at, Math.min(Math.max(from, at), end), Math.min(Math.max(to, at), end), end];
    for (let i = 0; i < 3; ++i) {
      const [a, b] = [cuts[i]!, cuts[i + 1]!];
      if (b <= a) continue;
      const own: Piece = { ...piece, text: piece.text.slice(a - at, b - at) };
      if (i === 1) own.mark = how;
      out.push(own);
    }
    at = end;
  }
  return out;
}
