import { onScopeDispose, ref, shallowRef, watch, type Ref, type ShallowRef } from "vue";
import { ApiError, asApiError } from "./api/client";
import { lapsed } from "./session";

export interface Loading<T> {
  data: ShallowRef<T | null>;
  error: ShallowRef<ApiError | null>;
  /** True while nothing can be shown yet; a refresh keeps what is shown. */
  waiting: Ref<boolean>;
  reload: () => Promise<void>;
  /** Asks again and keeps what is shown until the answer is there. */
  refresh: () => Promise<void>;
}

/** How many pages' parts are being fetched anew: what stands there meanwhile is what was asked before. */
export const fetching = ref(0);

/** Loads what `source` describes, and again whenever that changes. A source of null loads nothing. */
export function useLoading<S, T>(source: () => S | null, load: (given: S, signal: AbortSignal) => Promise<T>): Loading<T> {
  const data = shallowRef<T | null>(null);
  const error = shallowRef<ApiError | null>(null);
  const waiting = ref(true);
  let abort: AbortController | null = null;

  const run = async (keep: boolean): Promise<void> => {
    const given = source();
    abort?.abort();
    if (given === null) {
      data.value = null;
      error.value = null;
      waiting.value = false;
      return;
    }
    const mine = (abort = new AbortController());
    if (!keep) {
      waiting.value = true;
      error.value = null;
      fetching.value += 1;
    }
    try {
      const got = await load(given, mine.signal);
      if (mine.signal.aborted) return;
      data.value = got;
      error.value = null;
    } catch (fault) {
      if (mine.signal.aborted) return;
      if (keep && data.value) return;
      error.value = asApiError(fault);
      data.value = null;
    } finally {
      if (!keep) fetching.value -= 1;
    }
    waiting.value = false;
  };

  watch(() => JSON.stringify(source()), () => void run(false), { immediate: true });
  // What was refused because the session had ended is asked again once she is back.
  watch(lapsed, (ended) => !ended && error.value?.status === 401 && void run(false));
  onScopeDispose(() => abort?.abort());
  return { data, error, waiting, reload: () => run(false), refresh: () => run(true) };
}
