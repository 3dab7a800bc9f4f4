// Passkeys (W3C Web Authentication): making one, and coming in with one. A form marked `data-passkey` asks its address what
// the browser is to ask the person, and hands what came of it to the address in `data-then`. It stays hidden where the
// browser knows no passkeys, and where this is not the one origin at which they work. Bytes travel as base64url.

interface Named {
  id: string;
  type: "public-key";
}

interface Options {
  challenge: string;
  user?: { id: string };
  excludeCredentials?: Named[];
  allowCredentials?: Named[];
}

interface Answer {
  ceremony?: string;
  publicKey?: Options;
  said?: string;
}

function bytes(text: string): ArrayBuffer {
  const plain = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(plain, (letter) => letter.charCodeAt(0)).buffer;
}

function letters(buffer: ArrayBuffer): string {
  const plain = Array.from(new Uint8Array(buffer), (byte) => String.fromCharCode(byte)).join("");
  return btoa(plain).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

const named = (all?: Named[]) => all?.map((one) => ({ ...one, id: bytes(one.id) }));

/** What the browser is asked, with bytes in place of their letters. */
function spelt(options: Options): object {
  const { user, excludeCredentials, allowCredentials, challenge } = options;
  return {
    ...options,
    challenge: bytes(challenge),
    ...(user && { user: { ...user, id: bytes(user.id) } }),
    ...(excludeCredentials && { excludeCredentials: named(excludeCredentials) }),
    ...(allowCredentials && { allowCredentials: named(allowCredentials) }),
  };
}

/** What the device answered, as the server reads it. */
function told(credential: PublicKeyCredential): string {
  const { response } = credential;
  const answer: Record<string, string | null> = { clientDataJSON: letters(response.clientDataJSON) };
  if (response instanceof AuthenticatorAttestationResponse) {
    answer.attestationObject = letters(response.attestationObject);
  } else if (response instanceof AuthenticatorAssertionResponse) {
    answer.authenticatorData = letters(response.authenticatorData);
    answer.signature = letters(response.signature);
    answer.userHandle = response.userHandle && letters(response.userHandle);
  }
  return JSON.stringify({ id: credential.id, rawId: letters(credential.rawId), type: credential.type, response: answer });
}

/** The word for what the browser threw. */
function reason(thrown: unknown): string {
  const name = thrown instanceof DOMException ? thrown.name : "";
  if (name === "NotAllowedError" || name === "AbortError") return "cancelled";
  return name === "InvalidStateError" ? "known" : "failed";
}

function hand(to: string, fields: Record<string, string>): void {
  const form = document.createElement("form");
  form.method = "post";
  form.action = to;
  for (const [name, value] of Object.entries(fields)) {
    const field = document.createElement("input");
    field.type = "hidden";
    field.name = name;
    field.value = value;
    form.append(field);
  }
  document.body.append(form);
  form.submit();
}

/** Asks, and hands the answer on. Gives the word for what went wrong. */
async function go(form: HTMLFormElement): Promise<string | undefined> {
  const typed = new FormData(form);
  const body = new URLSearchParams([...typed].map(([name, value]): [string, string] => [name, String(value)]));
  const asked = await fetch(form.action, { method: "POST", body, cache: "no-store" });
  // Whoever is no longer signed in is led to where one signs in.
  if (asked.redirected) return void location.assign(asked.url);
  const answer = (await asked.json()) as Answer;
  if (!answer.publicKey || !answer.ceremony) return answer.said ?? "failed";
  const publicKey = spelt(answer.publicKey);
  const made =
    form.dataset.passkey === "create"
      ? await navigator.credentials.create({ publicKey: publicKey as PublicKeyCredentialCreationOptions })
      : await navigator.credentials.get({ publicKey: publicKey as PublicKeyCredentialRequestOptions });
  if (!(made instanceof PublicKeyCredential)) return "failed";
  const to = typed.get("to");
  const fields = { ceremony: answer.ceremony, credential: told(made), ...(typeof to === "string" && { to }) };
  hand(form.dataset.then ?? "", fields);
  return undefined;
}

async function submit(form: HTMLFormElement): Promise<void> {
  const error = form.querySelector<HTMLElement>("[role=alert]");
  if (form.ariaBusy === "true" || !error) return;
  form.ariaBusy = "true";
  error.hidden = true;
  const said = await go(form).catch(reason);
  form.ariaBusy = null;
  if (!said) return;
  const words = form.dataset[`said${said.charAt(0).toUpperCase()}${said.slice(1)}`] ?? form.dataset.saidFailed ?? "";
  error.hidden = false;
  error.querySelector("span")?.replaceChildren(words);
}

export function watchPasskeys(): void {
  for (const form of document.querySelectorAll<HTMLFormElement>("form[data-passkey]")) {
    const here = form.dataset.origin === location.origin;
    const able = here && typeof PublicKeyCredential === "function";
    const beside = (mark: string) => form.parentElement?.querySelector<HTMLElement>(`[${mark}]`);
    const [unable, elsewhere] = [beside("data-passkey-unable"), beside("data-passkey-elsewhere")];
    if (unable) unable.hidden = able || !here;
    if (elsewhere) elsewhere.hidden = here;
    form.hidden = !able;
    form.addEventListener("submit", (sent) => {
      sent.preventDefault();
      void submit(form);
    });
  }
}
