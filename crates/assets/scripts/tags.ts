// A tag chosen from the completion is put on at once; one that is typed, on Enter. Then there is room for the next one.

export function watchTags(): void {
  document.addEventListener("input", (event) => {
    const field = event.target as HTMLInputElement;
    const chosen = !(event instanceof InputEvent) || event.inputType === "insertReplacementText";
    if (!chosen || !field.matches(".add-tag input[list]")) return;
    const known = [...(field.list?.options ?? [])].some((option) => option.value === field.value);
    if (known) field.form?.requestSubmit();
  });
  document.addEventListener("htmx:before:swap", (event) => {
    const { ctx } = (event as CustomEvent).detail;
    const form = ctx?.sourceElement;
    if (form instanceof HTMLFormElement && form.matches(".add-tag") && ctx.response?.status === 200) form.reset();
  });
}
