// The record of the call, and reports of wrong knowledge with what became of them.
"use strict";

import { fill, post, say } from "./server.js";

const form = document.getElementById("wrapup");
const wrong = document.getElementById("wrong");
const question = document.getElementById("record-question");
const category = document.getElementById("category");
const outcome = document.getElementById("outcome");
const note = document.getElementById("note");
const wrongText = document.getElementById("wrong-text");
const mine = document.getElementById("mine");

const DRAFT = "staff-draft";
const fields = { question, category, outcome, note, wrongText };
const account = document.querySelector(".me").dataset.login;
let since = 0;
let told = new Set();

/** Note what the call is about now; the record's text is filled in until somebody writes another one. */
export function callBegan(call) {
  if (!call.measures.length && !call.question) {
    since = 0;
    told = new Set();
    form.reset();
    question.dataset.own = "";
    return;
  }
  since = since || Date.now();
  for (const id of call.measures.slice(0, 1)) told.add(id);
  if (!question.dataset.own) question.value = call.question || call.text;
  if (call.category) category.value = call.category;
  if (call.answer && call.answer.kind === "not_covered") outcome.value = "not_covered";
}

/** Wire both forms. current() gives the call at hand. */
export function wireWrapUp({ current, household, done }) {
  question.addEventListener("input", () => { question.dataset.own = "yes"; });

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const record = {
      question: question.value, category: category.value, outcome: outcome.value, note: note.value,
      region: household.region, measures: [...told].slice(0, 12), seconds: since ? Math.round((Date.now() - since) / 1000) : 0,
    };
    try {
      const { id } = await post("/calls", record);
      done();
      say(`存好了，第 ${id} 号记录`);
    } catch (error) {
      say(error.message);
    }
  });

  note.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && event.ctrlKey) form.requestSubmit();
  });

  wrong.addEventListener("submit", async (event) => {
    event.preventDefault();
    const [measure] = current().measures;
    if (!measure) { say("先打开有误的那一条"); return; }
    try {
      fill(mine, (await post("/faults", { measure, text: wrongText.value })).html);
      wrongText.value = "";
      say("报上去了，处理结果会在这里显示");
    } catch (error) {
      say(error.message);
    }
  });
  wrongText.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) { event.preventDefault(); wrong.requestSubmit(); }
  });
  addEventListener("logged-out", keepDraft);
  takeDraft();
  showMine();
}

// A login that ran out in the middle of a call: what was written is there again, for the same account in the same tab.
function keepDraft() {
  const values = Object.entries(fields).map(([name, field]) => [name, field.value]);
  sessionStorage.setItem(DRAFT, JSON.stringify({ account, values: Object.fromEntries(values) }));
}

function takeDraft() {
  const draft = JSON.parse(sessionStorage.getItem(DRAFT) || "null");
  sessionStorage.removeItem(DRAFT);
  if (!draft || draft.account !== account) return;
  for (const [name, value] of Object.entries(draft.values)) fields[name].value = value;
  question.dataset.own = question.value ? "yes" : "";
  if (note.value || wrongText.value || question.value) say("登录过期前写的还在，存之前看一眼");
}

async function showMine() {
  try {
    fill(mine, (await post("/faults/mine", {})).html);
  } catch { /* the list comes back with the next report */ }
}
