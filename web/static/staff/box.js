// The one box: asks as people type, shows what was found, and is driven by the keyboard alone.
"use strict";

import { fill, post, say } from "./server.js";

const box = document.getElementById("box");
const list = document.getElementById("hits");
let hits = [];
let chosen = -1;
let asking = null;

/** Wire the box. caller() gives the household, open(id) opens a measure, ask(text) answers a sentence. */
export function wireBox({ caller, open, ask }) {
  async function show(path, body) {
    if (asking) asking.abort();
    asking = new AbortController();
    try {
      const found = await post(path, body, asking.signal);
      hits = found.hits;
      fill(list, found.html);
      choose(-1);
      toggle(true);
    } catch (error) {
      if (error.name !== "AbortError") say(error.message);
    }
  }

  // What is still on its way must not open the list again.
  function leave() {
    if (asking) asking.abort();
    toggle(false);
  }

  function take(index) {
    const hit = hits[index];
    if (!hit) return;
    if (hit.kind === "measure") {
      leave();
      open(hit.id, box.value);
    } else {
      show("/desk/within", { kind: hit.kind, name: hit.id });
    }
  }

  function onKey(event) {
    if (event.isComposing) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (list.hidden && hits.length) toggle(true);
      const step = event.key === "ArrowDown" ? 1 : -1;
      choose(Math.max(-1, Math.min(hits.length - 1, chosen + step)));
    } else if (event.key === "Enter") {
      event.preventDefault();
      if (chosen >= 0) take(chosen);
      else if (box.value.trim()) { leave(); ask(box.value.trim()); }
    } else if (event.key === "Escape") {
      if (list.hidden) box.value = "";
      leave();
    }
  }

  box.addEventListener("input", (event) => {
    if (event.isComposing) return;
    if (box.value.trim()) show("/desk/find", { text: box.value, caller: caller() });
    else leave();
  });
  box.addEventListener("compositionend", () => box.dispatchEvent(new Event("input")));
  box.addEventListener("keydown", onKey);
  box.addEventListener("focus", () => { if (hits.length && box.value) toggle(true); });
  list.addEventListener("mousedown", (event) => {
    const hit = event.target.closest(".hit");
    if (!hit) return;
    event.preventDefault();
    take([...list.querySelectorAll(".hit")].indexOf(hit));
  });
  document.addEventListener("mousedown", (event) => { if (!event.target.closest(".box")) toggle(false); });
}

/** Put the cursor into the box with its text selected. */
export function focusBox() {
  box.focus();
  box.select();
}

/** Empty the box. */
export function clearBox() {
  box.value = "";
  hits = [];
  toggle(false);
}

function choose(index) {
  chosen = index;
  const rows = [...list.querySelectorAll(".hit")];
  rows.forEach((row, at) => row.setAttribute("aria-selected", String(at === index)));
  if (rows[index]) {
    rows[index].scrollIntoView({ block: "nearest" });
    box.setAttribute("aria-activedescendant", rows[index].id);
  } else {
    box.removeAttribute("aria-activedescendant");
  }
}

function toggle(shown) {
  list.hidden = !shown;
  box.setAttribute("aria-expanded", String(shown));
}
