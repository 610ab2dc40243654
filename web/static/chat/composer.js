// The box to write in: keeps its draft over a reload, grows with the text, can be spoken into where the browser listens.
import { icon, make } from "./dom.js";
import { canListen, listen } from "./speech.js";

const LONGEST = 500;
const MICROPHONE = "M12 2a3 3 0 013 3v6a3 3 0 01-6 0V5a3 3 0 013-3zM5 11h2a5 5 0 0010 0h2a7 7 0 01-6 6.900V22h-2v-4.100A7 7 0 015 11z";

export class Composer {
  // say(text) returns whether the text was taken; the box keeps it otherwise.
  constructor(kept, say) {
    this.kept = kept;
    this.say = say;
    this.box = make("textarea", { id: "message", rows: 1, maxlength: LONGEST, placeholder: "写下您的问题", enterkeyhint: "send", on: {
      input: () => this.#changed(),
      keydown: (event) => this.#key(event),
    } });
    this.send = make("button", { type: "submit", class: "send" }, "发送");
    this.element = make("form", { class: "composer", autocomplete: "off", on: { submit: (event) => this.#submit(event) } },
      make("label", { for: "message", class: "hidden" }, "您的问题"),
      canListen && this.#microphone(), this.box, this.send);
    this.write(kept.get("draft", ""));
  }

  write(text) {
    this.box.value = text.slice(0, LONGEST);
    this.#changed();
  }

  focus() {
    this.box.focus();
  }

  busy(busy) {
    this.send.setAttribute("aria-disabled", String(busy));
  }

  // Grows with its text; the style sheet says how far.
  fit() {
    this.box.style.height = "auto";
    this.box.style.height = `${this.box.scrollHeight + 2}px`;
  }

  #changed() {
    this.kept.set("draft", this.box.value);
    this.fit();
  }

  #submit(event) {
    event.preventDefault();
    if (this.say(this.box.value)) this.write("");
    this.focus();
  }

  // Enter sends, Shift+Enter starts a line; Enter that ends the choice of a character does neither.
  #key(event) {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    this.element.requestSubmit();
  }

  #microphone() {
    let stop = null;
    const control = make("button", { type: "button", class: "microphone", "aria-label": "说话输入", "aria-pressed": "false" }, icon(MICROPHONE));
    const ended = (failed) => {
      stop = null;
      control.setAttribute("aria-pressed", "false");
      this.box.placeholder = failed ? "没有听清，请再说一次或者打字" : "写下您的问题";
    };
    control.addEventListener("click", () => {
      if (stop) {
        stop();
        return;
      }
      control.setAttribute("aria-pressed", "true");
      stop = listen((text) => this.write(text), ended);
    });
    return control;
  }
}
