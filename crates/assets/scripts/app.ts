// What runs in the agents' workspace and on the few other pages: htmx, and one small island a behaviour.
// Every island works on what it finds, now and after every swap; none holds words, those come from the page.

import htmx from "htmx.org";
import { tick } from "./clock";
import { watchCopying } from "./copy";
import { watchDrafts } from "./drafts";
import { watchForms } from "./forms";
import { watchKeys } from "./keys";
import { watchFailures } from "./line";
import { startLive } from "./live/start";
import { watchList } from "./list";
import { watchMenus } from "./menu";
import { watchNotice } from "./notice";
import { watchOriginals } from "./original";
import { watchPane } from "./pane";
import { watchPasskeys } from "./passkeys";
import { watchPicks } from "./pick";
import { watchPlace } from "./place";
import { watchPlug } from "./plug";
import { registerSwaps } from "./swaps";
import { watchTags } from "./tags";
import { watchSheets, watchTemplates } from "./templates";

// A refused form (409, 422) comes back with its reason and is swapped in; everything else that failed
// leaves the page as it is, and the connection line says so.
(htmx.config.noSwap as (number | string)[]) = [204, 304, 400, 401, 403, 404, 408, 413, 429, "5xx"];
htmx.config.defaultTimeout = 20_000;
htmx.config.includeIndicatorCSS = false;
// What somebody unfolded stays unfolded, whatever comes from the server.
(htmx.config.morphIgnore as string[]).push("open");

registerSwaps();
watchFailures();
tick();
watchPlug();
watchCopying();
watchForms();
watchPasskeys();
watchSheets();
if (document.body.dataset.live) {
  watchList();
  watchPane();
  watchOriginals();
  watchPlace();
  watchDrafts();
  watchKeys();
  watchMenus();
  watchTags();
  watchTemplates();
  watchNotice();
  watchPicks();
  startLive(document.body.dataset.live);
}
