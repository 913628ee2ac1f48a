import { createRouter, createWebHistory, type RouteLocationNormalized } from "vue-router";
import type { Key } from "./i18n";
import { demoRoles, isVillage, loadSession, session, unreachable } from "./session";

declare module "vue-router" {
  interface RouteMeta {
    title?: Key;
    /** May be seen without being signed in. */
    open?: boolean;
    /** Which entry of the contents it belongs to. */
    part?: string;
  }
}

export const router = createRouter({
  history: createWebHistory(),
  scrollBehavior: (to, from, saved) => saved ?? (to.path === from.path ? undefined : { top: 0 }),
  routes: [
    { path: "/welcome", component: () => import("./pages/WelcomePage.vue"), meta: { title: "welcome.title", open: true } },
    { path: "/sign-in", component: () => import("./pages/SignInPage.vue"), meta: { title: "signin.title", open: true } },
    { path: "/first/:token?", alias: "/first-link", component: () => import("./pages/FirstLinkPage.vue"), meta: { title: "first.title", open: true } },
    { path: "/", component: () => import("./pages/DashboardPage.vue"), meta: { title: "app.overview", part: "/" } },
    { path: "/inbox", component: () => import("./pages/InboxPage.vue"), meta: { title: "inbox.title", part: "/inbox" } },
    { path: "/village", component: () => import("./pages/VillagePage.vue"), meta: { title: "app.today", part: "/village" } },
    { path: "/figures/:name", component: () => import("./pages/FigurePage.vue"), meta: { title: "app.figures", part: "/figures" } },
    { path: "/figures/:name/records", component: () => import("./pages/FigureRecordsPage.vue"), meta: { title: "fig.record", part: "/figures" } },
    { path: "/programmes", component: () => import("./pages/ProgrammesPage.vue"), meta: { title: "prog.title", part: "/programmes" } },
    { path: "/programmes/:programme", component: () => import("./pages/RecordsPage.vue"), meta: { title: "fig.record", part: "/programmes" } },
    { path: "/programmes/:programme/new", component: () => import("./pages/NewRecordPage.vue"), meta: { title: "prog.new", part: "/programmes" } },
    { path: "/programmes/:programme/import", component: () => import("./pages/ImportPage.vue"), meta: { title: "prog.import", part: "/programmes" } },
    { path: "/programmes/:programme/grid", component: () => import("./pages/GridPage.vue"), meta: { title: "grid.title", part: "/programmes" } },
    { path: "/programmes/:programme/records/:id", component: () => import("./pages/RecordPage.vue"), meta: { title: "fig.record", part: "/programmes" } },
    { path: "/missing/:programme", component: () => import("./pages/MissingPage.vue"), meta: { title: "prog.missing", part: "/programmes" } },
    { path: "/reports", component: () => import("./pages/ReportsPage.vue"), meta: { title: "report.title", part: "/reports" } },
    { path: "/reports/:id", component: () => import("./pages/ReportPage.vue"), meta: { title: "report.title", part: "/reports" } },
    { path: "/issued/:id", component: () => import("./pages/ReportPage.vue"), meta: { title: "report.title", part: "/reports" } },
    { path: "/burden", component: () => import("./pages/BurdenPage.vue"), meta: { title: "burden.title", part: "/burden" } },
    { path: "/organisation", component: () => import("./pages/OrganisationPage.vue"), meta: { title: "org.title", part: "/organisation" } },
    { path: "/units/:code", component: () => import("./pages/UnitPage.vue"), meta: { title: "unit.title", part: "/units" } },
    { path: "/definitions", component: () => import("./pages/DefinitionsPage.vue"), meta: { title: "def.title", part: "/definitions" } },
    { path: "/definitions/edit", component: () => import("./pages/EditorPage.vue"), meta: { title: "def.title", part: "/definitions" } },
    { path: "/definitions/:definition/versions", component: () => import("./pages/VersionsPage.vue"), meta: { title: "ed.versions", part: "/definitions" } },
    { path: "/people", component: () => import("./pages/PeoplePage.vue"), meta: { title: "people.title", part: "/people" } },
    { path: "/me", component: () => import("./pages/AccountPage.vue"), meta: { title: "me.title", part: "/me" } },
    { path: "/audit", component: () => import("./pages/AuditPage.vue"), meta: { title: "audit.title", part: "/audit" } },
    { path: "/about", component: () => import("./pages/AboutPage.vue"), meta: { title: "about.title", part: "/about" } },
    { path: "/:rest(.*)*", component: () => import("./pages/NotFoundPage.vue"), meta: { title: "page.notFound", open: true } },
  ],
});

/** Where one goes who is not signed in: the demo's tiles where there is a demo. */
export function wayIn(to?: RouteLocationNormalized): { path: string; query: Record<string, string> } {
  const back = to && to.fullPath !== "/" ? { to: to.fullPath } : {};
  return { path: demoRoles.value.length > 0 ? "/welcome" : "/sign-in", query: back as Record<string, string> };
}

/** A way back within this app, never to another site. */
export function safeWay(given: unknown): string | null {
  return typeof given === "string" && /^\/(?![/\\])/.test(given) ? given : null;
}

router.beforeEach(async (to) => {
  await loadSession();
  if (to.meta.open || unreachable.value) return true;
  if (!session.value) return wayIn(to);
  if (session.value.second_factor.due && to.path !== "/me") return { path: "/me" };
  if (to.path === "/" && isVillage.value && !to.query.unit) return { path: "/village" };
  return true;
});
