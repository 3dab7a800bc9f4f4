// Runs something now and after every change htmx makes to the page.

export function always(run: () => void): void {
  run();
  document.addEventListener("htmx:after:swap", run);
}
