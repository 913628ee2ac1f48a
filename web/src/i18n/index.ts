import { shallowRef } from "vue";
import { prefs, type Language } from "../prefs";
import type { Screen } from "./screen";
import { zh } from "./zh";

export type Key = keyof typeof zh;
export type Messages = Readonly<Record<Key, string>>;
export type Given = Readonly<Record<string, string | number>>;

/** The languages by the name their readers give them. */
export const LANGUAGES: readonly { id: Language; word: string }[] = [
  { id: "zh", word: "简体" },
  { id: "zh-Hant", word: "繁體" },
  { id: "en", word: "English" },
];

const english = shallowRef<Messages | null>(null);
let screen: Screen | null = null;
/** For what is typed to be looked for: as it is, or in Simplified where the page is in Traditional. */
let simplify = (text: string): string => text;
export const asStored = (text: string): string => simplify(text);

/** Brings what a language needs and changes to it; where that cannot be fetched nothing changes. */
export async function speak(language: Language): Promise<void> {
  if (language === "en") english.value ??= (await import("./en")).en;
  const traditional = language === "zh-Hant" ? await Promise.all([import("./traditional"), import("./screen")]) : null;
  screen?.stop();
  screen = null;
  simplify = (text) => text;
  prefs.language = language;
  if (!traditional) return;
  const [{ toTraditional, toSimplified }, { Screen }] = traditional;
  simplify = toSimplified;
  screen = new Screen(document.documentElement, toTraditional);
}

/** Fills {name} in a text. Unknown names stay as they are, so that a fault is seen. */
export function fill(text: string, given: Given): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => (name in given ? String(given[name]) : whole));
}

/** A sentence of the app in the language chosen. */
export function t(key: Key, given: Given = {}): string {
  const messages: Messages = prefs.language === "en" && english.value ? english.value : zh;
  return fill(messages[key], given);
}

/** A label that the server sent in both languages. */
export function w(words: { zh: string; en: string } | null | undefined): string {
  if (!words) return "";
  return prefs.language === "en" ? words.en || words.zh : words.zh || words.en;
}
