// Mails in their frames: a frame is as high as its mail, and says how many remote images it holds back. No script runs
// inside (see the frame's policy), so the page around it measures and asks.

import { always } from "./after";

/** Higher than this a frame scrolls by itself. */
const HIGHEST_PX = 20_000;

function fit(frame: HTMLIFrameElement): void {
  const mail = frame.contentDocument?.body.getBoundingClientRect();
  if (!mail) return;
  const borders = frame.offsetHeight - frame.clientHeight;
  frame.style.height = `${Math.min(HIGHEST_PX, Math.ceil(mail.height) + borders)}px`;
}

/** Folded quotes open, images arrive, the window turns. */
const sizes = new ResizeObserver((entries) => {
  for (const { target } of entries) {
    const frame = target.ownerDocument.defaultView?.frameElement;
    if (frame) fit(frame as HTMLIFrameElement);
  }
});

function settle(frame: HTMLIFrameElement): void {
  const page = frame.contentDocument;
  const blocked = page?.documentElement.dataset.blocked;
  if (!page || blocked === undefined) return;
  fit(frame);
  sizes.observe(page.body);
  const button = frame.parentElement?.querySelector<HTMLElement>("[data-remote]");
  const count = button?.querySelector("[data-blocked]");
  if (!button || !count) return;
  // Whoever pressed the button goes on in the mail.
  if (blocked === "0" && button === document.activeElement) frame.focus();
  button.hidden = blocked === "0";
  count.textContent = blocked;
}

export function watchOriginals(): void {
  // Loading does not bubble.
  document.addEventListener(
    "load",
    ({ target }) => {
      if (target instanceof HTMLIFrameElement) settle(target);
    },
    { capture: true },
  );
  document.addEventListener("click", ({ target }) => {
    const button = (target as Element).closest<HTMLElement>("[data-remote]");
    const frame = button?.parentElement?.querySelector("iframe");
    if (frame) frame.src = button?.dataset.remote ?? frame.src;
  });
  always(() => document.querySelectorAll<HTMLIFrameElement>(".original iframe").forEach(settle));
}
