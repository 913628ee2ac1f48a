import { computed, ref, shallowRef } from "vue";
import { ApiError, asApiError, get, write } from "./api/client";
import { claimDrafts, dropDrafts } from "./drafts";
import type { About, DemoRole, Session } from "./api/types";

/** Who is signed in: undefined until asked, null when nobody is. */
export const session = shallowRef<Session | null | undefined>(undefined);
/** Why it could not be asked who is there; null once it could. */
export const unreachable = shallowRef<ApiError | null>(null);
export const demoRoles = shallowRef<DemoRole[]>([]);
export const about = shallowRef<About | null>(null);
/** The session ended under an open page: it stays as it is until she, or another, signs in. */
export const lapsed = ref(false);
/** Counts the times someone else came in, so that what the page remembers of the one before is dropped. */
export const generation = ref(0);

export const isDemo = computed(() => session.value?.demo || demoRoles.value.length > 0 || about.value?.demo === true);
export const homeUnit = computed(() => session.value?.post?.unit ?? session.value?.city ?? null);
export const homePeriod = computed(() => session.value?.home_period ?? "");
export const may = (power: string): boolean => session.value?.may.includes(power) ?? false;
export const isVillage = computed(() => homeUnit.value?.level === "village");

async function loadAbout(): Promise<void> {
  about.value = await get<About>("/about").catch(() => null);
}

/** Asks once who is there; later calls answer at once. Null also while the server cannot be reached. */
export async function loadSession(): Promise<Session | null> {
  if (session.value !== undefined) return session.value;
  const [who, roles] = await Promise.allSettled([get<Session>("/session"), get<DemoRole[]>("/demo/roles")]);
  demoRoles.value = roles.status === "fulfilled" ? (roles.value ?? []) : [];
  const isAsked = who.status === "fulfilled" || (who.reason instanceof ApiError && who.reason.status === 401);
  unreachable.value = isAsked ? null : asApiError(who.reason);
  if (!isAsked) return null;
  session.value = who.status === "fulfilled" ? who.value : null;
  if (session.value) void loadAbout();
  return session.value;
}

/** Asks again who is there; tells whether somebody still is. No answer at all changes nothing. */
export async function checkSession(): Promise<boolean> {
  try {
    const now = await get<Session>("/session");
    if (now.account === session.value?.account) session.value = now;
  } catch (fault) {
    if (fault instanceof ApiError && fault.status === 401) lapse();
  }
  return session.value !== null && !lapsed.value;
}

function enter(who: Session): void {
  const isBack = lapsed.value && who.account === session.value?.account;
  lapsed.value = false;
  if (isBack) return void (session.value = who);
  void claimDrafts(who.account);
  session.value = who;
  generation.value += 1;
  void loadAbout();
}

export async function signIn(account: string, password: string, code: string): Promise<void> {
  enter(await write<Session>("POST", "/session", { account, password, ...(code ? { code } : {}) }));
}
export async function useFirstLink(token: string, password: string): Promise<void> {
  const who = await write<Session | undefined>("POST", "/first-link", { token, password });
  if (who?.account) enter(who);
}
export async function enterRole(role: string): Promise<void> {
  enter(await write<Session>("POST", "/demo/session", { role }));
}
export async function signOut(): Promise<void> {
  await write("DELETE", "/session");
  await dropDrafts();
  forget();
}
/** An answer said that nobody is signed in. */
export function lapse(): void {
  if (session.value) lapsed.value = true;
}
/** Nobody is here any more: she left, or does not sign in again. Drafts wait for the same account. */
export function forget(): void {
  lapsed.value = false;
  session.value = null;
  generation.value += 1;
}
