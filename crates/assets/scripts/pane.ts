// The conversation's pane: the timeline keeps its place, "take it" hides from whoever has it already.

import { always } from "./after";
import { alone, isOlder, type Morph } from "./swaps";

/** This close to the end counts as reading the end. */
const NEAR_PX = 96;

function scroller(): HTMLElement | null {
  return document.getElementById("scroll");
}

function isAtEnd(scroll: HTMLElement): boolean {
  return scroll.scrollHeight - scroll.scrollTop - scroll.clientHeight < NEAR_PX;
}

/** Whether the end was in sight when somebody last scrolled. */
let following = true;

/** What one reads at the end stays in sight when the room shrinks: a phone's keyboard comes up, the field grows. */
const room = new ResizeObserver(() => {
  const scroll = scroller();
  if (scroll && following) scroll.scrollTop = scroll.scrollHeight;
});

/** Swap style "upsert": each element of `fragment` replaces the one with its id, or is added at the end. */
export function upsert(target: Element, fragment: DocumentFragment, morph: Morph): Element[] {
  const scroll = scroller();
  const atEnd = scroll !== null && isAtEnd(scroll);
  const touched: Element[] = [];
  for (const element of [...fragment.children]) {
    const old = element.id ? document.getElementById(element.id) : null;
    if (old && target.contains(old)) {
      if (isOlder(element, old)) continue;
      morph(old, alone(element));
      touched.push(old);
    } else {
      target.append(element);
      touched.push(element);
    }
  }
  if (atEnd && scroll) scroll.scrollTop = scroll.scrollHeight;
  noteSeen(target);
  return touched;
}

/** The composer tells the server up to which message its author has read. */
function noteSeen(timeline: Element): void {
  const last = [...timeline.querySelectorAll(".message.customer")].at(-1);
  if (!last) return;
  for (const seen of document.querySelectorAll<HTMLInputElement>(".composer input[name=seen]")) seen.value = last.id;
}

let shown: string | undefined;

export function watchPane(): void {
  always(() => {
    const thread = document.getElementById("thread");
    document.getElementById("inbox")?.classList.toggle("has-conversation", thread !== null);
    for (const form of document.querySelectorAll<HTMLElement>("[data-unless-mine]")) {
      form.hidden = form.dataset.unlessMine === document.body.dataset.me;
    }
    if (thread?.dataset.id === shown) return;
    shown = thread?.dataset.id;
    const scroll = scroller();
    room.disconnect();
    following = true;
    if (scroll) {
      scroll.scrollTop = scroll.scrollHeight;
      room.observe(scroll);
    }
    // On a phone the list is gone, and with it whatever had the focus.
    const focused = document.activeElement as HTMLElement | null;
    if (thread && focused?.closest(".row") && focused.offsetParent === null) {
      document.getElementById("conversation")?.focus({ preventScroll: true });
    }
  });
  // Scrolling does not bubble.
  const note = (event: Event) => {
    const scroll = scroller();
    if (scroll && event.target === scroll) following = isAtEnd(scroll);
  };
  document.addEventListener("scroll", note, { capture: true, passive: true });
}
