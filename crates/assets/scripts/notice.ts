// The quiet notice of what one just did: it goes by itself after a while, unless somebody is at it; z takes it back.

/** Long enough to read it twice and to reach it by keyboard. */
const STAYS_MS = 20_000;

const notice = () => document.getElementById("notice");

let leaving = 0;

function leave(): void {
  const shown = notice();
  if (!shown || shown.matches(":hover, :focus-within") || shown.querySelector("[data-stays]")) return stay();
  shown.replaceChildren();
}

function stay(): void {
  clearTimeout(leaving);
  leaving = window.setTimeout(leave, STAYS_MS);
}

const button = () => notice()?.querySelector<HTMLButtonElement>("button[data-key=z]:not(:disabled)");

/** Whether the notice tells of something that can be taken back. */
export function undoable(): boolean {
  return Boolean(button());
}

/** Takes back what the notice tells of. */
export function undo(): void {
  button()?.click();
}

export function watchNotice(): void {
  const shown = notice();
  if (!shown) return;
  // Whatever is said, by a page, an answer or a script, stays for its time.
  new MutationObserver(stay).observe(shown, { childList: true });
  stay();
  // A page that is read again later must not offer what was offered when it was made.
  const address = new URL(location.href);
  for (const told of ["since", "told", "bulk"]) address.searchParams.delete(told);
  if (address.href !== location.href) history.replaceState(history.state, "", address);
  document.addEventListener("click", (event) => {
    if ((event.target as Element).closest("#notice [data-dismiss]")) notice()?.replaceChildren();
  });
  // Whose button went with the words it stood beside stays where they were.
  document.addEventListener("htmx:before:swap", (event) => {
    const from = (event as CustomEvent).detail?.ctx?.sourceElement as Element | undefined;
    if (from?.closest("#notice")?.contains(document.activeElement)) notice()?.focus({ preventScroll: true });
  });
}
