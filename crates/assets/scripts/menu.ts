// Menus made of details close like menus: on Escape, which gives the focus back, on a click beside them, and
// when one of theirs was chosen.

const open = () => document.querySelector<HTMLDetailsElement>("details.sender[open]");

export function watchMenus(): void {
  document.addEventListener("click", (event) => {
    const menu = open();
    if (menu && !menu.contains(event.target as Node)) menu.open = false;
  });
  document.addEventListener("submit", (event) => {
    const form = event.target as HTMLElement;
    const menu = open();
    if (menu?.contains(form)) menu.open = false;
    if (form.matches(":popover-open")) form.hidePopover();
    for (const choices of form.querySelectorAll<HTMLElement>(":popover-open")) choices.hidePopover();
  });
  document.addEventListener("keydown", (event) => {
    const menu = event.key === "Escape" ? open() : null;
    if (!menu) return;
    menu.open = false;
    menu.querySelector<HTMLElement>("summary")?.focus();
  });
}
