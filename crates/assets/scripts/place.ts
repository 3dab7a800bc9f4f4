// The page moves on without being loaded anew; a form that leads back leads to where one is by then.

export function watchPlace(): void {
  document.addEventListener("submit", (event) => {
    const to = (event.target as HTMLFormElement).querySelector<HTMLInputElement>(":scope[action='/language'] > input[name=to]");
    if (to) to.value = location.pathname + location.search;
  });
}
