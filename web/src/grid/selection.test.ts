import { describe, expect, it } from "vitest";
import { at, blockOf, cellsIn, jump, move, type Cell } from "./selection";
import { UndoStack } from "./undo";

const size = { rows: 5, columns: 4 };
const key = (name: string, ctrl = false, shift = false) => ({ key: name, ctrl, shift });
const never = (): boolean => false;

describe("moving in a grid", () => {
  it("walks with Tab over the end of a row and out at the end of all", () => {
    expect(move(at(0, 3), key("Tab"), size, 3, 0, never)!.to).toEqual({ row: 1, column: 0 });
    expect(move(at(1, 0), key("Tab", false, true), size, 3, 0, never)!.to).toEqual({ row: 0, column: 3 });
    expect(move(at(4, 3), key("Tab"), size, 3, 0, never)).toBeNull();
    expect(move(at(0, 0), key("Tab", false, true), size, 3, 0, never)).toBeNull();
  });
  it("goes with Enter under the cell where the run of Tabs began", () => {
    expect(move(at(2, 3), key("Enter"), size, 3, 1, never)!.to).toEqual({ row: 3, column: 1 });
    expect(move(at(2, 3), key("Enter", false, true), size, 3, 1, never)!.to).toEqual({ row: 1, column: 3 });
  });
  it("stays inside, and reaches with Shift", () => {
    expect(move(at(0, 0), key("ArrowUp"), size, 3, 0, never)!.to).toEqual({ row: 0, column: 0 });
    const block = blockOf(move(move(at(2, 2), key("ArrowLeft", false, true), size, 3, 0, never)!, key("ArrowUp", false, true), size, 3, 0, never)!);
    expect(block).toEqual({ top: 1, bottom: 2, left: 1, right: 2 });
    expect(cellsIn(block)).toBe(4);
    expect(move(at(2, 2), key("End", true), size, 3, 0, never)!.to).toEqual({ row: 4, column: 3 });
  });
  it("jumps to the end of a filled run, and over a gap", () => {
    const blank = (cell: Cell): boolean => cell.row === 2;
    expect(jump({ row: 0, column: 0 }, 1, 0, size, blank).row).toBe(1);
    expect(jump({ row: 1, column: 0 }, 1, 0, size, blank).row).toBe(3);
    expect(jump({ row: 3, column: 0 }, 1, 0, size, blank).row).toBe(4);
    expect(jump({ row: 4, column: 0 }, 1, 0, size, blank).row).toBe(4);
  });
});

describe("undo", () => {
  const change = (row: number, before: unknown, after: unknown) => ({ row, field: "n", before, after });
  it("leads back a whole step, last change first, and forward again", () => {
    const stack = new UndoStack();
    stack.push([change(0, null, "1"), change(0, "1", "2")]);
    expect(stack.undo()).toEqual([change(0, "2", "1"), change(0, "1", null)]);
    expect(stack.undo()).toBeNull();
    expect(stack.redo()).toEqual([change(0, null, "1"), change(0, "1", "2")]);
    expect(stack.redo()).toBeNull();
  });
  it("forgets what was undone once something new is done, and the oldest when there is too much", () => {
    const stack = new UndoStack(2);
    stack.push([change(0, 1, 2)]);
    stack.undo();
    stack.push([change(1, 1, 2)]);
    expect(stack.canRedo).toBe(false);
    stack.push([change(2, 1, 2)]);
    stack.push([change(3, 1, 2)]);
    expect([stack.undo()![0].row, stack.undo()![0].row, stack.undo()]).toEqual([3, 2, null]);
  });
});
