// Ticking rows: by the box, by x, a range by Shift, on a phone by a long press or the button; and what is done to them.

import { always } from "./after";

/** As long as phones take a press for a long one. */
const LONG_MS = 500;

const list = () => document.getElementById("list");
const bar = () => document.getElementById("bulk") as HTMLFormElement | null;
const all = () => bar()?.querySelector<HTMLInputElement>(".all input") ?? null;
const boxes = () => [...document.querySelectorAll<HTMLInputElement>("#rows .pick input")];

/** The box that a range begins at. */
let last: HTMLInputElement | undefined;
let shown = "";

/** Whether anything is ticked. */
export function picks(): boolean {
  return Boolean(bar()) && (Boolean(all()?.checked) || boxes().some((box) => box.checked));
}

function say(): void {
  const said = document.getElementById("picked");
  if (!said) return;
  const n = boxes().filter((box) => box.checked).length;
  const { none, one, few, many } = said.dataset;
  const form = new Intl.PluralRules(document.documentElement.lang).select(n);
  const words = n === 0 ? none : form === "one" ? one : form === "few" ? few : many;
  // Over all of a view, how many are loaded says nothing.
  const text = all()?.checked ? "" : (words ?? "").replace(/\d+/, String(n));
  if (text !== shown || said.textContent !== text) said.textContent = shown = text;
}

function tick(box: HTMLInputElement, on: boolean): void {
  box.checked = on;
  const whole = all();
  if (!on && whole) whole.checked = false;
}

/** Ticks all between the last one and this one as this one is. */
function range(box: HTMLInputElement): void {
  const of = boxes();
  const ends = [of.indexOf(last ?? box), of.indexOf(box)].sort((a, b) => a - b);
  if (ends[0] !== undefined && ends[0] >= 0) for (const other of of.slice(ends[0], (ends[1] ?? 0) + 1)) tick(other, box.checked);
}

/** Unticks everything and leaves the mode of ticking. Gives whether there was anything to leave. */
export function unpick(): boolean {
  const was = picks() || Boolean(list()?.classList.contains("picking"));
  for (const box of boxes()) tick(box, false);
  const whole = all();
  if (whole) whole.checked = false;
  list()?.classList.remove("picking");
  last = undefined;
  say();
  return was;
}

/** Ticks the row that has the focus, else the one that is open; with Shift all from the last one on. */
export function pick(whole: boolean): void {
  const row = document.activeElement?.closest(".row") ?? document.querySelector(".row:has(a[aria-current])");
  const box = row?.querySelector<HTMLInputElement>(".pick input");
  if (!box || !bar()) return;
  tick(box, whole || !box.checked);
  if (whole) range(box);
  last = box;
  say();
}

/** Opens what one of the tools offers, or does what it does. */
export function tool(name: string): void {
  const button = bar()?.querySelector<HTMLButtonElement>(name === "solve" ? ".tools [name=do]" : `[popovertarget=bulk-${name}]`);
  button?.focus();
  button?.click();
  const field = document.querySelector<HTMLElement>(`#bulk-${name}:popover-open :is(.choice, input:not([type=hidden]))`);
  field?.focus();
}

function watchLongPress(): void {
  let pressed = 0;
  let swallow = false;
  const end = () => clearTimeout(pressed);
  document.addEventListener("pointerdown", (event) => {
    const row = event.pointerType === "touch" && bar() ? (event.target as Element).closest("#rows .row a") : null;
    swallow = false;
    end();
    if (!row) return;
    pressed = window.setTimeout(() => {
      const box = row.parentElement?.querySelector<HTMLInputElement>(".pick input");
      if (!box) return;
      swallow = true;
      list()?.classList.add("picking");
      tick(box, true);
      last = box;
      say();
    }, LONG_MS);
  });
  for (const kind of ["pointerup", "pointercancel", "pointermove"]) {
    document.addEventListener(kind, (event) => {
      if (kind !== "pointermove" || Math.abs((event as PointerEvent).movementY) > 4) end();
    });
  }
  document.addEventListener("contextmenu", (event) => {
    if (swallow || (list()?.classList.contains("picking") && (event.target as Element).closest("#rows"))) event.preventDefault();
  });
  // In the mode of ticking, and at the end of a long press, a tap on a row ticks it.
  document.addEventListener(
    "click",
    (event) => {
      const link = (event.target as Element).closest("#rows .row a");
      if (!link || !(swallow || list()?.classList.contains("picking"))) return;
      event.preventDefault();
      event.stopPropagation();
      const box = link.parentElement?.querySelector<HTMLInputElement>(".pick input");
      if (box && !swallow) tick(box, !box.checked);
      swallow = false;
      say();
    },
    { capture: true },
  );
}

function clicked(event: MouseEvent): void {
  const target = event.target as Element;
  if (target.closest("[data-unpick]")) {
    unpick();
    document.querySelector<HTMLElement>("#rows .row a")?.focus({ preventScroll: true });
  } else if (target.closest("[data-pick]")) {
    if (!unpick()) list()?.classList.add("picking");
  } else if (target instanceof HTMLInputElement && target.closest(".pick")) {
    tick(target, target.checked);
    if (event.shiftKey) range(target);
    last = target;
  } else if (target === all()) {
    for (const box of boxes()) box.checked = Boolean(all()?.checked);
  } else {
    return;
  }
  say();
}

let view: string | undefined;

export function watchPicks(): void {
  document.addEventListener("click", clicked);
  document.addEventListener("rows", say);
  document.addEventListener("keydown", (event) => {
    const field = event.target as Element;
    if (event.key !== "Enter" || !field.matches("#bulk input[name=tag]")) return;
    event.preventDefault();
    field.parentElement?.querySelector("button")?.click();
  });
  // The view as far as this page has heard of it: what came later was seen by nobody here.
  document.addEventListener(
    "submit",
    (event) => {
      const seen = event.target === bar() ? bar()?.querySelector<HTMLInputElement>("input[name=seen]") : null;
      if (seen) seen.value = String(Math.max(Number(seen.value), Number(document.body.dataset.heard ?? 0)));
    },
    { capture: true },
  );
  document.addEventListener("htmx:before:swap", (event) => {
    const { ctx } = (event as CustomEvent).detail;
    if (ctx?.sourceElement !== bar() || ctx?.response?.status !== 200) return;
    const tag = bar()?.querySelector<HTMLInputElement>("input[name=tag]");
    if (tag) tag.value = "";
    unpick();
    // Whichever row had the focus may be on its way out.
    document.getElementById("rows")?.focus({ preventScroll: true });
  });
  watchLongPress();
  always(() => {
    const now = document.getElementById("rows")?.dataset.view;
    if (view !== undefined && now !== view) unpick();
    view = now;
    say();
  });
}
