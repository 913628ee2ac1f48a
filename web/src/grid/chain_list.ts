import { shortName } from "../words";

/** One line of a list that went round a chat group: a name and what was said of it. */
export interface ChainLine {
  line: string;
  name: string;
  numbers: string[];
}
export interface Named {
  name: string;
  parent: string;
}
export interface ChainMatch {
  /** Row and numbers, in the order of the list. */
  found: { row: number; line: ChainLine }[];
  /** Lines whose name no row bears. */
  unknown: ChainLine[];
  /** Lines whose name several rows bear, with those rows. */
  several: { line: ChainLine; rows: number[] }[];
  /** Lines that speak of a row spoken of before; the later one counts. */
  twice: ChainLine[];
}

const NUMBER = /-?\d+(?:\.\d+)?/g;

/** Reads "1. 张庄 12人", "2、李庄村：8名，3户", "王庄 5"; heads and what has neither name nor number are passed over. */
export function readChain(text: string): ChainLine[] {
  const out: ChainLine[] = [];
  for (const raw of text.normalize("NFKC").split(/\r?\n/)) {
    const line = raw.trim();
    if (!line || /^#?\s*接龙|^例[:\s]/.test(line)) continue;
    const body = line.replace(/^[((]?\d+\s*[.、))::]\s*|^\d+\s+(?=\D)/, "");
    const found = /^([^\d:,,、。;]*?)[\s::,,、—-]*(?=-?\d|$)(.*)$/s.exec(body);
    const name = (found?.[1] ?? "").trim();
    if (!name) continue;
    const numbers = (found?.[2] ?? "").replace(/(\d),(?=\d{3}\b)/g, "$1").match(NUMBER) ?? [];
    if (numbers.length === 0) continue;
    out.push({ line, name, numbers });
  }
  return out;
}

/** A village by what is left of its name in a chat: without its kind of committee and 村, 社区, 居委会 at the end. */
export function bareName(name: string): string {
  const short = shortName(name.replace(/\s/g, ""));
  const bare = short.replace(/(?:村民委员会|居民委员会|村委会|居委会|社区|村)$/, "");
  return bare.length > 0 ? bare : short;
}

/** "马站镇/东村" tells villages of one name apart by the unit above. */
export function matchChain(lines: readonly ChainLine[], rows: readonly Named[]): ChainMatch {
  const exact = new Map<string, number[]>();
  const bare = new Map<string, number[]>();
  const add = (map: Map<string, number[]>, key: string, row: number): void => {
    const list = map.get(key);
    if (!list) map.set(key, [row]);
    else if (!list.includes(row)) list.push(row);
  };
  rows.forEach((row, i) => {
    add(exact, row.name, i);
    add(exact, shortName(row.name), i);
    add(bare, bareName(row.name), i);
  });
  const out: ChainMatch = { found: [], unknown: [], several: [], twice: [] };
  const seen = new Set<number>();
  for (const line of lines) {
    const [above, own] = line.name.includes("/") ? line.name.split("/", 2) : ["", line.name];
    const candidates = exact.get(own.trim()) ?? bare.get(bareName(own)) ?? [];
    const hits = candidates.length > 1 && above ? candidates.filter((i) => rows[i].parent.startsWith(above.trim())) : candidates;
    if (hits.length === 0) out.unknown.push(line);
    else if (hits.length > 1) out.several.push({ line, rows: [...hits] });
    else {
      if (seen.has(hits[0])) out.twice.push(line);
      seen.add(hits[0]);
      out.found.push({ row: hits[0], line });
    }
  }
  return out;
}
