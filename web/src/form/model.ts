import { computed, reactive, ref } from "vue";
import type { Fault } from "../api/types";
import { faultText } from "../api/client";
import { readDraft, storeDraft } from "../drafts";
import type { Complaint, Judge } from "./judge";
import { isSame, type Values } from "./values";

/** What is typed into a form, what is said against it, and which reasons were given. */
export class FormModel {
  readonly judge: Judge;
  values: Values = reactive({});
  reasons: Record<string, string> = reactive({});
  private readonly start: Values;
  private readonly touched = reactive(new Set<string>());
  private readonly told = ref<Fault[]>([]);
  /** Once saving was tried, every field may be complained about. */
  private readonly tried = ref(false);
  private readonly keep: string;

  /** `keep` names the draft on this device; what is personal is never kept there. */
  constructor(judge: Judge, start: Values, reasons: Record<string, string> = {}, keep = "") {
    this.judge = judge;
    this.start = { ...start };
    this.keep = keep;
    Object.assign(this.values, start);
    Object.assign(this.reasons, reasons);
  }

  private readonly computedBy = computed(() => {
    const cache = new Map<string, Values>();
    const now = { ...this.values };
    return (state: string): Values => {
      if (!cache.has(state)) cache.set(state, this.judge.computed(now, state));
      return cache.get(state)!;
    };
  });
  /** The values with the computed ones. */
  all(state: string): Values {
    return this.computedBy.value(state);
  }
  private readonly complaintsBy = computed(() => {
    const cache = new Map<string, Complaint[]>();
    const now = { ...this.values };
    const reasons = { ...this.reasons };
    return (state: string): Complaint[] => {
      if (!cache.has(state)) cache.set(state, this.judge.complaints(now, state, reasons));
      return cache.get(state)!;
    };
  });
  complaints(state: string): Complaint[] {
    return this.complaintsBy.value(state);
  }

  /** What to say at a field: the form's own words once it was touched, else the server's. */
  said(field: string, state: string): Complaint[] {
    const own = this.tried.value || this.touched.has(field) ? this.complaints(state).filter((c) => c.field === field) : [];
    if (own.length) return own;
    return this.told.value
      .filter((f) => f.field === field)
      .map((f) => ({ field, text: faultText(f), soft: this.softOf(f) }));
  }
  private softOf(fault: Fault): number | null {
    if (!fault.code.includes("reason")) return null;
    const at = this.judge.programme.checks.findIndex((c) => !c.hard && c.on === fault.field && c.message.zh === fault.message);
    return at < 0 ? null : at;
  }
  /** What the server said that belongs to no field shown here. */
  stray(fields: readonly string[]): Fault[] {
    return this.told.value.filter((f) => !f.field || !fields.includes(f.field));
  }

  put(field: string, value: unknown): void {
    this.values[field] = value;
    this.touched.add(field);
    this.told.value = this.told.value.filter((f) => f.field !== field);
    this.store();
  }
  explain(check: number, why: string): void {
    if (why.trim()) this.reasons[String(check)] = why.trim();
    else delete this.reasons[String(check)];
    this.told.value = [];
  }
  /** The reasons given for checks that stand at a field. */
  explained(field: string): [number, string][] {
    return this.judge.programme.checks.flatMap((c, i) => (c.on === field && this.reasons[String(i)] ? [[i, this.reasons[String(i)]] as [number, string]] : []));
  }
  /** Whether it may be sent for a state; from now on every field is judged. */
  isReady(state: string): boolean {
    this.tried.value = true;
    return this.complaints(state).length === 0;
  }
  tell(faults: Fault[]): void {
    this.told.value = faults;
  }

  /** What differs from the start, and is not computed. */
  changes(): Values {
    const out: Values = {};
    for (const field of this.judge.programme.fields)
      if (!field.computed && !isSame(field, this.values[field.id], this.start[field.id]))
        out[field.id] = this.values[field.id] ?? null;
    return out;
  }

  private isKept(field: string): boolean {
    const found = this.judge.programme.fields.find((f) => f.id === field);
    return !!found && ["public", "open", "internal"].includes(found.privacy);
  }
  /** Whether all that was typed may lie on this device. */
  get mayWait(): boolean {
    return Object.keys(this.changes()).every((field) => this.isKept(field));
  }
  get draft(): string {
    return this.keep;
  }
  private store(): void {
    if (!this.keep) return;
    const kept = Object.fromEntries(Object.entries(this.changes()).filter(([field]) => this.isKept(field)));
    storeDraft(this.keep, kept);
  }
  /** Puts back what was left unsaved on this page; true when there was something. */
  async restore(): Promise<boolean> {
    const kept = this.keep ? await readDraft(this.keep) : null;
    if (!kept) return false;
    for (const [field, value] of Object.entries(kept)) if (this.isKept(field)) this.values[field] = value;
    return Object.keys(kept).length > 0;
  }
  drop(): void {
    if (this.keep) storeDraft(this.keep, {});
  }
}
