import { onScopeDispose, ref, shallowRef, watch } from "vue";
import { asApiError, write } from "./api/client";
import { connection } from "./api/events";
import type { Saved, Words } from "./api/types";
import { storeDraft } from "./drafts";
import type { Values } from "./form/values";
import { lapsed, session } from "./session";
import { keep, kept } from "./vault";

const RETRY = 10_000;

/** A form that found no way to the server: sent again as it was, with its key, so that it counts once. */
export interface Parcel {
  key: string;
  method: "POST" | "PATCH";
  path: string;
  body: unknown;
  programme: Words;
  unit: string;
  /** The page it was filled in on, and the draft that page restores. */
  back: string;
  draft: string;
  values: Values;
  at: number;
  /** What the server said against it, and whether another's change stands in its way; blank while it waits. */
  refused: string;
  clash: boolean;
}

export const outbox = shallowRef<readonly Parcel[]>([]);
/** What became of parcels sent while this page is open, by key. */
export const arrived = shallowRef<ReadonlyMap<string, Saved>>(new Map());
let running: Promise<void> | null = null;
let timer: ReturnType<typeof setTimeout> | undefined;

const nameNow = (): string => `outbox.${session.value?.account ?? ""}`;
function put(parcels: readonly Parcel[]): Promise<void> {
  outbox.value = parcels;
  return keep(nameNow(), parcels.length ? parcels : null);
}

/** Takes a form in; the promise is kept once it is sealed on this device. */
export async function queue(parcel: Omit<Parcel, "at" | "refused" | "clash">): Promise<void> {
  await put([...outbox.value.filter((p) => p.key !== parcel.key), { ...parcel, at: Date.now(), refused: "", clash: false }]);
  clearTimeout(timer);
  timer = setTimeout(() => void sendAll(), RETRY);
}

async function work(): Promise<void> {
  for (const parcel of outbox.value.filter((p) => !p.refused)) {
    if (!session.value || lapsed.value) return;
    try {
      const saved = await write<Saved>(parcel.method, parcel.path, parcel.body, parcel.key);
      arrived.value = new Map(arrived.value).set(parcel.key, saved);
      await put(outbox.value.filter((p) => p.key !== parcel.key));
    } catch (fault) {
      const error = asApiError(fault);
      if (error.status === 0 || error.status === 401 || error.status === 429 || error.status >= 500) {
        clearTimeout(timer);
        timer = setTimeout(() => void sendAll(), RETRY);
        return;
      }
      await put(outbox.value.map((p) => (p.key === parcel.key ? { ...p, refused: error.message, clash: error.status === 409 } : p)));
    }
  }
}
export function sendAll(): Promise<void> {
  clearTimeout(timer);
  return (running ??= work().finally(() => (running = null)));
}

/** Gives a refused form back to the page it came from. */
export async function reopen(parcel: Parcel): Promise<string> {
  storeDraft(parcel.draft, parcel.values);
  await discard(parcel);
  return parcel.back;
}
export const discard = (parcel: Parcel): Promise<void> => put(outbox.value.filter((p) => p.key !== parcel.key));

/** True once it was told that leaving loses what was not sent. */
export const warned = ref(false);
/** Whether she may sign out at once: all is sent, or she was told and asks again. */
export async function mayLeave(): Promise<boolean> {
  if (outbox.value.length && !warned.value) await sendAll();
  if (outbox.value.length === 0 || warned.value) {
    warned.value = false;
    return true;
  }
  warned.value = true;
  return false;
}

/** Follows who is signed in and whether there is a way to the server. */
export function useOutbox(): void {
  watch(
    () => session.value?.account ?? "",
    async (account) => {
      outbox.value = [];
      warned.value = false;
      const found = account ? await kept<Parcel[]>(nameNow()) : null;
      if (!found || session.value?.account !== account) return;
      const own = new Set(outbox.value.map((p) => p.key));
      outbox.value = [...found.filter((p) => !own.has(p.key)), ...outbox.value];
      await sendAll();
    },
    { immediate: true },
  );
  const back = (): void => void (outbox.value.length && sendAll());
  watch([connection, lapsed], ([now, ended]) => now === "open" && !ended && back());
  window.addEventListener("online", back);
  onScopeDispose(() => window.removeEventListener("online", back));
}
