import type { Plugin } from "vite";
export function traditionalTable(): { characters: string; phrases: string };
export function traditional(): Plugin;
