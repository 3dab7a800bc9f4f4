// Two behaviours of plain forms: a password that can be shown while it is typed, and a form that takes long, which says so
// and is sent once. Without scripts the button is not there, and the browser's own sign of loading says the same.

export function watchForms(): void {
  for (const button of document.querySelectorAll<HTMLButtonElement>("[data-reveal]")) {
    const field = button.parentElement?.querySelector<HTMLInputElement>("input");
    if (!field) continue;
    button.hidden = false;
    button.addEventListener("click", () => {
      const shown = field.type === "password";
      field.type = shown ? "text" : "password";
      button.setAttribute("aria-pressed", String(shown));
      field.focus();
    });
    // What is kept by the browser's memory of forms is a password again.
    field.form?.addEventListener("submit", () => (field.type = "password"));
  }
  for (const form of document.querySelectorAll<HTMLFormElement>("form[data-busy]")) {
    const button = form.querySelector<HTMLButtonElement>("[data-busy-text]");
    const words = button?.textContent ?? "";
    form.addEventListener("submit", (sent) => {
      if (form.ariaBusy === "true") return sent.preventDefault();
      form.ariaBusy = "true";
      if (button) button.textContent = button.dataset.busyText ?? words;
    });
    // Whoever comes back finds it as it was.
    addEventListener("pageshow", () => {
      form.ariaBusy = null;
      if (button) button.textContent = words;
    });
  }
}
