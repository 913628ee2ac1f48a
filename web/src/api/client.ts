import { t } from "../i18n";
import { prefs } from "../prefs";
import type { Fault, Refusal } from "./types";

export type Params = Readonly<Record<string, string | number | boolean | null | undefined>>;

/** An answer that is not the one asked for: a refusal of the server, or no answer at all (status 0). */
export class ApiError extends Error {
  readonly status: number;
  readonly refusal: Refusal;
  constructor(status: number, refusal: Refusal) {
    super(prefs.language === "en" ? refusal.message_en || refusal.message : refusal.message);
    this.status = status;
    this.refusal = refusal;
  }
  /** Everything said against the request, the single fault included. */
  get faults(): Fault[] {
    if (this.refusal.faults?.length) return this.refusal.faults;
    return this.refusal.field ? [this.refusal] : [];
  }
}

export function asApiError(error: unknown): ApiError {
  if (error instanceof ApiError) return error;
  const message = error instanceof Error ? error.message : String(error);
  return new ApiError(0, { code: "app.broken", message, message_en: message, trace: "" });
}

/** A fault in the language chosen. */
export function faultText(fault: Fault): string {
  return prefs.language === "en" ? fault.message_en || fault.message : fault.message;
}

export function query(params: Params): string {
  const parts = new URLSearchParams();
  for (const [name, value] of Object.entries(params))
    if (value !== undefined && value !== null && value !== "") parts.set(name, String(value));
  const text = parts.toString();
  return text ? `?${text}` : "";
}

let onSignedOut: () => void = () => {};
/** Called once an answer says that nobody is signed in. */
export function whenSignedOut(call: () => void): void {
  onSignedOut = call;
}

async function readRefusal(response: Response): Promise<Refusal> {
  const fallback = t("error.status", { status: response.status });
  const refusal: Refusal = { code: "", message: fallback, message_en: fallback, trace: "" };
  try {
    return { ...refusal, ...((await response.json()) as Partial<Refusal>) };
  } catch {
    return refusal;
  }
}

async function send(method: string, path: string, init: RequestInit): Promise<Response> {
  const headers = new Headers(init.headers);
  headers.set("Accept", "application/json");
  headers.set("Accept-Language", prefs.language === "en" ? "en" : "zh-CN");
  let response: Response;
  try {
    response = await fetch(`/api${path}`, { credentials: "same-origin", ...init, method, headers });
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") throw error;
    const text = t("error.offline");
    throw new ApiError(0, { code: "app.offline", message: text, message_en: text, trace: "" });
  }
  if (response.ok) return response;
  const refusal = await readRefusal(response);
  if (response.status === 401 && path !== "/session") onSignedOut();
  throw new ApiError(response.status, refusal);
}

async function body<T>(response: Response): Promise<T> {
  if (response.status === 204) return undefined as T;
  const text = await response.text();
  return (text ? JSON.parse(text) : undefined) as T;
}

export async function get<T>(path: string, params: Params = {}, signal?: AbortSignal): Promise<T> {
  return body<T>(await send("GET", path + query(params), { signal }));
}

/**
 * A key that makes one save count once, however often it is sent: 48 bits of the time, so that keys made together
 * lie together in the server's index, and 80 random bits.
 */
export function newKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(10));
  const random = Array.from(bytes, (b) => b.toString(16).padStart(2, "0")).join("");
  return Date.now().toString(16).padStart(12, "0") + random;
}

export async function write<T>(
  method: "POST" | "PATCH" | "DELETE",
  path: string,
  json?: unknown,
  key: string = newKey(),
): Promise<T> {
  const headers: Record<string, string> = { "Idempotency-Key": key };
  if (json !== undefined) headers["Content-Type"] = "application/json";
  return body<T>(await send(method, path, { headers, body: json === undefined ? undefined : JSON.stringify(json) }));
}

/** Sends a file as it is; its name goes along in the address, where it may be of any script. */
export async function upload<T>(path: string, params: Params, file: File, key: string = newKey()): Promise<T> {
  const headers = { "Idempotency-Key": key, "Content-Type": file.type || "application/octet-stream" };
  return body<T>(await send("POST", path + query({ ...params, file_name: file.name }), { headers, body: file }));
}
