// The FAQ pages: remembers large type, opens the answer that an address points to, and searches without a server.
"use strict";

const LARGE = "shanyutong.large";
const MOST_FOUND = 12;
const root = document.currentScript.dataset.root;

// Private windows and files may refuse localStorage: the choice then holds for the page.
function kept(value) {
  try {
    if (value !== undefined) localStorage.setItem(LARGE, value);
    return localStorage.getItem(LARGE);
  } catch { return null; }
}

if (kept() === "yes") document.documentElement.dataset.size = "large";

function watchLarge() {
  const box = document.getElementById("large");
  box.checked = document.documentElement.dataset.size === "large";
  box.addEventListener("change", () => {
    kept(box.checked ? "yes" : "no");
    if (box.checked) document.documentElement.dataset.size = "large";
    else delete document.documentElement.dataset.size;
  });
}

function openTarget() {
  const target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (target && target.tagName === "DETAILS") target.open = true;
}

// The index is a script that assigns data, so that it loads from a plain file too; nobody pays for it who does not search.
let index = null;
function loadIndex() {
  index ??= new Promise((loaded, failed) => {
    const script = document.createElement("script");
    script.src = `${root}assets/search-index.js`;
    script.addEventListener("load", () => loaded(prepared(globalThis.faqSearch)));
    script.addEventListener("error", failed);
    document.head.append(script);
  });
  return index;
}

// What people say is put into the word that the pages use: 二胎 becomes 二孩.
function canonical(text, synonyms) {
  let said = text.toLowerCase();
  for (const [word, variants] of synonyms) {
    for (const variant of variants) said = said.replaceAll(variant, word);
  }
  return said;
}

function pairs(text) {
  const found = new Set();
  for (const run of text.match(/[\u4e00-\u9fff]+|[a-z0-9]+/g) ?? []) {
    if (/[a-z0-9]/.test(run)) found.add(run);
    else for (let at = 0; at + 1 < run.length; at++) found.add(run.slice(at, at + 2));
  }
  return found;
}

function prepared(data) {
  const often = new Map();
  const rows = data.rows.map(([question, path, place, words]) => {
    const where = pairs(data.places[place]);
    const known = pairs(canonical(`${question} ${words}`, data.synonyms));
    for (const pair of known) often.set(pair, (often.get(pair) ?? 0) + 1);
    return { question, path: `${path}.html`, place: data.places[place], known, where };
  });
  return { rows, often, synonyms: data.synonyms };
}

// A pair counts the more the fewer pages have it; the name of a place settles between pages that fit alike.
function search({ rows, often, synonyms }, text) {
  const asked = pairs(canonical(text, synonyms));
  const scored = rows.map((row) => {
    let score = 0;
    let named = 0;
    for (const pair of asked) {
      if (row.known.has(pair)) score += Math.log(1 + rows.length / often.get(pair));
      if (row.where.has(pair)) named += 3;
    }
    return { row, score: score || !row.known.size ? score + named : 0 };
  });
  return scored.filter((one) => one.score > 0).sort((a, b) => b.score - a.score).slice(0, MOST_FOUND).map((one) => one.row);
}

function element(name, text, attributes = {}) {
  const made = Object.assign(document.createElement(name), attributes);
  made.append(...[text].flat());
  return made;
}

function show(found, text, form) {
  const box = document.getElementById("found");
  const lines = found.map((row) => {
    const words = [row.question, " ", element("span", row.place, { className: "tag" })];
    return element("li", element("a", words, { href: root + row.path }));
  });
  const chat = `${form.action}?q=${encodeURIComponent(text)}`;
  lines.push(element("li", element("a", found.length ? "都不是？到对话里问" : "没有查到，到对话里问", { href: chat })));
  box.replaceChildren(element("ul", lines));
  box.hidden = false;
}

function watchSearch() {
  const form = document.querySelector(".search");
  const box = document.getElementById("q");
  const run = async () => {
    const text = box.value.trim();
    if (!text) { document.getElementById("found").hidden = true; return; }
    show(search(await loadIndex(), text), text, form);
  };
  box.addEventListener("focus", () => { loadIndex().catch(() => {}); });
  box.addEventListener("input", () => { run().catch(() => {}); });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    run().catch(() => form.submit());
  });
}

addEventListener("hashchange", openTarget);
addEventListener("DOMContentLoaded", () => {
  watchLarge();
  watchSearch();
  openTarget();
});
