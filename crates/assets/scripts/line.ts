// The thin bar at the top: what is wrong with the connection, or that something could not be saved.

export type State = "live" | "lost" | "catching-up" | "signed-out";
type Notice = "failed" | "stale" | "version";

const QUIET_MS = { lost: 1_500, "catching-up": 600 };
const NOTICE_MS = 9_000;

let state: State = "live";
let pending = 0;
let notice: Notice | undefined;
let fading = 0;
let version = false;

function paint(shown: State): void {
  const line = document.getElementById("line");
  if (!line) return;
  const say = notice ?? (shown !== "live" ? shown : version ? "version" : undefined);
  for (const part of line.querySelectorAll<HTMLElement>("[data-line]")) part.hidden = part.dataset.line !== say;
  line.hidden = say === undefined;
}

/** Shows how the stream fares. Short breaks are not worth a word. */
export function showState(next: State): void {
  if (next === state) return;
  state = next;
  clearTimeout(pending);
  const wait = next === "lost" || next === "catching-up" ? QUIET_MS[next] : 0;
  pending = window.setTimeout(() => paint(state), wait);
}

/** Says something for a while. */
export function say(what: Notice): void {
  notice = what;
  paint(state);
  clearTimeout(fading);
  fading = window.setTimeout(() => {
    notice = undefined;
    paint(state);
  }, NOTICE_MS);
}

/** A newer program answers: this page should be loaded anew when it suits. */
export function newVersion(): void {
  version = true;
  paint(state);
}

/** Requests that failed say so. What was typed stays, because nothing was swapped. */
export function watchFailures(): void {
  document.addEventListener("htmx:response:error", (event) => {
    const status = (event as CustomEvent).detail?.ctx?.response?.status;
    if (status === 401) showState("signed-out");
    else if (status === 409) say("stale");
    else if (status !== 422) say("failed");
  });
  document.addEventListener("htmx:error", () => say("failed"));
}
