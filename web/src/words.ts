import { t, type Key } from "./i18n";
import { zh } from "./i18n/zh";
import { dateWords, instantWords, periodWords, weekdayWords } from "./period";
import { prefs } from "./prefs";

const spoken = (): "zh" | "en" => (prefs.language === "en" ? "en" : "zh");

export const date = (text: string | null | undefined): string => dateWords(text, spoken());
export const instant = (text: string | number | null | undefined): string =>
  text === null || text === undefined || text === "" ? "" : instantWords(text, spoken());
export const period = (text: string): string => periodWords(text, spoken());
export const weekday = (text: string): string => weekdayWords(text, spoken());
/** A village by the name people use: 团山村 of 团山村村民委员会, 前十社区 of 前十社区居民委员会. */
export function shortName(name: string): string {
  if (name.length < 5) return name;
  return name
    .replace(/村村民委员会$/, "村")
    .replace(/村民委员会$/, "村")
    .replace(/村委会$/, "村")
    .replace(/社区居(?:民委员|委)会$/, "社区");
}
export const known = (key: string): key is Key => key in zh;
export const level = (name: string): string => (known(`level.${name}`) ? t(`level.${name}` as Key) : name);
/** "县区" of "12 个县区". */
export const levels = (name: string): string =>
  known(`levels.${name}`) ? t(`levels.${name}` as Key) : t("levels.other");
