import { onScopeDispose, ref, watch, type Ref } from "vue";
import { asApiError, newKey, write, type ApiError } from "../api/client";
import { connection } from "../api/events";
import type { GridSaved } from "../api/types";
import { isNumber, type Values } from "../form/values";
import { keep, kept } from "../vault";
import type { GridModel, KeptLine } from "./model";

const MOST_ROWS = 200;
const WAIT = 1500;
const RETRY = 10_000;

interface SentRow {
  unit: string;
  record: string | null;
  version: number;
  values: Values;
  soft_reasons: Record<string, string>;
  events?: string[];
}
/** A request under way: sent again as it was, with its key, until it is known to have been answered. */
interface Flight {
  key: string;
  body: { period: string; term: string; rows: SentRow[] };
}
interface KeptGrid {
  lines: Record<string, KeptLine>;
  flight: Flight | null;
}

export interface Saver {
  /** "idle": nothing waits; "waiting": something will be sent; "sending"; "offline": kept here until there is a way. */
  state: Ref<"idle" | "waiting" | "sending" | "offline">;
  /** Why the last request as a whole was refused. */
  refused: Ref<ApiError | null>;
  /** Position of the last own save. */
  position: Ref<number>;
  /** Puts back what this device kept; how many rows. */
  restore: () => Promise<number>;
  /** Something was typed: it is kept here, and sent after a moment. */
  changed: () => void;
  /** Sends what can be sent now. */
  flush: () => Promise<void>;
  /** Takes an event on rows that have nothing unsaved; how many were taken. */
  take: (rows: readonly number[], event: string) => Promise<number>;
}

/** Sends changed rows a batch at a time; while there is no way to the server they wait on this device. */
export function useSaver(model: GridModel, path: string, about: { period: string; term: string }, name: string): Saver {
  const state: Saver["state"] = ref("idle");
  const refused = ref<ApiError | null>(null);
  const position = ref(0);
  let flight: Flight | null = null;
  let running: Promise<void> | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let keeping: ReturnType<typeof setTimeout> | undefined;

  const store = (): void => {
    clearTimeout(keeping);
    const lines = model.keepable();
    const has = flight !== null || Object.keys(lines).length > 0;
    void keep(name, has ? ({ lines, flight } satisfies KeptGrid) : null);
  };
  const later = (ms: number): void => {
    clearTimeout(timer);
    timer = setTimeout(() => void flush(), ms);
  };
  const rowsToSend = (): number[] => model.dirty().filter((row) => model.isSendable(row));
  const settleState = (): void => {
    state.value = rowsToSend().length ? "waiting" : "idle";
  };

  function bodyOf(rows: readonly number[], event?: string): Flight["body"] {
    return {
      ...about,
      rows: rows.map((row) => {
        const line = model.lines[row];
        const values: Values = {};
        for (const [id, value] of line.edits) {
          const field = model.fields.find((f) => f.id === id);
          values[id] = field && isNumber(field) && typeof value === "string" ? value.trim() : value;
        }
        return { unit: line.row.unit.code, record: line.row.record, version: line.row.version, values, soft_reasons: { ...line.reasons }, ...(event ? { events: [event] } : {}) };
      }),
    };
  }

  /** Sends the flight as it is. True: answered; false: there is no way now. */
  async function send(): Promise<GridSaved | null> {
    const mine = flight!;
    const rows = mine.body.rows.map((sent) => model.byUnit.get(sent.unit));
    for (const row of rows) if (row !== undefined) model.lines[row].sending = true;
    state.value = "sending";
    try {
      const saved = await write<GridSaved>("POST", path, mine.body, mine.key);
      flight = null;
      refused.value = null;
      position.value = Math.max(position.value, saved.position);
      saved.rows.forEach((answer, i) => {
        const row = rows[i];
        if (row !== undefined) model.answered({ row, values: mine.body.rows[i].values }, answer);
      });
      store();
      return saved;
    } catch (fault) {
      const error = asApiError(fault);
      for (const row of rows) if (row !== undefined) model.lines[row].sending = false;
      model.onChange(rows.filter((row): row is number => row !== undefined));
      // No answer, or one that says nothing of the rows: the same request goes again later.
      if (error.status === 0 || error.status === 401 || error.status === 429 || error.status >= 500) {
        state.value = "offline";
        later(RETRY);
      } else {
        flight = null;
        refused.value = error;
      }
      store();
      return null;
    }
  }

  async function work(): Promise<void> {
    if (flight && !(await send())) return;
    for (let rows = rowsToSend(); rows.length; rows = rowsToSend()) {
      flight = { key: newKey(), body: bodyOf(rows.slice(0, MOST_ROWS)) };
      store();
      if (!(await send())) return;
    }
    settleState();
  }
  function flush(): Promise<void> {
    clearTimeout(timer);
    return (running ??= work().finally(() => (running = null)));
  }
  async function take(rows: readonly number[], event: string): Promise<number> {
    await flush();
    if (flight) return 0;
    let taken = 0;
    const ready = rows.filter((row) => model.lines[row].edits.size === 0);
    for (let at = 0; at < ready.length; at += MOST_ROWS) {
      flight = { key: newKey(), body: bodyOf(ready.slice(at, at + MOST_ROWS), event) };
      const saved = await send();
      if (!saved) break;
      taken += saved.rows.filter((row) => row.saved).length;
    }
    settleState();
    return taken;
  }
  async function restore(): Promise<number> {
    const given = await kept<KeptGrid>(name);
    if (!given) return 0;
    flight = given.flight;
    // What is in the air is sent as it was; its rows are not asked about before it is answered.
    const count = model.restore(given.lines);
    if (count || flight) later(0);
    return count;
  }
  function changed(): void {
    clearTimeout(keeping);
    keeping = setTimeout(store, 300);
    if (state.value === "idle") state.value = "waiting";
    later(WAIT);
  }

  const back = (): void => void flush();
  const hidden = (): void => {
    if (document.visibilityState === "hidden") store();
  };
  window.addEventListener("online", back);
  window.addEventListener("pagehide", store);
  document.addEventListener("visibilitychange", hidden);
  watch(connection, (now) => now === "open" && state.value === "offline" && back());
  onScopeDispose(() => {
    clearTimeout(timer);
    window.removeEventListener("online", back);
    window.removeEventListener("pagehide", store);
    document.removeEventListener("visibilitychange", hidden);
    store();
  });
  return { state, refused, position, restore, changed, flush, take };
}
