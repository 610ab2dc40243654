// The chat: one component, mounted on the whole page or in the panel on a foreign one.
import { actionsOf } from "./actions.js";
import { shownReply } from "./answer.js";
import { Api, LetGo, NoConnection } from "./api.js";
import { Composer } from "./composer.js";
import { button, make } from "./dom.js";
import { fitTo } from "./keyboard.js";
import { Kept } from "./kept.js";
import { Log } from "./log.js";
import { Looks } from "./looks.js";
import { menu } from "./menu.js";
import { Person, WAY_OUT } from "./person.js";
import { Place } from "./place.js";
import { stopReading } from "./speech.js";
import { start } from "./start.js";

const ACTED_ON = new Set(["answer", "not_covered"]);
const MOST_SUGGESTIONS = 3;
const CLEARED = "已清除：对话和本机上的记录都删掉了。";

export class Chat {
  #busy = false;
  #offline = null; // the message that waits for the network

  // element is filled; themed carries the looks; closed is called by the button that an embedded chat has.
  constructor(element, themed, origin, closed = null) {
    this.kept = new Kept();
    this.api = new Api(origin, this.kept);
    this.entries = this.kept.entries();
    this.looks = new Looks(themed, this.kept, () => this.composer.fit());
    this.place = new Place(this.kept, this.api, (place) => this.say(place.name));
    this.composer = new Composer(this.kept, (text) => this.say(text));
    this.log = new Log(() => start(origin, (text) => this.say(text)), (text) => this.say(text));
    for (const entry of this.entries) this.#show(entry);
    this.person = new Person(this.kept, this.api, {
      heard: (text) => this.log.show(this.#keep({ at: Date.now(), from: "office", text })),
      noticed: (text) => this.log.show(this.#keep({ at: Date.now(), from: "notice", text })),
      say: (text) => this.say(text),
    });
    this.#restoreUnanswered();
    const conversation = make(closed ? "div" : "main", { class: "conversation" }, this.log.element);
    element.append(this.#header(closed), this.person.element, conversation, make(closed ? "div" : "footer", { class: "bottom" }, this.composer.element));
    this.composer.fit();
    this.#toEnd();
    fitTo(themed, () => this.#toEnd());
    window.addEventListener("online", () => this.#again());
  }

  // Opens with a place and a question: the question is asked once.
  async open(region, question) {
    await this.place.expect(region);
    if (question) this.say(question);
  }

  // Takes what people wrote or tapped; false when there is nothing to send or an answer is still awaited.
  say(text) {
    const message = text.trim();
    if (this.#busy || !message) return false;
    stopReading();
    this.#keep({ at: Date.now(), from: "person", text: message });
    this.#ask(message);
    return true;
  }

  async #ask(message) {
    this.#setBusy(true);
    const waiting = this.log.waiting();
    this.log.toEnd();
    try {
      await this.#tellPlace(message);
      const { replies, person } = await this.api.ask(message);
      waiting.remove();
      this.#take(replies, message);
      this.person.follow(person);
    } catch (error) {
      waiting.remove();
      if (error instanceof LetGo) return;
      this.#fail(error, message);
    } finally {
      this.#setBusy(false);
    }
  }

  // A place chosen before the conversation began is told first, so that any message can follow; people see that it was.
  async #tellPlace(message) {
    const { now } = this.place;
    if (!now || now.told || message.includes(now.name)) return;
    await this.api.ask(now.name);
    this.place.told();
    this.#keep({ at: Date.now(), from: "notice", text: `已告诉善育通：${now.name}` });
  }

  #take(replies, asked) {
    const rows = replies.map((reply) => {
      this.place.learn(reply.answer?.region);
      return this.#keep({ at: Date.now(), from: "assistant", reply, asked });
    });
    if (rows.length) this.log.show(rows[0]);
    else this.#heard();
  }

  // What was said to a person is answered when the person writes, and is no unanswered question meanwhile.
  #heard() {
    this.#lastOfPerson().heard = true;
    this.kept.keepEntries(this.entries);
    this.log.toEnd();
  }

  #lastOfPerson() {
    return [...this.entries].reverse().find(({ from }) => from === "person");
  }

  #keep(entry) {
    this.entries.push(entry);
    this.kept.keepEntries(this.entries);
    return this.#show(entry);
  }

  #show(entry) {
    const { from, text, at, reply } = entry;
    if (from === "person") return this.log.person(text, at);
    if (from === "notice") return this.log.notice(text);
    if (from === "office") return this.log.office(text, at);
    const { answer } = reply;
    const acted = answer && ACTED_ON.has(answer.kind);
    const under = acted && actionsOf(entry, { origin: this.api.origin, rate: (...rating) => this.#rate(...rating) });
    return this.log.assistant(shownReply(reply, this.looks.large), choicesOf(reply), under, at, answer?.kind);
  }

  async #rate(entry, verdict, reason) {
    await this.api.rate(entry.reply.answer.answer_id, verdict, reason);
    entry.verdict = verdict;
    this.kept.keepEntries(this.entries);
  }

  #fail(error, message) {
    const row = this.log.failure(error.message, () => this.#again());
    this.#offline = { message, row, byNetwork: error instanceof NoConnection };
    this.log.show(row);
  }

  // Asks again what got no answer; the network's return does so by itself.
  #again() {
    if (!this.#offline || this.#busy) return;
    const { message, row } = this.#offline;
    this.#offline = null;
    row.remove();
    this.#ask(message);
  }

  #restoreUnanswered() {
    const last = this.entries[this.entries.length - 1];
    if (!last || last.from === "assistant" || last.from === "office") return;
    const unanswered = this.#lastOfPerson();
    if (unanswered && !unanswered.heard) this.#fail(new NoConnection(), unanswered.text);
  }

  // Before anything is said, the greeting is read from its first line.
  #toEnd() {
    if (this.entries.length) this.log.toEnd();
  }

  #setBusy(busy) {
    this.#busy = busy;
    this.composer.busy(busy);
  }

  #restart() {
    stopReading();
    if (this.person.state) this.api.tell(WAY_OUT); // nobody is kept waiting for who is gone
    this.person.leave();
    this.api.restart();
    this.entries = [];
    this.kept.remove("entries");
    this.#offline = null;
    this.place.untold();
    this.log.clear();
    this.composer.focus();
  }

  async #forget() {
    try {
      await this.api.forget();
    } catch (error) {
      this.log.show(this.log.failure(`没有清除成：${error.message}`, ({ target }) => {
        target.closest(".row").remove();
        this.#forget();
      }));
      return;
    }
    this.#restart();
    this.place.forget();
    this.composer.write("");
    this.log.notice(CLEARED);
  }

  #header(closed) {
    return make(closed ? "div" : "header", { class: "top" },
      make(closed ? "h2" : "h1", {}, "善育通"),
      this.place.element,
      button("重新开始", () => this.#restart(), { class: "quiet restart" }),
      menu(this.looks, this.api.origin, () => this.#forget()),
      closed && button("×", closed, { class: "quiet close", "aria-label": "关闭" }));
  }
}

// The buttons of a reply, and what else it suggests.
function choicesOf({ buttons, answer }) {
  const offered = new Set(buttons.map(({ message }) => message));
  const more = (answer?.suggestions ?? []).filter((text) => !offered.has(text)).slice(0, MOST_SUGGESTIONS);
  return [...buttons, ...more.map((text) => ({ title: text, message: text }))];
}
