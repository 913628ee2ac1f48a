/** One cell before and after. */
export interface CellChange {
  row: number;
  field: string;
  before: unknown;
  after: unknown;
}

/** What was done by one key or one paste is undone by one key. */
export class UndoStack {
  private readonly done: CellChange[][] = [];
  private readonly undone: CellChange[][] = [];
  private readonly most: number;
  constructor(most = 100) {
    this.most = most;
  }
  push(step: CellChange[]): void {
    if (step.length === 0) return;
    this.done.push(step);
    this.undone.length = 0;
    if (this.done.length > this.most) this.done.shift();
  }
  /** The changes that lead back, last first; null when there is nothing to undo. */
  undo(): CellChange[] | null {
    const step = this.done.pop();
    if (!step) return null;
    this.undone.push(step);
    return step.map((c) => ({ ...c, before: c.after, after: c.before })).reverse();
  }
  redo(): CellChange[] | null {
    const step = this.undone.pop();
    if (!step) return null;
    this.done.push(step);
    return step;
  }
  get canUndo(): boolean {
    return this.done.length > 0;
  }
  get canRedo(): boolean {
    return this.undone.length > 0;
  }
  clear(): void {
    this.done.length = 0;
    this.undone.length = 0;
  }
}
