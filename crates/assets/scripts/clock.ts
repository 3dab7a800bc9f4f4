// Keeps "5 min" true while the page stands open. The words come from the page, in its language.

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

// The server's clock at page load against ours: a wrong clock on a laptop must not make customers wait longer.
const page = document.body.dataset;
const skew = Number(page.now ?? Date.now()) - Date.now();

function put(n: number, one: string | undefined, many: string | undefined): string {
  if (n === 1 && one) return one;
  return (many ?? "").replace("0", String(n));
}

function words(passed: number): string {
  if (passed < MINUTE) return page.wordNow ?? "";
  if (passed < HOUR) return put(Math.floor(passed / MINUTE), undefined, page.wordMinutes);
  if (passed < DAY) return put(Math.floor(passed / HOUR), undefined, page.wordHours);
  return put(Math.floor(passed / DAY), page.wordDay, page.wordDays);
}

function refresh(): void {
  const now = Date.now() + skew;
  for (const time of document.querySelectorAll<HTMLTimeElement>("time[data-since]")) {
    const passed = now - Number(time.dataset.since);
    const text = words(passed);
    if (time.textContent !== text) time.textContent = text;
    const lateness = passed >= Number(page.late) ? "late" : passed >= Number(page.soon) ? "soon" : "";
    if (time.className !== lateness) time.className = lateness;
  }
}

export function tick(): void {
  setInterval(refresh, 20_000);
  document.addEventListener("visibilitychange", refresh);
}
