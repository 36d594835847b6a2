/**
 * Every page of the application and the address it lives at.
 * @type {import("/lib/router.js").Route[]}
 */
export const routes = [
  { path: "/sign-in", load: () => import("/features/accounts/sign-in-page.js"), open: true },
  {
    path: "/interactions",
    section: "interactions",
    load: () => import("/features/interactions/list-page.js"),
  },
  {
    path: "/interactions/:id",
    section: "interactions",
    wide: true,
    load: () => import("/features/interactions/interaction-page.js"),
  },
  {
    path: "/interactions/:id/upload",
    section: "interactions",
    load: () => import("/features/interactions/upload-page.js"),
  },
  { path: "/upload", section: "interactions", load: () => import("/features/interactions/upload-page.js") },
  { path: "/home", section: "home", load: () => import("/features/action-items/home-page.js") },
  { path: "/messages", section: "messages", load: () => import("/features/action-items/sent-page.js") },
  {
    path: "/action-items/:id",
    section: "home",
    wide: true,
    load: () => import("/features/action-items/item-page.js"),
  },
  { path: "/search", section: "search", load: () => import("/features/transcripts/search-page.js") },
  { path: "/evaluations", section: "evaluations", load: () => import("/features/evaluations/list-page.js") },
  { path: "/criteria", section: "evaluations", load: () => import("/features/evaluations/criteria-page.js") },
  { path: "/evaluations/trend", section: "evaluations", load: () => import("/features/evaluations/trend-page.js") },
  {
    path: "/evaluations/:id",
    section: "evaluations",
    wide: true,
    load: () => import("/features/evaluations/workbench-page.js"),
  },
  { path: "/scorecards", section: "scorecards", load: () => import("/features/scorecards/list-page.js") },
  { path: "/scorecards/:id", section: "scorecards", load: () => import("/features/scorecards/preview-page.js") },
  { path: "/scorecards/:id/edit", section: "scorecards", load: () => import("/features/scorecards/editor-page.js") },
  { path: "/shares", section: "shares", load: () => import("/features/sharing/links-page.js") },
  { path: "/settings", load: () => import("/features/accounts/settings-page.js") },
  { path: "/moments", section: "interactions", load: () => import("/features/moments/moments-page.js") },
];
