import table from "virtual:traditional";

const characters = new Map<string, string>();
const back = new Map<string, string>();
const phrases = new Map<string, string>();
/** The length of the longest phrase that begins with a character. */
const longest = new Map<string, number>();

const pairs = [...table.characters];
for (let i = 0; i + 1 < pairs.length; i += 2) {
  characters.set(pairs[i], pairs[i + 1]);
  if (!back.has(pairs[i + 1])) back.set(pairs[i + 1], pairs[i]);
}
for (const one of table.phrases.split(" ")) {
  const [, from, marks] = /^([^0-9a-z]+)(.*)$/u.exec(one)!;
  const source = [...from];
  const to = source.map((c) => characters.get(c) ?? c);
  for (const [, place, c] of marks.matchAll(/([0-9a-z])(.)/gu)) to[Number.parseInt(place, 36)] = c;
  phrases.set(from, to.join(""));
  longest.set(source[0], Math.max(longest.get(source[0]) ?? 1, source.length));
}

/** Simplified to Traditional by phrase, then by character; everything else stays as it is. */
export function toTraditional(text: string): string {
  if (!/\p{Script=Han}/u.test(text)) return text;
  const given = [...text];
  let out = "";
  for (let at = 0; at < given.length; ) {
    let length = Math.min(longest.get(given[at]) ?? 1, given.length - at);
    while (length > 1 && !phrases.has(given.slice(at, at + length).join(""))) length -= 1;
    out += length > 1 ? phrases.get(given.slice(at, at + length).join("")) : (characters.get(given[at]) ?? given[at]);
    at += length;
  }
  return out;
}

/** What was typed in Traditional, a character at a time, to be looked for in Simplified. */
export function toSimplified(text: string): string {
  return [...text].map((c) => back.get(c) ?? c).join("");
}
