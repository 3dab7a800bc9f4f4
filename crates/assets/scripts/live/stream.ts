// One stream of server-sent events over fetch, kept open for ever.
//
// Why not htmx's hx-sse (4.0.1, read in its source): it sends no id on the first connect, gives up when
// the first connect fails, reads a 204 or a proxy's HTML as a stream that ended, has no watchdog, and binds the stream to an
// element of one page, while ours serves all tabs. Handing fragments to `htmx.swap` is all we need of it.

/** An event as it came. */
export interface Message {
  /** The log position; undefined for what is not in the log. */
  id: number | undefined;
  /** The name; empty for fragments. */
  name: string;
  data: string;
}

export interface Stream {
  /** The address, given the position to go on after. */
  address(after: number): string;
  /** The last position that was handled. */
  position(): number;
  /** Handles one message; returns false to end the stream for good. */
  take(message: Message): boolean;
  /** The line is broken. */
  lost(): void;
}

/** The server beats every 20 s; twice missed and a bit means the line is dead, whatever the browser thinks. */
const SILENCE_MS = 45_000;
const FIRST_RETRY_MS = 500;
const LAST_RETRY_MS = 30_000;

/** Keeps the stream open until `signal` aborts or `take` returns false. */
export async function keepOpen(stream: Stream, signal: AbortSignal): Promise<void> {
  let attempt = 0;
  while (!signal.aborted) {
    const connection = new AbortController();
    const giveUp = () => connection.abort();
    signal.addEventListener("abort", giveUp, { once: true });
    const silence = watchSilence(giveUp);
    try {
      const response = await fetch(stream.address(stream.position()), {
        headers: { Accept: "text/event-stream", "Last-Event-ID": String(stream.position()) },
        cache: "no-store",
        redirect: "error",
        signal: connection.signal,
      });
      const type = response.headers.get("Content-Type") ?? "";
      if (response.status !== 200 || !type.startsWith("text/event-stream") || !response.body) {
        throw new Error(`the stream was answered with ${response.status}`);
      }
      for await (const message of messages(response.body, silence.heard)) {
        attempt = 0;
        if (!stream.take(message)) return;
      }
    } catch {
      // Broken, refused or silent: all the same, we try again.
    } finally {
      silence.end();
      signal.removeEventListener("abort", giveUp);
      connection.abort();
    }
    if (signal.aborted) return;
    stream.lost();
    await pause(Math.min(LAST_RETRY_MS, FIRST_RETRY_MS * 2 ** attempt++), signal);
  }
}

/** Calls `giveUp` after silence; looks again at once when the machine wakes up. */
function watchSilence(giveUp: () => void) {
  let last = Date.now();
  const look = () => {
    if (Date.now() - last > SILENCE_MS) giveUp();
  };
  const timer = setInterval(look, 5_000);
  document.addEventListener("visibilitychange", look);
  return {
    heard: () => {
      last = Date.now();
    },
    end: () => {
      clearInterval(timer);
      document.removeEventListener("visibilitychange", look);
    },
  };
}

/** Waits about `ms`, or until the network is back or somebody looks at the page. */
function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const seen = () => {
      if (!document.hidden) done();
    };
    const timer = setTimeout(done, ms * (0.7 + Math.random() * 0.6));
    function done(): void {
      clearTimeout(timer);
      removeEventListener("online", done);
      document.removeEventListener("visibilitychange", seen);
      signal.removeEventListener("abort", done);
      resolve();
    }
    addEventListener("online", done);
    document.addEventListener("visibilitychange", seen);
    signal.addEventListener("abort", done);
  });
}

/** Reads the event stream format (HTML Living Standard, 9.2). `heard` is called for every chunk. */
async function* messages(body: ReadableStream<Uint8Array>, heard: () => void): AsyncGenerator<Message> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let rest = "";
  let id: number | undefined;
  let name = "";
  let data: string[] = [];
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      heard();
      // Our server ends lines with LF only.
      const lines = (rest + decoder.decode(value, { stream: true })).split("\n");
      rest = lines.pop() ?? "";
      for (const line of lines) {
        const colon = line.indexOf(":");
        const field = colon < 0 ? line : line.slice(0, colon);
        const text = colon < 0 ? "" : line.slice(colon + 1).replace(/^ /, "");
        if (line === "") {
          if (id !== undefined || name || data.length) yield { id, name, data: data.join("\n") };
          [id, name, data] = [undefined, "", []];
        } else if (field === "data") data.push(text);
        else if (field === "event") name = text;
        else if (field === "id" && /^\d+$/.test(text)) id = Number(text);
      }
    }
  } finally {
    reader.cancel().catch(() => {});
  }
}
