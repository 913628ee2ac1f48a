import type { Figure } from "./api/types";
import { grouped } from "./number";

export interface Piece {
  text: string;
  figure?: Figure;
}

const plain = (text: string): string => text.replace(/[,\s]/g, "");

/** Cuts a sentence where it names a number of one of the figures, so that every number can be a link. */
export function pieces(sentence: string, figures: readonly Figure[]): Piece[] {
  const known = new Map<string, Figure>();
  const learn = (text: string | null | undefined, figure: Figure): void => {
    const key = plain(text ?? "");
    if (/^\d/.test(key) && !known.has(key)) known.set(key, figure);
  };
  for (const figure of figures) learn(figure.text, figure);
  for (const figure of figures) {
    learn(figure.numerator, figure);
    learn(figure.denominator, figure);
  }
  const out: Piece[] = [];
  const add = (text: string): void => {
    if (!text) return;
    const last = out.at(-1);
    if (last && !last.figure) last.text += text;
    else out.push({ text });
  };
  let at = 0;
  for (const found of sentence.matchAll(/\d[\d,]*(?:\.\d+)?(?:\s?%)?/g)) {
    const figure = known.get(plain(found[0]));
    add(sentence.slice(at, found.index));
    if (figure) out.push({ text: grouped(plain(found[0])).replace(/%$/, " %"), figure });
    else add(found[0]);
    at = found.index + found[0].length;
  }
  add(sentence.slice(at));
  return out;
}
