// Buttons that copy what stands in a field, where the browser lets us: without it they stay hidden, and the field can be
// selected by hand.

export function watchCopying(): void {
  if (!navigator.clipboard) return;
  for (const button of document.querySelectorAll<HTMLButtonElement>("button[data-copy]")) {
    button.hidden = false;
    button.addEventListener("click", () => {
      const field = document.querySelector<HTMLInputElement>(button.dataset.copy ?? "");
      if (!field) return;
      field.select();
      void navigator.clipboard.writeText(field.value).then(() => {
        button.textContent = button.dataset.copied ?? "";
      });
    });
  }
}
