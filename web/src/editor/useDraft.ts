import { computed, onScopeDispose, ref, shallowRef, watch, type ComputedRef, type Ref, type ShallowRef } from "vue";
import { asApiError, get, write, type ApiError } from "../api/client";
import type { DefinitionDraft, Programme } from "../api/types";
import { readDraft, storeDraft } from "../drafts";
import { t } from "../i18n";
import { session } from "../session";
import { headOf, titleOf } from "./place";
import { copyOf, skeleton } from "./skeleton";

/** What the address asks for: a draft, a programme to change, one to begin from, or nothing: the sample. */
export interface Asked {
  draft: string;
  programme: string;
  from: string;
}
export type Kept = "as-is" | "saving" | "saved" | "local";

export interface DraftInHand {
  text: Ref<string>;
  /** The version it was begun from, 0 for none. */
  base: Ref<number>;
  draft: ShallowRef<DefinitionDraft | null>;
  kept: Ref<Kept>;
  restored: Ref<boolean>;
  /** Saved in another window since. */
  elsewhere: Ref<boolean>;
  opening: Ref<boolean>;
  error: ShallowRef<ApiError | null>;
  isChanged: ComputedRef<boolean>;
  open: () => Promise<void>;
  save: () => Promise<void>;
  saveAnother: () => Promise<void>;
  /** The text is in force: the draft has served. */
  finish: (version: number) => Promise<void>;
}

const PAUSE = 1200;

/** A text that is never lost: kept on this device at every key, at the server a second later. */
export function useDraft(asked: () => Asked, moved: (draft: string) => void): DraftInHand {
  const text = ref("");
  const base = ref(0);
  const draft = shallowRef<DefinitionDraft | null>(null);
  const kept = ref<Kept>("as-is");
  const restored = ref(false);
  const elsewhere = ref(false);
  const opening = ref(true);
  const error = shallowRef<ApiError | null>(null);
  let stored = "";
  let timer: ReturnType<typeof setTimeout> | undefined;
  let running: Promise<void> | null = null;
  let turn = 0;

  const keyOf = (given: Asked): string => `definition.${session.value?.account ?? ""}.${given.draft || given.programme || `new.${given.from}`}`;
  const programme = (id: string): Promise<Programme> => get<Programme>(`/programmes/${encodeURIComponent(id)}`);
  const first = (): string => session.value?.business_date ?? "2011-01-01";

  async function open(): Promise<void> {
    const given = asked();
    if (given.draft && given.draft === draft.value?.id) return;
    const mine = ++turn;
    clearTimeout(timer);
    opening.value = true;
    error.value = null;
    restored.value = elsewhere.value = false;
    try {
      let [found, start, from]: [DefinitionDraft | null, string, number] = [null, "", 0];
      if (given.draft) {
        found = await get<DefinitionDraft>(`/definitions/drafts/${encodeURIComponent(given.draft)}`);
        [start, from] = [found.text ?? "", found.base];
      } else if (given.programme) {
        const now = await programme(given.programme);
        [start, from] = [now.source, now.version];
      } else if (given.from) start = copyOf((await programme(given.from)).source, `${given.from}_new`.slice(0, 40), first());
      else start = skeleton(first());
      if (mine !== turn) return;
      draft.value = found;
      base.value = from;
      stored = start;
      text.value = start;
      kept.value = found ? "saved" : "as-is";
      const local = await readDraft(keyOf(given));
      if (mine === turn && typeof local?.text === "string" && local.text !== start && (!found || local.revision === found.revision)) {
        text.value = local.text;
        restored.value = true;
      }
    } catch (fault) {
      if (mine === turn) error.value = asApiError(fault);
    } finally {
      if (mine === turn) opening.value = false;
    }
  }

  const body = (): Record<string, unknown> => ({ text: text.value, name: titleOf(text.value).slice(0, 60), programme: headOf(text.value, "programme").slice(0, 60), base: base.value });
  async function send(): Promise<void> {
    const given = asked();
    const sent = text.value;
    kept.value = "saving";
    try {
      const answer = draft.value
        ? await write<DefinitionDraft>("PATCH", `/definitions/drafts/${draft.value.id}`, { ...body(), revision: draft.value.revision })
        : await write<DefinitionDraft>("POST", "/definitions/drafts", body());
      const isNew = !draft.value;
      draft.value = answer;
      stored = sent;
      kept.value = "saved";
      storeDraft(keyOf(given), {});
      if (isNew) moved(answer.id);
    } catch (fault) {
      const refused = asApiError(fault);
      kept.value = "local";
      if (refused.refusal.code === "app.draft_moved") elsewhere.value = true;
      else if (refused.status !== 0) error.value = refused;
    }
  }
  /** Saves what is not saved yet; one after the other, so that revisions follow each other. */
  async function save(): Promise<void> {
    clearTimeout(timer);
    if (running) await running;
    if (opening.value || elsewhere.value || text.value === stored) return;
    running = send();
    await running;
    running = null;
  }
  watch(text, (now) => {
    if (opening.value || now === stored) return;
    storeDraft(keyOf(asked()), { text: now, revision: draft.value?.revision ?? 0 });
    if (!elsewhere.value) kept.value = "saving";
    clearTimeout(timer);
    timer = setTimeout(() => void save(), PAUSE);
  }, { flush: "sync" });
  watch(base, () => void (!opening.value && draft.value && ((stored = ""), save())));

  async function saveAnother(): Promise<void> {
    draft.value = null;
    elsewhere.value = false;
    stored = "";
    await save();
  }
  async function finish(version: number): Promise<void> {
    clearTimeout(timer);
    if (running) await running;
    const done = draft.value;
    storeDraft(keyOf(asked()), {});
    draft.value = null;
    stored = text.value;
    kept.value = "as-is";
    base.value = version;
    if (done) await write("DELETE", `/definitions/drafts/${done.id}`).catch(() => undefined);
  }
  const isChanged = computed(() => kept.value !== "as-is" || draft.value !== null);
  const hide = (): void => void (document.visibilityState === "hidden" && save());
  document.addEventListener("visibilitychange", hide);
  onScopeDispose(() => {
    document.removeEventListener("visibilitychange", hide);
    clearTimeout(timer);
    void save();
  });
  return { text, base, draft, kept, restored, elsewhere, opening, error, isChanged, open, save, saveAnother, finish };
}

export const keptText = (kept: Kept): string => t(({ "as-is": "ed.unsaved", saving: "ed.saving", saved: "ed.saved", local: "ed.kept" } as const)[kept]);
