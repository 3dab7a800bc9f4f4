// Templates of answers: "/" at the start of a word, or the button, opens those that fit here. Typing filters them, the arrows and
// Enter choose one, Escape leaves; the server has put the names in already. Which ones were used goes along with the answer.
// On the page of the sheet a file is read into the field.

/** Where the text goes: in place of the stroke that opened the list, or where the cursor stood. */
interface Place {
  field: HTMLTextAreaElement;
  from: number;
  to: number;
}

let place: Place | undefined;
/** Enter came before the list did. */
let hurried = false;

const box = () => place?.field.closest(".composer")?.querySelector<HTMLElement>("[data-template-box]") ?? null;
const search = () => box()?.querySelector<HTMLInputElement>("input[type=search]") ?? null;
const offers = () => [...(box()?.querySelectorAll<HTMLElement>("[role=option]") ?? [])];
/** Whether what is shown answers what was typed last. */
const settled = () => box()?.querySelector<HTMLElement>("[data-words]")?.dataset.words === search()?.value.trim();
const current = () => offers().find((offer) => offer.ariaSelected === "true");

function open(field: HTMLTextAreaElement, from: number, to: number): void {
  place = { field, from, to };
  const found = search();
  if (!found) return;
  hurried = false;
  found.value = "";
  box()?.querySelector("[role=listbox]")?.replaceChildren();
  box()?.showPopover();
  found.focus();
  found.dispatchEvent(new Event("ask"));
}

/** Leaves the list; the cursor stands where it stood. */
function leave(): void {
  const left = place;
  box()?.hidePopover();
  place = undefined;
  left?.field.focus();
  left?.field.setSelectionRange(left.to, left.to);
}

function mark(offer: HTMLElement | undefined): void {
  for (const other of offers()) other.ariaSelected = String(other === offer);
  offer?.scrollIntoView({ block: "nearest" });
  const field = search();
  if (offer) field?.setAttribute("aria-activedescendant", offer.id);
  else field?.removeAttribute("aria-activedescendant");
}

function step(by: number): void {
  const all = offers();
  const at = all.findIndex((offer) => offer.ariaSelected === "true");
  mark(all[(at + by + all.length) % all.length]);
}

function choose(offer: HTMLElement | undefined): void {
  if (!place || !offer) return;
  const { field, from, to } = place;
  box()?.hidePopover();
  place = undefined;
  field.focus();
  field.setRangeText(offer.dataset.text ?? "", from, to, "end");
  const used = field.form?.elements.namedItem("templates");
  if (used instanceof HTMLInputElement) {
    used.value = [...new Set([...used.value.split(" "), offer.dataset.id ?? ""])].filter(Boolean).join(" ");
  }
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

/** Whether a stroke was typed where a word begins. */
function begins(event: Event, field: HTMLTextAreaElement): boolean {
  if (!(event instanceof InputEvent) || event.inputType !== "insertText" || event.data !== "/" || event.isComposing) return false;
  const before = field.value[field.selectionStart - 2];
  return before === undefined || /\s/.test(before);
}

function typed(event: Event): void {
  const field = event.target as HTMLElement;
  if (field instanceof HTMLTextAreaElement && field.matches(".composer form.reply textarea")) {
    if (begins(event, field)) open(field, field.selectionStart - 1, field.selectionStart);
    // Nothing of a template is left in an empty field.
    const used = field.form?.elements.namedItem("templates");
    if (!field.value && used instanceof HTMLInputElement) used.value = "";
  } else if (field === search()) {
    hurried = false;
    // A stroke between blanks was meant as one.
    if ((field as HTMLInputElement).value !== " ") return;
    const left = place;
    leave();
    left?.field.setRangeText(" ", left.to, left.to, "end");
    left?.field.dispatchEvent(new Event("input", { bubbles: true }));
  }
}

const keys: Record<string, () => void> = {
  ArrowDown: () => step(1),
  ArrowUp: () => step(-1),
  Escape: leave,
  Enter: () => (settled() ? choose(current()) : (hurried = true)),
};

export function watchTemplates(): void {
  document.addEventListener("input", typed);
  document.addEventListener("click", (event) => {
    const target = event.target as Element;
    const link = target.closest("a[data-templates]");
    const field = link?.closest("form")?.querySelector("textarea");
    if (link && field && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      open(field, field.selectionStart, field.selectionEnd);
    } else choose(target.closest<HTMLElement>("[data-template-box] [role=option]") ?? undefined);
  });
  // Before the shortcuts, which leave every field at Escape.
  document.addEventListener(
    "keydown",
    (event) => {
      if (event.target !== search() || event.isComposing || event.ctrlKey || event.metaKey) return;
      const act = keys[event.key];
      if (!act) return;
      event.preventDefault();
      event.stopPropagation();
      act();
    },
    { capture: true },
  );
  document.addEventListener("htmx:after:swap", () => {
    if (!place || !box()?.matches(":popover-open") || !settled()) return;
    mark(current());
    if (hurried) choose(current());
    hurried = false;
  });
}

export function watchSheets(): void {
  for (const file of document.querySelectorAll<HTMLInputElement>("input[type=file][data-reads-into]")) {
    const field = file.form?.elements.namedItem(file.dataset.readsInto ?? "");
    if (!(field instanceof HTMLTextAreaElement)) continue;
    file.closest("label")?.removeAttribute("hidden");
    file.addEventListener("change", async () => {
      field.value = (await file.files?.[0]?.text()) ?? field.value;
    });
  }
}
