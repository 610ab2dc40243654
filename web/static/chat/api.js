// The chat API at the origin that the scripts came from. No cookies: the session is a token in the body.

const SECONDS = 20;
const JSON_BODY = { "Content-Type": "application/json" };
export const NO_CONNECTION = "没有连上，您写的话还在。请检查网络后再试。";

// The server's own sentence why it does not answer.
export class Refusal extends Error {}

// Nobody answered: the network is gone, or it takes too long.
export class NoConnection extends Error {
  constructor() {
    super(NO_CONNECTION);
  }
}

// Nobody waits for the answer any more.
export class LetGo extends Error {}

export class Api {
  #asking = new AbortController();

  constructor(origin, kept) {
    this.origin = origin;
    this.kept = kept;
  }

  // Ends the conversation here: an answer that is still awaited is let go.
  restart() {
    this.#asking.abort();
    this.#asking = new AbortController();
    this.kept.remove("session");
  }

  // Returns {replies, person}: the replies to a message, each {text, answer, buttons}; "waiting" or "taken" where a person of
  // the office is in the conversation.
  async ask(message) {
    const { session, replies, person } = await this.#send("POST", "/api/chat", { session: this.kept.get("session"), message });
    this.kept.set("session", session);
    return { replies, person };
  }

  // Sends a message to whose answer nobody listens any more.
  tell(message) {
    const body = JSON.stringify({ session: this.kept.get("session"), message });
    fetch(`${this.origin}/api/chat`, { method: "POST", credentials: "omit", headers: JSON_BODY, body, keepalive: true }).catch(() => {});
  }

  // Returns what a person of the office has said since the line of a number: {state, notice, lines}.
  async news(after) {
    return this.#send("GET", `/api/chat/updates?after=${after}`, null, { "X-Session": this.kept.get("session") });
  }

  async rate(answerId, verdict, reason) {
    await this.#send("POST", "/api/feedback", { session: this.kept.get("session"), answer_id: answerId, verdict, reason });
  }

  // Has the server forget the conversation; without a session there is nothing to forget.
  async forget() {
    const session = this.kept.get("session");
    if (session) await this.#send("DELETE", "/api/session", { session });
  }

  async places() {
    return (await this.#send("GET", "/api/places")).places;
  }

  // Returns {code, name} of a place, null for a code that nobody knows.
  async place(code) {
    try {
      return await this.#send("GET", `/api/places/${encodeURIComponent(code)}`);
    } catch {
      return null;
    }
  }

  async #send(method, path, body, headers = {}) {
    const { signal } = this.#asking;
    const options = { method, credentials: "omit", signal, headers };
    if (body) Object.assign(options, { headers: JSON_BODY, body: JSON.stringify(body) });
    let response, content;
    try {
      response = await inTime(fetch(this.origin + path, options));
      content = response.status === 204 ? null : await response.json();
    } catch {
      throw signal.aborted ? new LetGo() : new NoConnection();
    }
    if (!response.ok) throw new Refusal(content?.error?.message ?? NO_CONNECTION);
    return content;
  }
}

function inTime(promise) {
  return Promise.race([promise, new Promise((_, reject) => { setTimeout(reject, SECONDS * 1000); })]);
}
