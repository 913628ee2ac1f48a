import { onScopeDispose, ref, watch } from "vue";
import { checkSession, generation, lapsed, session } from "../session";
import type { UnitRef } from "./types";

export interface LiveEvent {
  position: number;
  kind: string;
  programme: string;
  unit: UnitRef | null;
}
type Listener = (event: LiveEvent) => void;

const KINDS = ["record", "nil", "return", "org", "definition", "session", "issued"];
const listeners = new Set<Listener>();
/** off: nobody is signed in; lost: the server does not answer, the browser keeps trying. */
export const connection = ref<"off" | "waiting" | "open" | "lost">("off");
let source: EventSource | null = null;
/** Counts the times the server was found again after it was lost: events of the time between never come. */
const found = ref(0);

let wasLost = false;

function open(): void {
  close();
  connection.value = "waiting";
  source = new EventSource("/api/events");
  source.onopen = () => {
    if (wasLost) found.value += 1;
    wasLost = false;
    connection.value = "open";
  };
  source.onerror = () => {
    wasLost = true;
    connection.value = "lost";
    if (source?.readyState === EventSource.CLOSED) setTimeout(() => void resume(), 3000);
  };
  // So much has happened, by an import for one, that the server tells no more than that.
  source.addEventListener("resync", () => (found.value += 1));
  for (const kind of KINDS)
    source.addEventListener(kind, (message) => {
      let event: LiveEvent;
      try {
        event = { ...(JSON.parse((message as MessageEvent<string>).data) as LiveEvent), kind };
      } catch {
        return;
      }
      connection.value = "open";
      for (const listener of [...listeners]) listener(event);
    });
}

/** The browser gave up because the server refused: either the session has ended, or it was away for a moment. */
async function resume(): Promise<void> {
  if (!session.value || source?.readyState !== EventSource.CLOSED) return;
  if ((await checkSession()) && session.value) open();
}

function close(): void {
  source?.close();
  source = null;
  connection.value = "off";
}

/** Follows the server's events while somebody is signed in. */
export function followSession(): void {
  watch([() => session.value?.account ?? "", generation, lapsed], ([account, , ended]) => (account && !ended ? open() : close()), {
    immediate: true,
  });
}

/** Hears events until the calling component goes. */
export function useEvents(listener: Listener): void {
  listeners.add(listener);
  onScopeDispose(() => listeners.delete(listener));
}

/** Calls `refresh` soon after events that `concerns`, and once the server is found again: at once, then at most every 400 ms. */
export function useRefresh(concerns: (event: LiveEvent) => boolean, refresh: () => Promise<unknown>): void {
  let running = false;
  let again = false;
  const run = async (): Promise<void> => {
    running = true;
    do {
      again = false;
      await refresh().catch(() => undefined);
      await new Promise((done) => setTimeout(done, 400));
    } while (again);
    running = false;
  };
  const call = (): void => {
    if (running) again = true;
    else void run();
  };
  useEvents((event) => {
    if (concerns(event)) call();
  });
  watch(found, call);
}
