import type { FieldInfo, Programme } from "../api/types";
import { isFile, shortFields } from "../form/values";
import { t, w } from "../i18n";

/** A column of a programme's list: the unit, the date, a field, or the state; `id` is what the address calls it. */
export interface Column {
  id: string;
  label: string;
  field: FieldInfo | null;
  /** Whether it may be sorted by: what not everybody may read may not order the list either. */
  sortable: boolean;
}

export const isOpen = (field: FieldInfo): boolean => ["public", "open", "internal"].includes(field.privacy);

/** Every column that may be shown, in the programme's own order. */
export function columnsOf(programme: Programme): Column[] {
  const fields = programme.fields.filter((f) => !f.retired && f.type !== "rows" && !isFile(f));
  return [
    { id: "unit", label: t("common.unit"), field: null, sortable: true },
    { id: "date", label: t("prog.date"), field: null, sortable: true },
    ...fields.filter((f) => f.id !== programme.date_field).map((field) => ({ id: field.id, label: w(field.label), field, sortable: isOpen(field) })),
    { id: "state", label: t("prog.state"), field: null, sortable: false },
  ];
}

/** The ids shown when none are chosen. */
export function usualColumns(programme: Programme): string[] {
  const short = shortFields(programme, 6).filter((f) => f.type !== "unit" && f.id !== programme.date_field);
  return ["unit", "date", ...short.map((f) => f.id), "state"];
}

/** The columns named in the address; the unit leads to the record, so it is always there and stands first. */
export function shownColumns(programme: Programme, named: string): Column[] {
  const all = columnsOf(programme);
  const ids = named ? ["unit", ...named.split(",")] : usualColumns(programme);
  return [...new Set(ids)].flatMap((id) => all.find((c) => c.id === id) ?? []);
}

/** What the address says of columns: nothing when they are the usual ones. */
export function columnsText(programme: Programme, ids: readonly string[]): string | undefined {
  const text = ids.join(",");
  return text === usualColumns(programme).join(",") ? undefined : text;
}

/** The order after a head was pressed: up, then down, then as it came. */
export function nextSort(now: string, id: string): string | undefined {
  if (now === id) return `-${id}`;
  return now === `-${id}` ? undefined : id;
}

export function moved(ids: readonly string[], id: string, by: -1 | 1): string[] {
  const at = ids.indexOf(id);
  const to = at + by;
  if (at < 1 || to < 1 || to >= ids.length) return [...ids];
  const out = [...ids];
  [out[at], out[to]] = [out[to], out[at]];
  return out;
}
