import { shallowRef } from "vue";
import { prefs } from "../prefs";
import { zh } from "./zh";

export type Key = keyof typeof zh;
export type Messages = Readonly<Record<Key, string>>;
export type Given = Readonly<Record<string, string | number>>;

const other = shallowRef<Messages | null>(null);

/** Brings the messages of the language chosen; the Chinese ones are always there. */
export async function loadMessages(): Promise<void> {
  if (prefs.language === "en" && !other.value) other.value = (await import("./en")).en;
}

/** Fills {name} in a text. Unknown names stay as they are, so that a fault is seen. */
export function fill(text: string, given: Given): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => (name in given ? String(given[name]) : whole));
}

/** A sentence of the app in the language chosen. */
export function t(key: Key, given: Given = {}): string {
  const messages: Messages = prefs.language === "en" && other.value ? other.value : zh;
  return fill(messages[key], given);
}

/** A label that the server sent in both languages. */
export function w(words: { zh: string; en: string } | null | undefined): string {
  if (!words) return "";
  return prefs.language === "en" ? words.en || words.zh : words.zh || words.en;
}
