// Drafts that survive anything: what is typed lies in localStorage, per conversation and form, until the
// server has taken it. With it lies the key under which the server takes it once: whoever sends, loses the
// line, reloads and sends again, sends one message. So do the templates that it was made with.

import { always } from "./after";

interface Draft {
  text: string;
  once: string;
  at: number;
  templates?: string;
}

const KEEP_MS = 30 * 24 * 3_600_000;
const PREFIX = "draft:";

function read(key: string): Draft | undefined {
  try {
    const draft = JSON.parse(localStorage.getItem(PREFIX + key) ?? "null") as Draft | null;
    return draft && typeof draft.text === "string" && typeof draft.once === "string" ? draft : undefined;
  } catch {
    return undefined;
  }
}

function write(key: string, draft: Draft | undefined): void {
  try {
    if (draft) localStorage.setItem(PREFIX + key, JSON.stringify(draft));
    else localStorage.removeItem(PREFIX + key);
  } catch {
    // Storage is full or forbidden: the field itself still holds the text.
  }
}

function parts(form: HTMLFormElement) {
  const text = form.elements.namedItem("text");
  const once = form.elements.namedItem("once");
  const used = form.elements.namedItem("templates");
  if (!(text instanceof HTMLTextAreaElement) || !(once instanceof HTMLInputElement)) return undefined;
  return { text, once, used: used instanceof HTMLInputElement ? used : undefined, key: form.dataset.draft ?? "" };
}

function restore(): void {
  for (const form of document.querySelectorAll<HTMLFormElement>("form[data-draft]")) {
    const field = parts(form);
    const draft = field && read(field.key);
    // What was typed keeps its key, also when the form around it was made anew.
    if (!field || !draft || (field.text.value && field.text.value !== draft.text)) continue;
    field.text.value = draft.text;
    field.once.value = draft.once;
    if (field.used && draft.templates) field.used.value = draft.templates;
  }
}

function forgetOld(): void {
  for (const name of Object.keys(localStorage)) {
    if (!name.startsWith(PREFIX)) continue;
    const draft = read(name.slice(PREFIX.length));
    if (!draft || Date.now() - draft.at > KEEP_MS) localStorage.removeItem(name);
  }
}

export function watchDrafts(): void {
  try {
    forgetOld();
  } catch {
    // No storage: nothing to forget.
  }
  always(restore);
  document.addEventListener("input", (event) => {
    const form = (event.target as Element).closest<HTMLFormElement>("form[data-draft]");
    const field = form && parts(form);
    if (!field || event.target !== field.text) return;
    const text = field.text.value;
    write(field.key, text ? { text, once: field.once.value, at: Date.now(), templates: field.used?.value } : undefined);
  });
  // Taken: the draft goes, and so does the text, unless more was typed while it was on its way.
  document.addEventListener("htmx:before:swap", (event) => {
    const { ctx } = (event as CustomEvent).detail;
    const form = ctx?.sourceElement;
    if (!(form instanceof HTMLFormElement) || !form.dataset.draft || ctx.response?.status !== 200) return;
    const field = parts(form);
    if (!field) return;
    write(field.key, undefined);
    if (new URLSearchParams(ctx.request.body).get("text")?.trim() === field.text.value.trim()) field.text.value = "";
  });
}
