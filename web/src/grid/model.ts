import { faultText } from "../api/client";
import type { Fault, FieldInfo, Grid, GridAnswer, GridRow, Programme } from "../api/types";
import { Judge, type Complaint } from "../form/judge";
import { isBlank, isNumber, isSame, type Values } from "../form/values";
import { t } from "../i18n";
import { unreadable } from "./cell_text";
import { UndoStack, type CellChange } from "./undo";

/** How a cell stands: blank and never filed, saved as a draft, filed, not yet saved, refused, to be explained. */
export type CellState = "none" | "saved" | "filed" | "waiting" | "bad" | "odd" | "clash";
export type RowState = "none" | "saved" | "filed" | "waiting" | "sending" | "bad" | "odd" | "clash";

/** A row of the grid as it is on this device. */
export interface Line {
  row: GridRow;
  /** What was typed and is not saved, by field. */
  edits: Map<string, unknown>;
  reasons: Record<string, string>;
  /** What the server said of the last try, by field; "" is the row itself. */
  told: Map<string, string>;
  /** What another saved into a cell that was typed into here. */
  theirs: Map<string, unknown>;
  sending: boolean;
  /** Grows with every change, so that only what changed is painted and judged. */
  turn: number;
}
interface Judged {
  turn: number;
  all: Values;
  said: Map<string, Complaint[]>;
}

/** What is kept on the device of a grid: what was typed where, on which version. */
export interface KeptLine {
  version: number;
  edits: Record<string, unknown>;
  reasons: Record<string, string>;
}

export interface Sum {
  text: string;
  filled: number;
}

/** The grid as typed: rows, what is said against them, sums, undo. Knows no screen and no network. */
export class GridModel {
  readonly programme: Programme;
  readonly fields: FieldInfo[];
  readonly lines: Line[];
  readonly undoStack = new UndoStack();
  /** Rows by the code of their unit. */
  readonly byUnit = new Map<string, number>();
  private readonly judge: Judge;
  private readonly judged = new Map<number, Judged>();
  private readonly sums: { scaled: number; filled: number }[] = [];
  private readonly fileState: string;
  /** Called with the rows that changed. */
  onChange: (rows: readonly number[]) => void = () => {};

  constructor(programme: Programme, grid: Grid, rows: readonly GridRow[], today: string) {
    this.programme = programme;
    this.judge = new Judge(programme, today);
    this.fields = grid.fields.map((id) => programme.fields.find((f) => f.id === id)).filter((f): f is FieldInfo => f !== undefined);
    this.lines = rows.map((row) => ({ row, edits: new Map(), reasons: { ...(row.soft_reasons as Record<string, string>) }, told: new Map(), theirs: new Map(), sending: false, turn: 0 }));
    rows.forEach((row, i) => this.byUnit.set(row.unit.code, i));
    const first = programme.states[0]?.id ?? "";
    const on = programme.events.find((e) => e.from.includes(first) && e.to !== first && !e.reason && !programme.states.find((s) => s.id === e.to)?.is_void);
    this.fileState = on?.to ?? first;
    this.recount();
  }

  field(column: number): FieldInfo {
    return this.fields[column];
  }
  value(row: number, field: FieldInfo): unknown {
    const line = this.lines[row];
    if (field.computed) return this.look(row).all[field.id] ?? null;
    return line.edits.has(field.id) ? line.edits.get(field.id) : ((line.row.values as Values)[field.id] ?? null);
  }
  mayEdit(row: number, field: FieldInfo): boolean {
    return !field.computed && this.lines[row].row.may_edit.includes(field.id);
  }
  isDraft(row: number): boolean {
    return this.programme.states.find((s) => s.id === this.lines[row].row.state)?.is_draft ?? false;
  }

  private typed(row: number): Values {
    const line = this.lines[row];
    const out: Values = { ...(line.row.values as Values) };
    for (const [field, value] of line.edits) out[field] = value;
    return out;
  }
  /** A row judged for the state it is filed into; a blank cell of a draft is no fault yet. */
  private look(row: number): Judged {
    const line = this.lines[row];
    const known = this.judged.get(row);
    if (known && known.turn === line.turn) return known;
    const values = this.typed(row);
    const state = this.isDraft(row) ? this.fileState : line.row.state;
    const said = new Map<string, Complaint[]>();
    const add = (c: Complaint): void => void said.set(c.field, [...(said.get(c.field) ?? []), c]);
    for (const field of this.fields) {
      const value = values[field.id];
      if (!field.computed && unreadable(field, value)) add({ field: field.id, text: t("grid.unreadable"), soft: null });
    }
    const isEmpty = !line.row.record && line.edits.size === 0;
    if (!isEmpty)
      for (const complaint of this.judge.complaints(values, state, line.reasons)) {
        if (complaint.soft === null && isBlank(values[complaint.field]) && this.isDraft(row)) continue;
        if (!said.get(complaint.field)?.some((c) => c.soft === null)) add(complaint);
      }
    const judged = { turn: line.turn, all: isEmpty ? values : this.judge.computed(values, state), said };
    this.judged.set(row, judged);
    return judged;
  }

  /** What is said at a cell: the programme's own words, else the server's. */
  said(row: number, field: FieldInfo): Complaint[] {
    const own = this.look(row).said.get(field.id) ?? [];
    const told = this.lines[row].told.get(field.id);
    return own.length || !told ? own : [{ field: field.id, text: told, soft: null }];
  }
  cellState(row: number, field: FieldInfo): CellState {
    const line = this.lines[row];
    if (line.theirs.has(field.id)) return "clash";
    const said = this.said(row, field);
    if (said.some((c) => c.soft === null)) return "bad";
    if (said.length) return "odd";
    if (line.edits.has(field.id)) return "waiting";
    if (!line.row.record) return "none";
    return this.isDraft(row) ? "saved" : "filed";
  }
  faults(row: number): { field: string; complaint: Complaint }[] {
    const out = [...this.look(row).said].flatMap(([field, list]) => list.map((complaint) => ({ field, complaint })));
    for (const [field, text] of this.lines[row].told) if (!out.some((f) => f.field === field)) out.push({ field, complaint: { field, text, soft: null } });
    return out;
  }
  rowState(row: number): RowState {
    const line = this.lines[row];
    if (line.theirs.size) return "clash";
    const faults = this.faults(row);
    if (faults.some((f) => f.complaint.soft === null)) return "bad";
    if (line.sending) return "sending";
    if (faults.length) return "odd";
    if (line.edits.size) return "waiting";
    if (!line.row.record) return "none";
    return this.isDraft(row) ? "saved" : "filed";
  }
  /** The blank cells that must be filled before the row can be filed. */
  lacks(row: number): FieldInfo[] {
    const values = this.look(row).all;
    return this.fields.filter((f) => !f.computed && isBlank(values[f.id]) && this.judge.isShown(f, values, this.fileState) && this.judge.isRequired(f, values, this.fileState));
  }
  /** Whether what was typed can go to the server: nothing in it is certain to be refused. */
  isSendable(row: number): boolean {
    const line = this.lines[row];
    if (line.edits.size === 0 || line.sending || line.theirs.size || line.told.size) return false;
    const said = this.look(row).said;
    if (!this.isDraft(row)) return ![...said.values()].some((list) => list.length > 0);
    const draft = this.judge.complaints(this.typed(row), line.row.state, line.reasons);
    return draft.length === 0 && ![...line.edits.keys()].some((id) => this.isUnreadable(row, id));
  }
  private isUnreadable(row: number, id: string): boolean {
    const field = this.fields.find((f) => f.id === id);
    return !!field && unreadable(field, this.value(row, field));
  }

  /** Puts values into cells that may be typed into; gives back how many were taken, and keeps the step for undo. */
  put(changes: readonly { row: number; column: number; value: unknown }[]): number {
    const step: CellChange[] = [];
    for (const { row, column, value } of changes) {
      const field = this.fields[column];
      if (!field || !this.lines[row] || !this.mayEdit(row, field)) continue;
      const before = this.value(row, field);
      if (!isSame(field, before, value)) step.push({ row, field: field.id, before, after: value });
    }
    this.apply(step);
    this.undoStack.push(step);
    return step.length;
  }
  undo(): CellChange[] | null {
    const step = this.undoStack.undo();
    if (step) this.apply(step);
    return step;
  }
  redo(): CellChange[] | null {
    const step = this.undoStack.redo();
    if (step) this.apply(step);
    return step;
  }
  private apply(step: readonly CellChange[]): void {
    const rows = new Set<number>();
    for (const { row, field: id, after } of step) {
      const column = this.fields.findIndex((f) => f.id === id);
      const field = this.fields[column];
      const line = this.lines[row];
      this.count(column, this.value(row, field), -1);
      if (isSame(field, after, (line.row.values as Values)[id] ?? null)) line.edits.delete(id);
      else line.edits.set(id, after);
      line.told.delete(id);
      line.told.delete("");
      this.count(column, this.value(row, field), 1);
      rows.add(row);
    }
    this.touch([...rows]);
  }
  explain(row: number, check: number, why: string): void {
    const line = this.lines[row];
    if (why.trim()) line.reasons[String(check)] = why.trim();
    else delete line.reasons[String(check)];
    line.told.clear();
    this.touch([row]);
  }
  /** Settles a cell that another changed meanwhile. */
  settle(row: number, field: FieldInfo, mine: boolean): void {
    const line = this.lines[row];
    line.theirs.delete(field.id);
    if (!mine) {
      const column = this.fields.indexOf(field);
      this.count(column, this.value(row, field), -1);
      line.edits.delete(field.id);
      this.count(column, this.value(row, field), 1);
    }
    this.touch([row]);
  }
  private touch(rows: readonly number[]): void {
    for (const row of rows) this.lines[row].turn += 1;
    if (rows.length) this.onChange(rows);
  }

  // Sums are kept as whole numbers of the last place, so that they are exact.
  private count(column: number, value: unknown, sign: 1 | -1): void {
    const field = this.fields[column];
    if (!isNumber(field) || field.computed || isBlank(value)) return;
    const number = Number(value);
    if (!Number.isFinite(number)) return;
    this.sums[column].scaled += sign * Math.round(number * 10 ** field.places);
    this.sums[column].filled += sign;
  }
  private recount(): void {
    this.fields.forEach((_, column) => (this.sums[column] = { scaled: 0, filled: 0 }));
    this.lines.forEach((_, row) => this.fields.forEach((field, column) => field.computed || this.count(column, this.value(row, field), 1)));
  }
  /** The sum of a column of amounts; null for what is not summed. */
  sum(column: number): Sum | null {
    const field = this.fields[column];
    if (!isNumber(field) || field.type === "percent" || field.computed) return null;
    const { scaled, filled } = this.sums[column];
    return { filled, text: filled ? (scaled / 10 ** field.places).toFixed(field.places) : "" };
  }
  /** The sum of a row's amounts. */
  rowSum(row: number): string {
    let sum = 0;
    let places = 0;
    let filled = 0;
    for (const field of this.fields) {
      const value = this.value(row, field);
      if (!isNumber(field) || field.type === "percent" || field.computed || isBlank(value) || !Number.isFinite(Number(value))) continue;
      sum += Math.round(Number(value) * 10 ** 6);
      places = Math.max(places, field.places);
      filled += 1;
    }
    return filled ? (sum / 10 ** 6).toFixed(places) : "";
  }

  /** Changes a row as a whole; the sums follow. */
  private change(row: number, act: () => void): void {
    this.fields.forEach((field, column) => field.computed || this.count(column, this.value(row, field), -1));
    act();
    this.fields.forEach((field, column) => field.computed || this.count(column, this.value(row, field), 1));
    this.touch([row]);
  }
  /** What the server answered about a row that was sent. */
  answered(sent: { row: number; values: Values }, answer: GridAnswer): void {
    const line = this.lines[sent.row];
    line.sending = false;
    line.told.clear();
    const now = answer.row;
    if (!now) {
      for (const fault of answer.faults) this.tell(line, fault);
      return this.touch([sent.row]);
    }
    this.change(sent.row, () => {
      if (answer.saved) this.drop(line, (field) => field.id in sent.values && isSame(field, line.edits.get(field.id), sent.values[field.id]));
      else this.overtaken(line, now);
      this.place(line, now);
    });
  }
  private drop(line: Line, isDone: (field: FieldInfo) => boolean): void {
    for (const field of this.fields) if (line.edits.has(field.id) && isDone(field)) line.edits.delete(field.id);
  }
  private tell(line: Line, fault: Fault): void {
    const field = this.fields.some((f) => f.id === fault.field) ? fault.field! : "";
    const before = line.told.get(field);
    line.told.set(field, before ? `${before} ${faultText(fault)}` : faultText(fault));
  }
  /** Another was first: what she did not touch is theirs, what both changed is asked. */
  private overtaken(line: Line, now: GridRow): void {
    const base = line.row.values as Values;
    const theirs = now.values as Values;
    this.drop(line, (field) => isSame(field, line.edits.get(field.id), theirs[field.id]));
    for (const field of this.fields)
      if (line.edits.has(field.id) && !isSame(field, theirs[field.id], base[field.id]) && !isBlank(theirs[field.id])) line.theirs.set(field.id, theirs[field.id]);
  }
  /** The row as it is on the server now; what was typed stays on top of it. */
  private place(line: Line, now: GridRow): void {
    line.row = now;
    line.reasons = { ...(now.soft_reasons as Record<string, string>), ...(line.edits.size ? line.reasons : {}) };
  }
  /** News of a row that is not being typed into. */
  refreshed(now: GridRow): void {
    const row = this.byUnit.get(now.unit.code);
    if (row === undefined) return;
    const line = this.lines[row];
    if (line.sending || line.edits.size || (line.row.version === now.version && line.row.state === now.state)) return;
    this.change(row, () => this.place(line, now));
  }

  dirty(): number[] {
    return this.lines.flatMap((line, row) => (line.edits.size ? [row] : []));
  }
  keepable(): Record<string, KeptLine> {
    const out: Record<string, KeptLine> = {};
    for (const row of this.dirty()) {
      const line = this.lines[row];
      out[line.row.unit.code] = { version: line.row.version, edits: Object.fromEntries(line.edits), reasons: { ...line.reasons } };
    }
    return out;
  }
  /** Puts back what was kept; a row that changed meanwhile shows both. Gives back how many rows there were. */
  restore(kept: Record<string, KeptLine>): number {
    const rows: number[] = [];
    for (const [code, one] of Object.entries(kept)) {
      const row = this.byUnit.get(code);
      if (row === undefined) continue;
      const line = this.lines[row];
      this.change(row, () => {
        for (const [id, value] of Object.entries(one.edits)) {
          const field = this.fields.find((f) => f.id === id);
          const now = (line.row.values as Values)[id] ?? null;
          if (!field || !this.mayEdit(row, field) || isSame(field, now, value)) continue;
          line.edits.set(id, value);
          if (one.version !== line.row.version && !isBlank(now)) line.theirs.set(id, now);
        }
        Object.assign(line.reasons, one.reasons);
      });
      if (line.edits.size) rows.push(row);
    }
    return rows.length;
  }
}
