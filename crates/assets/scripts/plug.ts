// The demo's page "pull the plug": looks every second, says when nobody answers, and goes on when somebody does.

const PAUSE = 1_000;
const PATIENCE = 5_000;

async function look(down: HTMLElement): Promise<void> {
  try {
    const signal = AbortSignal.timeout(PATIENCE);
    const answer = await fetch(location.pathname, { cache: "no-store", signal });
    if (!answer.ok) throw new Error(String(answer.status));
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.getElementById("plug");
    const shown = document.getElementById("plug");
    if (fresh && shown && fresh.innerHTML !== shown.innerHTML) shown.replaceWith(fresh);
    down.hidden = true;
  } catch {
    down.hidden = false;
  }
  setTimeout(() => void look(down), PAUSE);
}

export function watchPlug(): void {
  const down = document.getElementById("plug-down");
  const form = document.getElementById("plug-form");
  if (!down || !(form instanceof HTMLFormElement)) return;
  form.addEventListener("submit", (event) => {
    // A process that ends answers nothing: the page must stay.
    event.preventDefault();
    const button = event.submitter;
    const wish = button instanceof HTMLButtonElement ? button.value : "";
    const body = new URLSearchParams({ do: wish });
    fetch(form.action, { method: "POST", body }).catch(() => { down.hidden = false; });
  });
  setTimeout(() => void look(down), PAUSE);
}
