// A person of the office in the conversation: asks for news while one is waited for or there, and says so above it.
import { button, make } from "./dom.js";

const EVERY = { waiting: 2500, taken: 1000 };
export const WAY_OUT = "换回智能助手";
const WAYS_OUT = { waiting: "不等了", taken: WAY_OUT };

export class Person {
  #timer = null;

  // heard(text) is called for every line of the person, noticed(text) for what changes; say(text) sends a message.
  constructor(kept, api, { heard, noticed, say }) {
    Object.assign(this, { kept, api, heard, noticed });
    this.text = make("span", { role: "status" });
    this.out = button("", () => say(this.out.textContent), { class: "quiet" });
    this.element = make("div", { class: "person", hidden: true }, this.text, this.out);
    if (this.state) this.follow(this.state);
  }

  // "waiting", "taken", or nothing when nobody is waited for; kept over a reload.
  get state() {
    return this.kept.get("person")?.state;
  }

  // Takes the state that the chat's answer tells.
  follow(state) {
    clearTimeout(this.#timer);
    if (!EVERY[state]) {
      this.leave();
      return;
    }
    this.kept.set("person", { after: 0, ...this.kept.get("person"), state });
    this.out.textContent = WAYS_OUT[state];
    this.element.hidden = false;
    this.#timer = setTimeout(() => this.#ask(), EVERY[state]);
  }

  leave() {
    clearTimeout(this.#timer);
    this.kept.remove("person");
    this.element.hidden = true;
  }

  async #ask() {
    const before = this.state;
    let news;
    try {
      news = await this.api.news(this.kept.get("person").after);
    } catch {
      if (this.state === before) this.follow(before); // the network is gone for a moment: whoever waits goes on waiting
      return;
    }
    if (this.state !== before) return; // left meanwhile
    for (const { id, text } of news.lines) {
      this.kept.set("person", { ...this.kept.get("person"), after: id });
      this.heard(text);
    }
    if (news.state !== before && news.notice) this.noticed(news.notice);
    this.text.textContent = news.state === "taken" ? "正在和工作人员说话" : news.notice;
    this.follow(news.state);
  }
}
