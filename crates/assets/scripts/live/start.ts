// What happens elsewhere appears here: one stream for all tabs of a browser.
//
// Whoever holds the Web Lock leads: it reads the stream and tells the other tabs over a BroadcastChannel. Browsers
// allow six connections to a host over HTTP/1.1; with a stream each, the seventh tab would hang.
// Every tab applies positions in order, each once, and remembers the latest fragments: so any tab can take
// over, and a tab that opens late gets from the leader what happened since its page was made.
// Where the browser has no Web Locks (plain HTTP on another host than localhost), a tab streams while it is visible.

import htmx from "htmx.org";
import { newVersion, showState, type State } from "../line";
import { type Fragment, Ring } from "./ring";
import { keepOpen, type Message } from "./stream";

type Note =
  | { kind: "fragment"; fragment: Fragment }
  | { kind: "state"; state: State }
  | { kind: "beat" }
  | { kind: "lead" }
  | { kind: "refresh"; position: number }
  | { kind: "hello"; from: string; after: number }
  | { kind: "replay"; to: string; fragments: Fragment[] | undefined; state: State };

/** A leader that says nothing for so long while we are looked at is frozen: we take over. */
const LEADER_SILENCE_MS = 60_000;
const LEADER_BEAT_MS = 15_000;

export function startLive(address: string): void {
  const { me = "", build = "" } = document.body.dataset;
  const language = document.documentElement.lang;
  const own = crypto.getRandomValues(new Uint32Array(2)).join("-");
  const name = `kontuar-live-${me}-${language}`;
  const channel = new BroadcastChannel(name);

  let position = pagePosition();
  let ring = new Ring(position);
  let state: State = "live";
  let leading = false;
  let leaderHeard = Date.now();
  let work = Promise.resolve();

  const tell = (note: Note) => channel.postMessage(note);

  function setState(next: State): void {
    state = next;
    showState(next);
    if (leading) tell({ kind: "state", state });
  }

  function apply(fragment: Fragment): void {
    if (fragment.id <= position) return;
    position = fragment.id;
    ring.add(fragment);
    if (!fragment.html) {
      work = work.then(() => {
        document.body.dataset.heard = String(fragment.id);
      });
      return;
    }
    work = work
      .then(() => htmx.swap({ text: fragment.html, sourceElement: document.body, target: document.body, swap: "none" }))
      .catch(() => {})
      .then(() => {
        document.body.dataset.heard = String(fragment.id);
      });
  }

  /** Too much was missed to hand it over piece by piece: the page is read anew, in place. */
  function refresh(): void {
    work = work
      .then(() => htmx.ajax("GET", location.pathname + location.search, { target: document.body, swap: "innerMorph" }))
      .then(() => {
        const fresh = pagePosition();
        if (fresh <= position) return;
        position = fresh;
        ring = new Ring(fresh);
      })
      .catch(() => {});
  }

  function take(message: Message): boolean {
    if (message.id !== undefined && message.name === "") {
      const fragment = { id: message.id, html: message.data };
      apply(fragment);
      tell({ kind: "fragment", fragment });
      return true;
    }
    switch (message.name) {
      case "hello":
        if (message.data !== build) newVersion();
        setState("catching-up");
        return true;
      case "live":
        setState("live");
        return true;
      case "reload":
        // The stream goes on after this position; what lies before it, each tab reads anew.
        if (message.id !== undefined) position = message.id;
        ring = new Ring(position);
        tell({ kind: "refresh", position });
        refresh();
        return true;
      case "signed-out":
        setState("signed-out");
        return false;
      default:
        return true;
    }
  }

  channel.onmessage = (event: MessageEvent<Note>) => {
    const note = event.data;
    leaderHeard = note.kind === "hello" ? leaderHeard : Date.now();
    switch (note.kind) {
      case "fragment":
        apply(note.fragment);
        break;
      case "state":
        setState(note.state);
        break;
      case "refresh":
        position = note.position;
        ring = new Ring(position);
        refresh();
        break;
      case "lead":
        greet();
        break;
      case "hello":
        if (leading) tell({ kind: "replay", to: note.from, fragments: ring.after(note.after), state });
        break;
      case "replay":
        if (note.to !== own) break;
        if (note.fragments) note.fragments.forEach(apply);
        else refresh();
        showState(note.state);
        break;
      default:
        break;
    }
  };

  const stream = {
    address: (after: number) => `${address}?after=${after}&me=${me}&lang=${language}`,
    position: () => position,
    take,
    lost: () => setState("lost"),
  };

  /** Asks the leader for what happened since this page was made. */
  const greet = () => tell({ kind: "hello", from: own, after: position });

  async function lead(signal: AbortSignal): Promise<void> {
    leading = true;
    tell({ kind: "lead" });
    const beats = setInterval(() => tell({ kind: "beat" }), LEADER_BEAT_MS);
    await keepOpen(stream, signal);
    clearInterval(beats);
    leading = false;
  }

  function stand(steal: boolean): void {
    const robbed = new AbortController();
    // Whoever is robbed of the lock sees its request rejected and lets its stream go.
    navigator.locks
      .request(name, steal ? { steal: true } : {}, () => lead(robbed.signal))
      .catch(() => {
        robbed.abort();
        leading = false;
        stand(false);
      });
  }

  if (!navigator.locks) {
    streamWhileVisible(lead);
    return;
  }
  stand(false);
  greet();
  const look = () => {
    if (leading || document.hidden || state === "signed-out" || Date.now() - leaderHeard < LEADER_SILENCE_MS) return;
    leaderHeard = Date.now();
    stand(true);
  };
  setInterval(look, 5_000);
  document.addEventListener("visibilitychange", look);
}

/** The position at which the page that is shown was read. */
function pagePosition(): number {
  return Number(document.getElementById("inbox")?.dataset.position ?? 0);
}

function streamWhileVisible(lead: (signal: AbortSignal) => Promise<void>): void {
  let shown: AbortController | undefined;
  const look = () => {
    if (document.hidden) {
      shown?.abort();
      shown = undefined;
    } else if (!shown) {
      shown = new AbortController();
      void lead(shown.signal);
    }
  };
  document.addEventListener("visibilitychange", look);
  look();
}
