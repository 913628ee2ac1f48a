import type { Programme } from "./api/types";

/** Whether a unit may say "none this period": the file's `nil`, which the shape `Programme` does not carry. */
export function allowsNone(programme: Programme | null): boolean {
  return programme !== null && programme.has_obligation && !/^ +nil: *no\b/m.test(programme.source);
}
