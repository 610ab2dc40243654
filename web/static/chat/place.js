// The place that is talked about: shown above the conversation, changed with one tap, told to the assistant as a message.
import { button, disclosure, make } from "./dom.js";

const NONE = "选地方";

export class Place {
  // kept holds {code, name, told}; chosen(place) is called when people tap one.
  constructor(kept, api, chosen) {
    this.kept = kept;
    this.api = api;
    this.name = make("span", {});
    this.list = make("div", { class: "panel places", role: "group", "aria-label": "换地方" });
    const opener = make("button", { type: "button", class: "place", on: { click: () => this.#fill() } },
      make("span", { class: "hidden" }, "地方："), this.name, make("span", { class: "caret", "aria-hidden": "true" }));
    this.disclosure = disclosure(opener, this.list);
    this.element = this.disclosure.element;
    this.chosen = chosen;
    this.#show();
  }

  get now() {
    return this.kept.get("place");
  }

  // Takes a place that the assistant has not heard of yet: from the address of the page, or from the embedding page.
  async expect(code) {
    if (!code || this.now?.code === code) return;
    const place = await this.api.place(code);
    if (place) this.#set({ ...place, told: false });
  }

  // Takes the place that an Answer is about. A place around the chosen one is no other place.
  learn(region) {
    const { now } = this;
    if (!region || (now?.told && now.code.startsWith(region.code.replace(/(00)+$/, "")))) return;
    this.#set({ ...region, told: true });
  }

  told() {
    this.#set({ ...this.now, told: true });
  }

  // After a fresh start the assistant knows no place any more.
  untold() {
    if (this.now) this.#set({ ...this.now, told: false });
  }

  forget() {
    this.#set(null);
  }

  #set(place) {
    this.kept.set("place", place);
    this.#show();
  }

  #show() {
    this.name.textContent = this.now?.name ?? NONE;
  }

  async #fill() {
    const choose = (place) => {
      this.disclosure.close();
      this.chosen(place);
    };
    try {
      const places = await this.api.places();
      this.list.replaceChildren(
        ...places.map((place) => button(place.name, () => choose(place), { "aria-pressed": String(place.code === this.now?.code) })),
        make("p", {}, "别的地方，直接在问题里写地名。"));
    } catch (error) {
      this.list.replaceChildren(make("p", {}, error.message));
    }
  }
}
