/** One line of a comparison; numbers count from 1 and are 0 on the side where the line is not. */
export interface DiffLine {
  kind: "same" | "gone" | "new";
  text: string;
  before: number;
  after: number;
}

/** The lines that stay, as pairs of indices, by Myers' shortest edit script. */
export function matches(a: readonly string[], b: readonly string[]): [number, number][] {
  const n = a.length;
  const m = b.length;
  const most = n + m;
  let ends = new Map<number, number>([[1, 0]]);
  const trail: Map<number, number>[] = [];
  search: for (let d = 0; d <= most; ++d) {
    trail.push(new Map(ends));
    const next = new Map(ends);
    for (let k = -d; k <= d; k += 2) {
      const down = k === -d || (k !== d && (next.get(k - 1) ?? -1) < (next.get(k + 1) ?? -1));
      let x = down ? (next.get(k + 1) ?? 0) : (next.get(k - 1) ?? 0) + 1;
      while (x < n && x - k < m && a[x] === b[x - k]) ++x;
      next.set(k, x);
      if (x >= n && x - k >= m) break search;
    }
    ends = next;
  }
  const out: [number, number][] = [];
  let x = n;
  let y = m;
  for (let d = trail.length - 1; d >= 0; --d) {
    const at = trail[d]!;
    const k = x - y;
    const down = k === -d || (k !== d && (at.get(k - 1) ?? -1) < (at.get(k + 1) ?? -1));
    const from = down ? k + 1 : k - 1;
    const startX = d === 0 ? 0 : (at.get(from) ?? 0);
    const startY = d === 0 ? 0 : startX - from;
    while (x > startX && y > startY && a[x - 1] === b[y - 1]) out.push([--x, --y]);
    x = startX;
    y = startY;
  }
  return out.reverse();
}

export const linesOf = (text: string): string[] => (text === "" ? [] : text.replace(/\n$/, "").split("\n"));

/** Every line of both texts once, in order: what stayed, what is gone, what is new. */
export function diff(before: string, after: string): DiffLine[] {
  const a = linesOf(before);
  const b = linesOf(after);
  const out: DiffLine[] = [];
  let i = 0;
  let j = 0;
  for (const [x, y] of [...matches(a, b), [a.length, b.length] as [number, number]]) {
    for (; i < x; ++i) out.push({ kind: "gone", text: a[i]!, before: i + 1, after: 0 });
    for (; j < y; ++j) out.push({ kind: "new", text: b[j]!, before: 0, after: j + 1 });
    if (x < a.length && y < b.length) out.push({ kind: "same", text: a[i++]!, before: x + 1, after: ++j });
  }
  return out;
}

/** Leaves out what stayed far from any change; a gap stands as null. */
export function near(lines: readonly DiffLine[], around = 3): (DiffLine | null)[] {
  const keep = lines.map((_, i) => lines.slice(Math.max(0, i - around), i + around + 1).some((l) => l.kind !== "same"));
  const out: (DiffLine | null)[] = [];
  lines.forEach((line, i) => {
    if (keep[i]) out.push(line);
    else if (i > 0 && keep[i - 1]) out.push(null);
    else if (i === 0) out.push(null);
  });
  if (out.at(-1) === null) out.pop();
  return out;
}

export interface Merged {
  text: string;
  /** How many places both sides changed otherwise; there `mine` stands, and `theirs` above it as a comment. */
  conflicts: number;
}

/** What `mine` changed since `base`, brought onto `theirs`. */
export function merge(base: string, mine: string, theirs: string, mark: string): Merged {
  const o = linesOf(base);
  const a = linesOf(mine);
  const b = linesOf(theirs);
  const toA = new Map(matches(o, a));
  const toB = new Map(matches(o, b));
  const out: string[] = [];
  let conflicts = 0;
  let [i, x, y] = [0, 0, 0];
  const alike = (p: readonly string[], q: readonly string[]): boolean => p.length === q.length && p.every((line, at) => line === q[at]);
  while (i <= o.length) {
    let end = i;
    while (end < o.length && !(toA.has(end) && toB.has(end))) ++end;
    const endA = end < o.length ? toA.get(end)! : a.length;
    const endB = end < o.length ? toB.get(end)! : b.length;
    const [from, left, right] = [o.slice(i, end), a.slice(x, endA), b.slice(y, endB)];
    if (alike(left, right) || alike(right, from)) out.push(...left);
    else if (alike(left, from)) out.push(...right);
    else {
      ++conflicts;
      out.push(...right.map((line) => `# ${mark}${line}`), ...left);
    }
    if (end < o.length) out.push(o[end]!);
    [i, x, y] = [end + 1, endA + 1, endB + 1];
  }
  return { text: out.length ? `${out.join("\n")}\n` : "", conflicts };
}
