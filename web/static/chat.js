// The chat page: sends what people write to /api/chat and shows the replies. Texts are set as text, never as HTML.
"use strict";

const SESSION = "shanyutong.session";
const NO_CONNECTION = "没有连上，您写的话还在。请检查网络后再试。";

const log = document.getElementById("log");
const form = document.getElementById("form");
const box = document.getElementById("message");
const send = document.getElementById("send");
const restart = document.getElementById("restart");

// Private windows may refuse localStorage: the conversation then lives as long as the page.
let session = null;
try { session = localStorage.getItem(SESSION); } catch { /* see above */ }

function keepSession(value) {
  session = value;
  try {
    if (value) localStorage.setItem(SESSION, value);
    else localStorage.removeItem(SESSION);
  } catch { /* see above */ }
}

function make(tag, className, text) {
  const element = document.createElement(tag);
  element.className = className;
  element.textContent = text;
  return element;
}

function addRow(who, text) {
  const row = make("div", `row ${who}`, "");
  row.append(make("div", "bubble", text));
  log.append(row);
  return row;
}

// A long answer is read from its first line, so its top is brought into view, with the question above it when short.
function show(row) {
  const before = row.previousElementSibling;
  const asked = before && before.classList.contains("me") && before.offsetHeight < log.clientHeight / 3;
  log.scrollTop = (asked ? before : row).offsetTop - log.offsetTop - 8;
}

function addButtons(row, buttons) {
  if (!buttons.length) return;
  const choices = make("div", "choices", "");
  for (const { title, message } of buttons) {
    const button = make("button", "", title);
    button.type = "button";
    button.dataset.message = message;
    choices.append(button);
  }
  row.append(choices);
}

function addPhones(row, contacts) {
  const phones = contacts.filter((contact) => contact.phone);
  if (!phones.length) return;
  const choices = make("div", "choices", "");
  for (const { name, phone } of phones) {
    const link = make("a", "call", `拨打 ${phone}（${name}）`);
    link.href = `tel:${phone}`;
    choices.append(link);
  }
  row.append(choices);
}

// Only a path of this server is linked, whatever an answer may hold.
function addCalendar(row, url) {
  if (typeof url !== "string" || !url.startsWith("/api/calendar?")) return;
  const choices = make("div", "choices", "");
  const link = make("a", "calendar", "加入日历");
  link.href = url;
  choices.append(link);
  row.append(choices);
}

function showReplies(replies) {
  const rows = replies.map((reply) => {
    const kind = reply.answer ? reply.answer.kind : "";
    const row = addRow(`them ${kind}`, reply.text);
    if (kind === "emergency") addPhones(row, reply.answer.contacts || []);
    if (reply.answer) addCalendar(row, reply.answer.calendar_url);
    addButtons(row, reply.buttons);
    return row;
  });
  if (rows.length) show(rows[0]);
}

function showFailure(text, message) {
  const row = addRow("them failed", text);
  const choices = make("div", "choices", "");
  const retry = make("button", "retry", "再试一次");
  retry.type = "button";
  retry.addEventListener("click", () => { row.remove(); ask(message); });
  choices.append(retry);
  row.append(choices);
  show(row);
}

async function post(message) {
  const response = await fetch("/api/chat", {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ session, message }),
  });
  return { ok: response.ok, body: await response.json() };
}

function setBusy(busy) {
  send.disabled = restart.disabled = busy;
  for (const button of log.querySelectorAll("button")) button.disabled = busy;
}

async function ask(message) {
  setBusy(true);
  const waiting = addRow("them waiting", "正在查……");
  show(waiting);
  try {
    const { ok, body } = await post(message);
    waiting.remove();
    if (ok) {
      keepSession(body.session);
      showReplies(body.replies);
    } else {
      showFailure(body.error.message, message);
    }
  } catch {
    waiting.remove();
    showFailure(NO_CONNECTION, message);
  } finally {
    setBusy(false);
  }
}

function say(message) {
  if (send.disabled || !message.trim()) return false;
  addRow("me", message.trim());
  ask(message);
  return true;
}

function fitBox() {
  box.style.height = "auto";
  box.style.height = `${box.scrollHeight + 2}px`;
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  if (say(box.value)) {
    box.value = "";
    fitBox();
  }
  box.focus();
});

box.addEventListener("input", fitBox);

// Enter sends, Shift+Enter starts a line; Enter that ends the choice of a character does neither.
box.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
    event.preventDefault();
    form.requestSubmit();
  }
});

log.addEventListener("click", (event) => {
  const button = event.target.closest("button[data-message]");
  if (button) say(button.dataset.message);
});

restart.addEventListener("click", () => {
  keepSession(null);
  for (const row of [...log.querySelectorAll(".row")].slice(1)) row.remove();
  box.focus();
});
