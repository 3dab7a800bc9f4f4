// Keyboard first: j/k through the list, Enter opens, r replies, n notes, a assigns, s puts aside, e solves, t tags,
// m joins what may be one matter, x ticks,
// z takes back what was just done, Ctrl+Enter sends, ? tells.
// Letters typed with AltGr (ą, ę, ł on Polish keyboards) are never shortcuts.

import { undo, undoable } from "./notice";
import { pick, picks, tool, unpick } from "./pick";

function links(): HTMLAnchorElement[] {
  return [...document.querySelectorAll<HTMLAnchorElement>("#rows .row a")];
}

function step(by: number): void {
  const all = links();
  const focused = all.indexOf(document.activeElement as HTMLAnchorElement);
  const open = all.findIndex((link) => link.hasAttribute("aria-current"));
  const from = focused >= 0 ? focused : open;
  const next = all[from < 0 ? 0 : Math.min(all.length - 1, Math.max(0, from + by))];
  next?.focus({ preventScroll: true });
  next?.scrollIntoView({ block: "nearest" });
}

function compose(kind: "reply" | "note"): void {
  const choice = document.querySelector<HTMLInputElement>(`.composer input[value="${kind}"]`);
  if (choice) choice.checked = true;
  document.querySelector<HTMLTextAreaElement>(`.composer form.${kind} textarea`)?.focus();
}

function send(field: Element): void {
  const form = field.closest("form");
  const button = form?.querySelector<HTMLButtonElement>("button[data-default]");
  if (form && button && !button.disabled) form.requestSubmit(button);
}

function control(field: string): void {
  document.querySelector<HTMLElement>(`.controls ${field}`)?.focus();
}

/** Opens the choices that a button opens, at the first of them. */
function choose(button: string): void {
  const choices = document.querySelector<HTMLButtonElement>(button)?.popoverTargetElement as HTMLElement | null | undefined;
  choices?.showPopover();
  choices?.querySelector<HTMLElement>("button:not(:disabled)")?.focus();
}

function solve(): void {
  const status = document.querySelector<HTMLSelectElement>(".controls .status select");
  if (!status || status.value === "solved" || document.body.hasAttribute("data-reads-only")) return;
  status.value = "solved";
  status.dispatchEvent(new Event("change", { bubbles: true }));
}

const actions: Record<string, () => void> = {
  j: () => step(1),
  k: () => step(-1),
  r: () => compose("reply"),
  n: () => compose("note"),
  // What is ticked goes before what is open.
  a: () => (picks() ? tool("assign") : control(".assignment select")),
  s: () => (picks() ? tool("snooze") : choose(".controls .drop")),
  t: () => (picks() ? tool("tag") : control(".add-tag input[list]")),
  e: () => (picks() ? tool("solve") : solve()),
  x: () => pick(false),
  X: () => pick(true),
  z: undo,
  m: () => document.querySelector<HTMLButtonElement>('.matter button[data-key="m"]')?.click(),
  "?": () => document.getElementById("shortcuts")?.togglePopover(),
};

export function watchKeys(): void {
  document.addEventListener("keydown", (event) => {
    const target = event.target as HTMLElement;
    // What was just chosen from a list is taken back from there: z is no letter of its options then.
    const takesBack = event.key === "z" && target.matches("select") && undoable();
    const types = !takesBack && target.matches("input:not([type=radio], [type=checkbox]), textarea, select");
    if (types) {
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
        event.preventDefault();
        send(target);
      } else if (event.key === "Escape") {
        target.blur();
      }
      return;
    }
    const modified = event.ctrlKey || event.metaKey || event.altKey || event.getModifierState("AltGraph");
    const action = actions[event.key];
    if (event.key === "Escape" && !document.querySelector(":popover-open")) unpick();
    if (modified || event.isComposing || !action) return;
    event.preventDefault();
    action();
  });
}
