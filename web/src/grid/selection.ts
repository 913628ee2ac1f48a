/** A place in the grid, counted from 0. */
export interface Cell {
  row: number;
  column: number;
}
/** Where the selection began, and where it ends; the block between them is selected. */
export interface Selection {
  from: Cell;
  to: Cell;
}
export interface Block {
  top: number;
  bottom: number;
  left: number;
  right: number;
}
export interface Size {
  rows: number;
  columns: number;
}

export const at = (row: number, column: number): Selection => ({ from: { row, column }, to: { row, column } });
export function blockOf({ from, to }: Selection): Block {
  return { top: Math.min(from.row, to.row), bottom: Math.max(from.row, to.row), left: Math.min(from.column, to.column), right: Math.max(from.column, to.column) };
}
export const cellsIn = (block: Block): number => (block.bottom - block.top + 1) * (block.right - block.left + 1);

const clamp = (n: number, most: number): number => Math.max(0, Math.min(n, most - 1));
const inside = (cell: Cell, size: Size): Cell => ({ row: clamp(cell.row, size.rows), column: clamp(cell.column, size.columns) });

/** As sheets do: over a filled run to its end, over a gap to the next filled cell, else to the edge. */
export function jump(cell: Cell, down: number, right: number, size: Size, isBlank: (cell: Cell) => boolean): Cell {
  const step = (c: Cell): Cell => ({ row: c.row + down, column: c.column + right });
  const isThere = (c: Cell): boolean => c.row >= 0 && c.column >= 0 && c.row < size.rows && c.column < size.columns;
  let now = step(cell);
  if (!isThere(now)) return cell;
  const overGap = isBlank(cell) || isBlank(now);
  while (isThere(step(now)) && (overGap ? isBlank(now) : !isBlank(step(now)))) now = step(now);
  return now;
}

export interface Stroke {
  key: string;
  ctrl: boolean;
  shift: boolean;
}

/**
 * Where a key leads. Tab and Enter walk: Enter after a run of Tabs goes to the column the run began in. Null: the
 * key does not move, or Tab leads out of the grid.
 */
export function move(selection: Selection, stroke: Stroke, size: Size, page: number, runFrom: number, isBlank: (cell: Cell) => boolean): Selection | null {
  const { key, ctrl, shift } = stroke;
  const now = selection.to;
  const walk = (cell: Cell): Selection => ({ from: inside(cell, size), to: inside(cell, size) });
  const reach = (cell: Cell): Selection => (shift ? { from: selection.from, to: inside(cell, size) } : walk(cell));
  const by = (down: number, right: number): Selection =>
    reach(ctrl ? jump(now, down, right, size, isBlank) : { row: now.row + down, column: now.column + right });
  switch (key) {
    case "ArrowUp":
      return by(-1, 0);
    case "ArrowDown":
      return by(1, 0);
    case "ArrowLeft":
      return by(0, -1);
    case "ArrowRight":
      return by(0, 1);
    case "PageUp":
      return reach({ row: now.row - page, column: now.column });
    case "PageDown":
      return reach({ row: now.row + page, column: now.column });
    case "Home":
      return reach({ row: ctrl ? 0 : now.row, column: 0 });
    case "End":
      return reach({ row: ctrl ? size.rows - 1 : now.row, column: size.columns - 1 });
    case "Enter":
      return walk({ row: now.row + (shift ? -1 : 1), column: shift ? now.column : runFrom });
    case "Tab": {
      const next = now.row * size.columns + now.column + (shift ? -1 : 1);
      if (next < 0 || next >= size.rows * size.columns) return null;
      return walk({ row: Math.floor(next / size.columns), column: next % size.columns });
    }
    default:
      return null;
  }
}
