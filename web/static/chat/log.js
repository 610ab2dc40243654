// The conversation as rows: who said it, when, and what.
import { bubble } from "./answer.js";
import { button, icon, make } from "./dom.js";

const GAP = 5 * 60 * 1000;
const ABOVE = 12;
const FACES = {
  them: "M4 4h16v11H11l-5 5v-5H4z",
  office: "M12 4a4 4 0 110 8 4 4 0 010-8zM4 20v-1c0-3 3.500-5 8-5s8 2 8 5v1z",
  me: "M12 4a4 4 0 110 8 4 4 0 010-8zm0 10c4.500 0 8 2 8 5v1H4v-1c0-3 3.500-5 8-5z",
};
const WHO = { them: "善育通说：", office: "工作人员说：", me: "我说：" };

export class Log {
  #last = 0;

  // head is what stands above the conversation; tapped(message) is called for a quick reply.
  constructor(head, tapped) {
    this.head = head;
    this.tapped = tapped;
    this.element = make("div", { class: "log", role: "log", "aria-live": "polite", "aria-label": "对话", tabindex: "0" });
    this.clear();
  }

  clear() {
    this.#last = 0;
    this.element.replaceChildren(this.#row("them", this.head()));
  }

  person(text, at) {
    this.#stamp(at);
    return this.#append(this.#row("me", [bubble([make("p", {}, text)])]));
  }

  // content is what a reply shows; choices are quick replies {title, message}, right under what they answer; under is what
  // can be done with the reply.
  assistant(content, choices, under, at, kind = "") {
    this.#stamp(at);
    return this.#append(this.#row(`them ${kind}`, [content, this.#choices(choices), under]));
  }

  // What a person of the office writes.
  office(text, at) {
    this.#stamp(at);
    return this.#append(this.#row("office", [make("small", { class: "who", "aria-hidden": "true" }, "工作人员"), bubble(text.split("\n").map((line) => make("p", {}, line)))]));
  }

  notice(text) {
    return this.#append(make("p", { class: "notice" }, text));
  }

  waiting() {
    const dots = make("span", { class: "dots", "aria-hidden": "true" }, make("i"), make("i"), make("i"));
    return this.#append(this.#row("them waiting", [bubble([make("span", { class: "hidden" }, "正在查……"), dots])]));
  }

  // A failure keeps its way out beside it.
  failure(text, again) {
    const row = this.#row("them failed", [bubble([make("p", {}, text)]), make("div", { class: "choices" }, button("再试一次", again, { class: "retry" }))]);
    return this.#append(row);
  }

  // A long answer is read from its first line, so its top is brought into view, with the question above it when short.
  show(row) {
    let before = row.previousElementSibling;
    if (before?.classList.contains("notice")) before = before.previousElementSibling;
    const asked = before?.classList.contains("me") && before.offsetHeight < this.element.clientHeight / 3;
    this.element.scrollTop = (asked ? before : row).offsetTop - ABOVE; // the log is what offsetTop counts from
  }

  toEnd() {
    this.element.scrollTop = this.element.scrollHeight;
  }

  #append(row) {
    this.element.append(row);
    return row;
  }

  #row(who, content) {
    const side = who.split(" ")[0];
    return make("div", { class: `row ${who}` },
      make("span", { class: "face" }, icon(FACES[side], "")),
      make("div", { class: "said" }, make("span", { class: "hidden" }, WHO[side]), content));
  }

  #choices(choices) {
    if (!choices.length) return null;
    return make("div", { class: "choices" }, choices.map(({ title, message }) => {
      const choice = button(title, () => this.tapped(message) && choice.classList.add("used"));
      return choice;
    }));
  }

  #stamp(at) {
    if (at - this.#last > GAP) this.#append(make("time", { class: "stamp", datetime: new Date(at).toISOString() }, inWords(at)));
    this.#last = at;
  }
}

// The time alone today, with the day before that.
function inWords(at) {
  const then = new Date(at);
  const time = then.toLocaleTimeString("zh-CN", { hour: "2-digit", minute: "2-digit", hour12: false });
  if (then.toDateString() === new Date().toDateString()) return time;
  return `${then.getMonth() + 1}月${then.getDate()}日 ${time}`;
}
