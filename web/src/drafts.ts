const PREFIX = "jinguo.draft.";

/** What was typed and not yet saved, for this tab only. Personal values never come here. */
export function storeDraft(name: string, values: Readonly<Record<string, unknown>>): void {
  try {
    if (Object.keys(values).length) sessionStorage.setItem(PREFIX + name, JSON.stringify(values));
    else sessionStorage.removeItem(PREFIX + name);
  } catch {
    return;
  }
}

export function readDraft(name: string): Record<string, unknown> | null {
  try {
    return JSON.parse(sessionStorage.getItem(PREFIX + name) ?? "null") as Record<string, unknown> | null;
  } catch {
    return null;
  }
}

/** Takes every draft off this device, at sign-out. */
export function dropDrafts(): void {
  try {
    for (const key of Object.keys(sessionStorage)) if (key.startsWith(PREFIX)) sessionStorage.removeItem(key);
  } catch {
    return;
  }
}
