// Requests to the server that the page came from. The token, if one is asked for, stays in this tab.

const TOKEN = "millrace-token";

/** An answer that is not 2xx, as the problem document says. */
export class Problem extends Error {
  constructor(status, document) {
    super(document.detail || document.title || `Status ${status}`);
    this.status = status;
    this.document = document;
  }
}

export const token = {
  get: () => sessionStorage.getItem(TOKEN),
  set: (value) => sessionStorage.setItem(TOKEN, value),
};

function headers(accept) {
  const known = token.get();
  return known ? { Accept: accept, Authorization: `Bearer ${known}` } : { Accept: accept };
}

async function problemOf(response) {
  try {
    return new Problem(response.status, await response.json());
  } catch (e) {
    return new Problem(response.status, { title: `${response.status} ${response.statusText}` });
  }
}

/** Path and parameters of a request; empty parameters are left out. */
export function address(segments, parameters = {}) {
  const path = segments.map(encodeURIComponent).join("/");
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters)) {
    if (value !== undefined && value !== null && value !== "") {
      query.set(name, value);
    }
  }
  const text = query.toString();
  return `/api/v1/${path}${text ? `?${text}` : ""}`;
}

/** A JSON document; whole numbers that a number of this language cannot hold come as texts. */
export async function get(url, signal) {
  const response = await fetch(url, { headers: headers("application/json"), cache: "no-store", signal });
  if (!response.ok) {
    throw await problemOf(response);
  }
  return response.json();
}

/**
 * Reads server-sent events until the stream ends or is aborted. Not by EventSource, which can send no token.
 * @param onEvent gets the name of the event and its data
 */
export async function events(url, signal, onEvent) {
  const response = await fetch(url, { headers: headers("text/event-stream"), cache: "no-store", signal });
  if (!response.ok) {
    throw await problemOf(response);
  }
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  for (;;) {
    const { value, done } = await reader.read();
    if (done) {
      return;
    }
    const blocks = (rest + value).split("\n\n");
    rest = blocks.pop();
    for (const block of blocks) {
      const fields = { event: "message", data: "" };
      for (const line of block.split("\n")) {
        const at = line.indexOf(":");
        if (at > 0) {
          fields[line.slice(0, at)] = line.slice(at + 1).trimStart();
        }
      }
      if (fields.data) {
        onEvent(fields.event, JSON.parse(fields.data));
      }
    }
  }
}
