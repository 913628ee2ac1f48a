import type { Programme } from "../api/types";
export function programmeFrom(file: unknown, source: string): Programme;
