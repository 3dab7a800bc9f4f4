// The list: which row is open, and how rows come and go without moving what is under the cursor.
//
// A row that arrives is put where it belongs at once if it comes to stand below the row one points at or
// has focused; otherwise it waits behind the button "2 new conversations" until one looks away or asks for it.
// A row that leaves pales and stays until then.

import { always } from "./after";
import { alone, type Morph } from "./swaps";

const waiting = new Map<string, HTMLElement>();
/** Rows that came to stand below what is loaded: told of at the end of the list. */
const below = new Set<string>();
/** As of which position each row was last heard of, here or gone. */
const heard = new Map<string, number>();
const HEARD = 2_000;

const list = () => document.getElementById("rows");
const rows = (of: ParentNode) => [...of.querySelectorAll<HTMLElement>(".row")];

/** The row that must not move: the one under the pointer, else the focused one. */
function anchor(of: HTMLElement): HTMLElement | null {
  const focused = document.activeElement?.closest<HTMLElement>(".row") ?? null;
  return of.querySelector<HTMLElement>(".row:hover") ?? (focused && of.contains(focused) ? focused : null);
}

function belongs(row: HTMLElement, to: HTMLElement): boolean {
  const { bucket, assignee } = to.dataset;
  return row.dataset.bucket === bucket && (!assignee || row.dataset.assignee === assignee);
}

/** The row before which `row` stands; null for the end. */
function successor(of: HTMLElement, row: HTMLElement): HTMLElement | null {
  const oldest = of.dataset.order === "oldest";
  const at = Number(row.dataset.sort);
  return rows(of).find((other) => other !== row && (oldest ? Number(other.dataset.sort) > at : Number(other.dataset.sort) < at)) ?? null;
}

function isAbove(a: Element, b: Element): boolean {
  return Boolean(a.compareDocumentPosition(b) & Node.DOCUMENT_POSITION_FOLLOWING);
}

/** Whether a row stands on a page that is not loaded yet: after the key with which that one is asked for. */
function isBeyond(of: HTMLElement, row: HTMLElement, more: HTMLElement): boolean {
  const key = /[?&]after=(-?\d+)/.exec(more.querySelector("button")?.getAttribute("hx-get") ?? "");
  const [at, edge] = [Number(row.dataset.sort), Number(key?.[1])];
  return of.dataset.order === "oldest" ? !(at <= edge) : !(at >= edge);
}

/** Puts a row where it belongs; false when it would move `fixed`, or belongs to a page not loaded yet. */
function insert(of: HTMLElement, row: HTMLElement, fixed: HTMLElement | null): boolean {
  const next = successor(of, row);
  if (next && fixed && (next === fixed || isAbove(next, fixed))) return false;
  const more = document.getElementById("more");
  if (!next && more && isBeyond(of, row, more)) {
    row.remove();
    below.add(row.id);
    return true;
  }
  of.insertBefore(row, next ?? more);
  return true;
}

function label(): void {
  // What was loaded meanwhile, or went elsewhere, is not below any more.
  for (const id of below) if (document.getElementById(id)) below.delete(id);
  say("arrivals", waiting.size);
  say("below", document.getElementById("more") ? below.size : 0);
  document.dispatchEvent(new Event("rows"));
}

function say(id: string, n: number): void {
  const button = document.getElementById(id);
  if (!button) return;
  button.hidden = n === 0;
  const form = new Intl.PluralRules(document.documentElement.lang).select(n);
  const { one, few, many } = button.dataset;
  const words = form === "one" ? one : form === "few" ? few : many;
  button.textContent = (words ?? "").replace(/\d+/, String(n));
}

/** Lets in what waits and out what left, as far as `fixed` allows. */
function settle(fixed: HTMLElement | null): void {
  const of = list();
  if (!of) return;
  for (const row of rows(of)) {
    const open = row.querySelector("a[aria-current]") !== null;
    if (row.classList.contains("gone") && row !== fixed && !open && !(fixed && isAbove(row, fixed))) row.remove();
  }
  for (const [id, row] of waiting) if (insert(of, row, fixed)) waiting.delete(id);
  // All that was loaded is gone: what comes next is not "nothing".
  if (!of.querySelector(".row")) document.querySelector<HTMLButtonElement>("#more button:not(:disabled)")?.click();
  label();
}

/** Whether this row tells something newer than what was heard of it before. */
function isNews(row: HTMLElement): boolean {
  const at = Number(row.dataset.asOf);
  const shown = Number(document.getElementById(row.id)?.dataset.asOf ?? 0);
  if (at < Math.max(shown, heard.get(row.id) ?? 0)) return false;
  if (heard.size > HEARD) heard.clear();
  heard.set(row.id, at);
  return true;
}

/** Swap style "row": `fragment` holds one row, `of` is the list. */
export function placeRow(of: HTMLElement, fragment: DocumentFragment, morph: Morph): Element[] {
  const row = fragment.querySelector<HTMLElement>(".row");
  if (!row || !isNews(row)) return [];
  const stays = belongs(row, of);
  const link = row.querySelector("a");
  // By its text: a fragment stands in no document against which an address could be read.
  const path = link?.getAttribute("href")?.split("?")[0];
  if (link && path && of.dataset.view) link.setAttribute("href", `${path}?view=${of.dataset.view}`);
  waiting.delete(row.id);
  below.delete(row.id);
  const old = document.getElementById(row.id);
  if (old && !stays) {
    old.classList.add("gone");
  } else if (old) {
    const open = old.querySelector("a[aria-current]") !== null;
    if (open) link?.setAttribute("aria-current", "true");
    morph(old, alone(row));
    const fixed = anchor(of);
    const next = successor(of, old);
    if (old !== fixed && next !== old.nextElementSibling && !(fixed && isAbove(old, fixed))) insert(of, old, fixed);
  } else if (stays && !insert(of, row, anchor(of))) {
    waiting.set(row.id, row);
  }
  settle(anchor(of));
  return row.isConnected ? [row] : old ? [old] : [];
}

/** Marks the row whose conversation is open. */
function markOpen(): void {
  const open = document.getElementById("thread")?.dataset.id;
  for (const link of document.querySelectorAll<HTMLElement>(".row a")) {
    const current = link.parentElement?.dataset.id === open;
    if (current !== link.hasAttribute("aria-current")) link.toggleAttribute("aria-current", current);
    if (current) link.setAttribute("aria-current", "true");
  }
}

let view: string | undefined;

export function watchList(): void {
  always(() => {
    if (view !== list()?.dataset.view) {
      // What waited for the other view is in this one already, or not of it.
      waiting.clear();
      below.clear();
      const views = document.getElementById("views");
      if (views?.matches(":popover-open")) views.hidePopover();
    }
    view = list()?.dataset.view;
    markOpen();
    label();
  });
  document.addEventListener("click", (event) => {
    if ((event.target as Element).closest("#below")) {
      const more = document.getElementById("more");
      more?.scrollIntoView({ block: "nearest" });
      more?.querySelector("button")?.click();
      below.clear();
      label();
    }
    if (!(event.target as Element).closest("#arrivals")) return;
    settle(null);
    list()?.scrollTo({ top: 0 });
  });
  document.addEventListener("pointerout", (event) => {
    const of = list();
    if (of?.contains(event.target as Node) && !of.contains(event.relatedTarget as Node | null)) settle(anchor(of));
  });
}
