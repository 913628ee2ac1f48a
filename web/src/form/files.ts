import type { InjectionKey } from "vue";
import type { FileInfo } from "../api/types";

/** A file in a form: taken by the server, or, without an id and with a key, still on its way. */
export type FileItem = Pick<FileInfo, "id" | "name" | "type" | "size"> & Partial<FileInfo> & { key?: string };

/** The programme whose form it is, for what is sent before the record is saved. */
export const PROGRAMME: InjectionKey<string> = Symbol("programme");

/** Whether every file of a value has reached the server. */
export const areSent = (value: unknown): boolean => !Array.isArray(value) || (value as FileItem[]).every((item) => item.id !== "");

export const sizeText = (bytes: number): string => (bytes < 1024 * 1024 ? `${Math.max(1, Math.round(bytes / 1024))} KB` : `${(bytes / 1024 / 1024).toFixed(1)} MB`);
