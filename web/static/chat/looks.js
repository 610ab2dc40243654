// Large type, colours and contrast: as the device prefers until people choose, and remembered then.
import { button, make } from "./dom.js";

const THEMES = { "": "跟随手机", light: "浅色", dark: "深色" };

export class Looks {
  // element carries the attributes that tokens.css reads; changed is called when they change.
  constructor(element, kept, changed = () => {}) {
    this.element = element;
    this.kept = kept;
    this.changed = changed;
    this.chosen = { theme: "", contrast: "", size: "", ...kept.get("looks", {}) };
    this.#apply();
  }

  // Whether few words are wanted beside the large type.
  get large() {
    return this.chosen.size === "large";
  }

  controls() {
    const theme = make("select", { on: { change: () => this.#choose("theme", theme.value) } },
      Object.entries(THEMES).map(([value, name]) => make("option", { value, selected: value === this.chosen.theme }, name)));
    return [
      this.#toggle("大字版", "size", "large"),
      this.#toggle("高对比", "contrast", "more"),
      make("label", { class: "choice" }, "颜色", theme),
    ];
  }

  #toggle(name, what, value) {
    const control = button(name, () => {
      const on = this.chosen[what] !== value;
      this.#choose(what, on ? value : "");
      control.setAttribute("aria-checked", String(on));
    }, { role: "switch", "aria-checked": String(this.chosen[what] === value) });
    return control;
  }

  #choose(what, value) {
    this.chosen[what] = value;
    this.kept.set("looks", this.chosen);
    this.#apply();
    this.changed();
  }

  #apply() {
    for (const [what, value] of Object.entries(this.chosen)) {
      if (value) this.element.dataset[what] = value;
      else delete this.element.dataset[what];
    }
  }
}
