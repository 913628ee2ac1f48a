import { ref, shallowRef } from "vue";

/** A change to a record that its maker may take back: the version it made is what must still stand there. */
export interface Act {
  programme: string;
  id: string;
  version: number;
}
export interface Offer {
  /** What was done, in words. */
  what: string;
  acts: readonly Act[];
  /** Until when, by this device's clock. */
  until: number;
}

/** The last change that may be taken back; null when there is none. */
export const offer = shallowRef<Offer | null>(null);

/** How often something was taken back: a page that shows what it was reads again. */
export const takenBack = ref(0);

/** Offers to take acts back for so many seconds; with 0, or no acts, what was offered before goes. */
export function offerUndo(what: string, acts: readonly Act[], seconds: number): void {
  offer.value = seconds > 0 && acts.length ? { what, acts, until: Date.now() + seconds * 1000 } : null;
}
