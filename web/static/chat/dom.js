// Elements made in code. Texts are set as text, never as markup.

const SVG = "http://www.w3.org/2000/svg";

// An attribute that is true stands without a value, one that is false, null or undefined is left out.
export function make(tag, { on = {}, ...attributes } = {}, ...children) {
  return fill(document.createElement(tag), attributes, on, children);
}

export function draw(tag, attributes = {}, ...children) {
  return fill(document.createElementNS(SVG, tag), attributes, {}, children);
}

function fill(element, attributes, on, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== false && value != null) element.setAttribute(name, value === true ? "" : value);
  }
  for (const [event, handler] of Object.entries(on)) element.addEventListener(event, handler);
  element.append(...children.flat(Infinity).filter((child) => child != null && child !== false));
  return element;
}

export function button(text, click, attributes = {}) {
  return make("button", { type: "button", on: { click }, ...attributes }, text);
}

// A drawing of one path in a square of 24 by 24.
export function icon(path, className = "icon") {
  return draw("svg", { class: className, viewBox: "0 0 24 24", "aria-hidden": "true", focusable: "false" }, draw("path", { d: path }));
}

// A button that shows and hides a panel behind it; Escape and a tap elsewhere hide it.
export function disclosure(opener, panel) {
  const show = (open) => {
    panel.hidden = !open;
    opener.setAttribute("aria-expanded", String(open));
  };
  const element = make("div", { class: "disclosure" }, opener, panel);
  opener.addEventListener("click", () => show(panel.hidden));
  element.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || panel.hidden) return;
    event.stopPropagation();
    show(false);
    opener.focus();
  });
  element.addEventListener("focusout", ({ relatedTarget }) => {
    if (relatedTarget && !element.contains(relatedTarget)) show(false);
  });
  document.addEventListener("pointerdown", (event) => {
    if (!event.composedPath().includes(element)) show(false);
  });
  show(false);
  return { element, close: () => show(false) };
}
