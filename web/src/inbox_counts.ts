import { shallowRef } from "vue";
import type { InboxCounts } from "./api/types";

/** How much waits for who is signed in; null until asked. */
export const inboxCounts = shallowRef<InboxCounts | null>(null);
