// The desk: one call at a time, from the first word to the record.
"use strict";

import { clearBox, focusBox, wireBox } from "./box.js";
import { focusFact, household, takeOver, wireHousehold } from "./household.js";
import { fill, post, say } from "./server.js";
import { callBegan, wireWrapUp } from "./wrapup.js";

const answer = document.getElementById("answer");
const source = document.getElementById("source");
const facts = document.getElementById("facts");
const start = answer.innerHTML;
const noSource = source.innerHTML;

const EMPTY = { text: "", question: "", measures: [], beside: [], said: {}, answer: null };
let call = { ...EMPTY };

function show(result, question) {
  call = { text: call.text, question, measures: result.measures, beside: result.beside, said: result.said, answer: result.answer, category: result.category };
  takeOver(result.caller);
  keepFocus(() => fill(facts, result.html.facts));
  fill(answer, result.html.card);
  fill(source, result.html.source || noSource);
  answer.scrollTop = 0;
  callBegan(call);
}

// A pane that is drawn anew must not take the cursor out of the field that somebody is in.
function keepFocus(draw) {
  const fact = document.activeElement && document.activeElement.dataset.fact;
  draw();
  if (fact) focusFact(fact);
}

let turn = 0;

async function attempt(work) {
  try {
    await work();
  } catch (error) {
    say(error.message);
  }
}

// Work is given a way to see whether it is still wanted: an answer that was overtaken must not be shown.
function run(work) {
  const mine = ++turn;
  return attempt(() => work(() => mine === turn));
}

const ask = (text) => run(async (wanted) => {
  call.text = text;
  const result = await post("/desk/call", { text, caller: household });
  if (wanted()) show(result, text);
});

const open = (id, text) => run(async (wanted) => {
  if (text) {
    call.text = text;
    const heard = await post("/desk/hear", { text, caller: household });
    if (!wanted()) return;
    takeOver(heard.caller);
  }
  const result = await post("/desk/judge", { measures: [id], beside: [], caller: household });
  if (wanted()) show(result, call.question);
});

const judgeAgain = (more) => run(async (wanted) => {
  if (call.answer && call.answer.kind !== "answer" && call.question) {
    const result = await post("/desk/call", { text: call.question, caller: household });
    if (wanted()) show(result, call.question);
  } else if (call.measures.length) {
    const result = await post("/desk/judge", { measures: call.measures.slice(0, 8), beside: call.beside, caller: household });
    if (wanted()) show(result, call.question);
  }
  if (wanted() && (more.length || !call.measures.length)) {
    const { caller, html } = await post("/desk/facts", { caller: household, more });
    if (!wanted()) return;
    takeOver(caller);
    keepFocus(() => fill(facts, html.facts));
  }
});

const family = () => run(async (wanted) => {
  const { html } = await post("/desk/family", { caller: household });
  if (!wanted()) return;
  fill(answer, html);
  answer.scrollTop = 0;
});

const compare = (places, then) => run(async (wanted) => {
  const box = document.getElementById("comparison");
  if (!box || !call.measures.length) return;
  const { html } = await post("/desk/compare", { measure: call.measures[0], caller: household, places });
  if (!wanted()) return;
  fill(box, html);
  box.scrollIntoView({ block: "nearest" });
  if (then) document.getElementById("compare-place").focus({ preventScroll: true });
});

async function copy(name) {
  const text = call.said[name];
  if (!text) return;
  await navigator.clipboard.writeText(text);
  say(`已复制：${text.slice(0, 30)}${text.length > 30 ? "……" : ""}`);
}

function newCall() {
  call = { ...EMPTY };
  takeOver({ region: null, facts: {} });
  answer.innerHTML = start;
  fill(source, noSource);
  clearBox();
  callBegan(call);
  judgeAgain([]);
  focusBox();
}

const KEYS = {
  1: () => attempt(() => copy("spoken")),
  2: () => attempt(() => copy("short")),
  3: () => attempt(() => copy("full")),
  c: () => compare([], true),
  q: () => answer.querySelector("[data-ask]")?.click(),
  f: family,
  n: newCall,
  w: () => document.getElementById("note")?.focus(),
  e: () => document.getElementById("wrong-text")?.focus(),
};

const keys = document.getElementById("keys");
const isTyping = () => Boolean(document.activeElement?.closest("input, textarea, select"));
const showKeys = () => (keys.open ? keys.close() : keys.showModal());

document.addEventListener("keydown", (event) => {
  const key = event.key.toLowerCase();
  if (key === "f1" || (key === "?" && !isTyping())) {
    event.preventDefault();
    showKeys();
    return;
  }
  if (keys.open) return;
  if ((event.ctrlKey || event.metaKey) && key === "k") {
    event.preventDefault();
    focusBox();
  } else if (event.altKey && !event.ctrlKey && KEYS[key]) {
    event.preventDefault();
    KEYS[key]();
  }
});

answer.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (!button) return;
  if (button.dataset.copy) attempt(() => copy(button.dataset.copy));
  if (button.dataset.open) open(button.dataset.open);
  if (button.dataset.ask) askFor(button.dataset.ask);
  if (button.id === "compare") compare([]);
});

answer.addEventListener("change", (event) => {
  if (event.target.id === "compare-place" && event.target.value.trim()) {
    const here = household.region ? [household.region] : [];
    compare([...here, event.target.value.trim()]);
  }
});

function askFor(fact) {
  if (!focusFact(fact)) judgeAgain([fact]).then(() => focusFact(fact));
}

source.addEventListener("click", (event) => {
  if (event.target.closest("[data-wrong]")) KEYS.e();
});

document.getElementById("show-keys").addEventListener("click", showKeys);
document.getElementById("family").addEventListener("click", family);
document.getElementById("new-call").addEventListener("click", newCall);
wireHousehold(judgeAgain);
wireBox({ caller: () => household, open, ask });
wireWrapUp({ current: () => call, household, done: newCall });
focusBox();

// A question handed over from another page (网聊) is asked once: a reload does not ask it again.
const address = new URL(location.href);
const handed = address.searchParams.get("q");
if (handed) {
  address.searchParams.delete("q");
  history.replaceState(null, "", address);
  document.getElementById("box").value = handed;
  ask(handed);
}
