import { t, type Key } from "./i18n";
import { zh } from "./i18n/zh";
import { dateWords, instantWords, periodWords, weekdayWords } from "./period";
import { prefs } from "./prefs";

export const date = (text: string | null | undefined): string => dateWords(text, prefs.language);
export const instant = (text: string | number | null | undefined): string =>
  text === null || text === undefined || text === "" ? "" : instantWords(text, prefs.language);
export const period = (text: string): string => periodWords(text, prefs.language);
export const weekday = (text: string): string => weekdayWords(text, prefs.language);
export const known = (key: string): key is Key => key in zh;
export const level = (name: string): string => (known(`level.${name}`) ? t(`level.${name}` as Key) : name);
/** "县区" of "12 个县区". */
export const levels = (name: string): string =>
  known(`levels.${name}`) ? t(`levels.${name}` as Key) : t("levels.other");
