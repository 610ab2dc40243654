// What this browser keeps: the session, the last entries of the conversation, the draft, the place and the looks.
// Private windows may refuse storage, and it may be full: everything then lives as long as the page.

const PREFIX = "shanyutong.";
const ENTRIES = 50;
const DAYS = 30;

export class Kept {
  #page = new Map();

  get(name, otherwise = null) {
    try {
      const text = localStorage.getItem(PREFIX + name);
      return text === null ? this.#page.get(name) ?? otherwise : JSON.parse(text);
    } catch {
      return this.#page.get(name) ?? otherwise;
    }
  }

  set(name, value) {
    this.#page.set(name, value);
    try {
      localStorage.setItem(PREFIX + name, JSON.stringify(value));
      return true;
    } catch {
      return false;
    }
  }

  remove(...names) {
    for (const name of names) {
      this.#page.delete(name);
      try {
        localStorage.removeItem(PREFIX + name);
      } catch { /* nothing was kept */ }
    }
  }

  // Entries are {at, from: "person", text} or {at, from: "assistant", reply, asked}, the oldest first.
  entries() {
    const oldest = Date.now() - DAYS * 24 * 60 * 60 * 1000;
    return this.get("entries", []).filter((entry) => entry.at > oldest);
  }

  keepEntries(entries) {
    let kept = entries.slice(-ENTRIES);
    while (!this.set("entries", kept) && kept.length > 1) kept = kept.slice(Math.ceil(kept.length / 2));
  }
}
