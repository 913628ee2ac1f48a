// What was typed and not yet saved, kept on this device: sealed by a key that the browser holds and never gives out,
// and that dies with sign-out; each piece is dropped after seven days. Where the browser offers no such key (an
// address without TLS), pieces live in this tab only and go with it.

const NAME = "jinguo.drafts";
const LONGEST = 7 * 24 * 3600 * 1000;
const PREFIX = "jinguo.draft.";

interface Piece {
  name: string;
  at: number;
  iv: Uint8Array<ArrayBuffer>;
  sealed: ArrayBuffer;
}
interface Vault {
  base: IDBDatabase;
  key: CryptoKey;
}

const asked = <T>(request: IDBRequest<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error("the device's store refused"));
  });

async function openVault(): Promise<Vault | null> {
  if (!globalThis.crypto?.subtle || !globalThis.indexedDB) return null;
  try {
    const opening = indexedDB.open(NAME, 1);
    opening.onupgradeneeded = () => {
      opening.result.createObjectStore("key");
      opening.result.createObjectStore("pieces", { keyPath: "name" });
    };
    const base = await asked(opening);
    base.onversionchange = () => {
      base.close();
      vault = null;
    };
    let key = (await asked(base.transaction("key").objectStore("key").get("key"))) as CryptoKey | undefined;
    if (!key) {
      const made = await crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
      // Another tab may have been first: its key stands.
      const keys = base.transaction("key", "readwrite").objectStore("key");
      await asked(keys.add(made, "key")).catch(() => undefined);
      key = ((await asked(base.transaction("key").objectStore("key").get("key"))) as CryptoKey | undefined) ?? made;
    }
    const all = (await asked(base.transaction("pieces").objectStore("pieces").getAll())) as Piece[];
    const stale = all.filter((piece) => Date.now() - piece.at > LONGEST);
    if (stale.length) {
      const pieces = base.transaction("pieces", "readwrite").objectStore("pieces");
      for (const piece of stale) pieces.delete(piece.name);
    }
    return { base, key };
  } catch {
    return null;
  }
}

let vault: Promise<Vault | null> | null = null;
const open = (): Promise<Vault | null> => (vault ??= openVault());

/** Writes of one name follow each other; the last one counts. */
const turns = new Map<string, Promise<void>>();
function inTurn(name: string, act: () => Promise<void>): Promise<void> {
  const next = (turns.get(name) ?? Promise.resolve()).then(act, act).catch(() => undefined);
  turns.set(name, next);
  return next;
}

/** Keeps a piece under a name; null takes it away. */
export function keep(name: string, value: unknown): Promise<void> {
  const text = value === null ? null : JSON.stringify(value);
  return inTurn(name, async () => {
    const held = await open();
    if (!held) {
      try {
        if (text === null) sessionStorage.removeItem(PREFIX + name);
        else sessionStorage.setItem(PREFIX + name, text);
      } catch {
        return;
      }
      return;
    }
    if (text === null) return void (await asked(held.base.transaction("pieces", "readwrite").objectStore("pieces").delete(name)));
    const iv = crypto.getRandomValues(new Uint8Array(12));
    const sealed = await crypto.subtle.encrypt({ name: "AES-GCM", iv, additionalData: new TextEncoder().encode(name) }, held.key, new TextEncoder().encode(text));
    const piece: Piece = { name, at: Date.now(), iv, sealed };
    await asked(held.base.transaction("pieces", "readwrite").objectStore("pieces").put(piece));
  });
}

/** The piece kept under a name; null when there is none, or it is too old or of another key. */
export async function kept<T>(name: string): Promise<T | null> {
  await turns.get(name);
  try {
    const held = await open();
    if (!held) return JSON.parse(sessionStorage.getItem(PREFIX + name) ?? "null") as T | null;
    const piece = (await asked(held.base.transaction("pieces").objectStore("pieces").get(name))) as Piece | undefined;
    if (!piece || Date.now() - piece.at > LONGEST) return null;
    const plain = await crypto.subtle.decrypt({ name: "AES-GCM", iv: piece.iv, additionalData: new TextEncoder().encode(name) }, held.key, piece.sealed);
    return JSON.parse(new TextDecoder().decode(plain)) as T;
  } catch {
    return null;
  }
}

/** At sign-out: the key and every piece. */
export async function wipe(): Promise<void> {
  turns.clear();
  try {
    for (const key of Object.keys(sessionStorage)) if (key.startsWith(PREFIX)) sessionStorage.removeItem(key);
  } catch {
    // A tab that may keep nothing has nothing to drop.
  }
  if (!globalThis.indexedDB) return;
  const held = await vault?.catch(() => null);
  vault = null;
  held?.base.close();
  await new Promise<void>((resolve) => {
    const going = indexedDB.deleteDatabase(NAME);
    going.onsuccess = going.onerror = going.onblocked = () => resolve();
  });
}
