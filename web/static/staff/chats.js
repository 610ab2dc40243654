// The page of web chats: the list asks for news every two seconds, the open chat every second.
"use strict";

import { fill, post, say } from "./server.js";

const LIST_EVERY = 2000;
const CHAT_EVERY = 1000;
const list = document.getElementById("chat-list");
const pane = document.getElementById("chat");
let number = null;
let mark = "";

async function run(work) {
  try {
    await work();
  } catch (error) {
    say(error.message);
  }
}

// The list is drawn anew only when it changed: the cursor may stand in it.
async function renew() {
  const { html } = await post("/chats/list", {});
  if (list.dataset.html !== html) fill(list, html);
  list.dataset.html = html;
}

function show(result) {
  mark = result.mark;
  if (!result.html) return;
  const box = pane.querySelector("textarea");
  const [draft, writing] = [box?.value ?? "", box && document.activeElement === box];
  fill(pane, result.html);
  if (result.state === "taken") pane.append(form(draft, writing));
  const said = pane.querySelector("ol");
  said.scrollTop = said.scrollHeight;
  if (result.state === "ended") number = null;
}

function form(draft, writing) {
  const made = document.getElementById("chat-form").content.cloneNode(true).firstElementChild;
  const box = made.querySelector("textarea");
  box.value = draft;
  made.addEventListener("submit", (event) => {
    event.preventDefault();
    const text = box.value.trim();
    if (text) run(async () => {
      const result = await post(`/chats/${number}/say`, { text });
      box.value = "";
      show(result);
      pane.querySelector("textarea")?.focus();
    });
  });
  box.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    made.requestSubmit();
  });
  made.querySelector("[data-end]").addEventListener("click", () => run(async () => {
    show(await post(`/chats/${number}/end`, {}));
    await renew();
  }));
  if (writing) requestAnimationFrame(() => box.focus());
  return made;
}

list.addEventListener("click", (event) => {
  const { take, look } = event.target.closest("button")?.dataset ?? {};
  if (!take && !look) return;
  run(async () => {
    const result = await post(`/chats/${take ?? look}/${take ? "take" : "look"}`, { mark: "" });
    number = take ?? look;
    show(result);
    pane.querySelector("textarea")?.focus();
    await renew();
  });
});

setInterval(() => renew().catch(() => {}), LIST_EVERY);
setInterval(() => {
  if (number !== null) post(`/chats/${number}/look`, { mark }).then(show).catch(() => {});
}, CHAT_EVERY);
