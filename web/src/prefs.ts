import { reactive, watch } from "vue";

export type Theme = "light" | "dark" | "contrast";
/** Chinese in Simplified or Traditional characters, or English. */
export type Language = "zh" | "zh-Hant" | "en";

/** What a person chose for herself on this device. An empty theme follows the device. */
export interface Prefs {
  theme: Theme | "";
  elder: boolean;
  language: Language;
}

const KEY = "jinguo.prefs";

function load(): Prefs {
  const prefs: Prefs = { theme: "", elder: false, language: "zh" };
  try {
    const saved = JSON.parse(localStorage.getItem(KEY) ?? "{}") as Partial<Prefs>;
    if (saved.theme === "light" || saved.theme === "dark" || saved.theme === "contrast") prefs.theme = saved.theme;
    prefs.elder = saved.elder === true;
    if (saved.language === "en" || saved.language === "zh-Hant") prefs.language = saved.language;
  } catch {
    return prefs;
  }
  return prefs;
}

export const prefs = reactive(load());

const dark = globalThis.matchMedia?.("(prefers-color-scheme: dark)");

export function themeNow(): Theme {
  return prefs.theme || (dark?.matches ? "dark" : "light");
}

function show(): void {
  const root = globalThis.document?.documentElement;
  if (!root) return;
  root.dataset.theme = themeNow();
  if (prefs.elder) root.dataset.mode = "elder";
  else delete root.dataset.mode;
  root.lang = prefs.language === "zh" ? "zh-CN" : prefs.language;
}

dark?.addEventListener("change", show);
watch(
  prefs,
  () => {
    show();
    try {
      localStorage.setItem(KEY, JSON.stringify(prefs));
    } catch {
      return;
    }
  },
  { immediate: true },
);
