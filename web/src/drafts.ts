import { keep, kept, wipe } from "./vault";

/** What was typed into a form and not yet saved; nothing in it takes the draft away. Personal values never come here. */
export function storeDraft(name: string, values: Readonly<Record<string, unknown>>): void {
  void keep(name, Object.keys(values).length ? values : null);
}

export const readDraft = (name: string): Promise<Record<string, unknown> | null> => kept<Record<string, unknown>>(name);

/** Takes every draft off this device, at sign-out. */
export const dropDrafts = wipe;

/** Drafts belong to one account: who comes in after another finds none. */
export async function claimDrafts(account: string): Promise<void> {
  const owner = await kept<string>("owner");
  if (owner === account) return;
  if (owner !== null) await wipe();
  await keep("owner", account);
}
