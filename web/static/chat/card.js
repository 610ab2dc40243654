// One measure as a card: the same lines as in the text, arranged, with the figure large. The fields of the Answer give the
// figure, the standing and the outcome; what is not said in the card's own lines is never shown large.
import { make } from "./dom.js";
import { withPhones } from "./phones.js";
import { span } from "./timeline.js";

const STATUS = {
  draft_for_comment: "征求意见稿 · 尚未正式印发",
  submitted_for_review: "送审稿 · 尚未正式印发",
  unknown: "是否现行有效待核实",
  expired: "已经失效",
};
const WORDING = { encouraged: "鼓励支持，不是必须给", to_explore: "还在探索，没有定下来", target: "工作目标，不是承诺" };
const OUTCOME = { eligible: "写明的条件都符合", not_eligible: "按您说的不符合" };
const MET = "（符合）";
const ASKED_FIRST = ["合计", "合计的范围", "两个人一起", "最后一天", "最晚"];

// small: a card behind another one, folded. brief: everything that can be folded is.
export function card(part, answer, { small, brief }) {
  const { measure } = part;
  const sorted = sort(part.lines);
  const figure = measure && heroFigure(measure, sorted.opening);
  const head = [ribbons(measure), small || !measure ? null : make("h2", {}, measure.title), figure && large(figure, measure)];
  const body = [
    opening(sorted.opening, measure, figure),
    sorted.asides.map((text) => make("p", { class: "aside" }, text)),
    conditions(sorted.conditions),
    folded("怎么算的", sorted.working, !brief && !small, measure && span(measure, answer.calculation)),
    folded("文件没有写明的", sorted.unstated, false),
    folded("提醒", sorted.note, false),
    sorted.source.map((text) => make("p", { class: "source" }, text)),
    sorted.ask.map((text) => make("p", { class: "ask-whom" }, withPhones(text, answer.contacts ?? []))),
  ];
  if (!small) return make("article", { class: "card" }, head, body);
  const summary = make("summary", {}, make("span", { class: "small-title" }, measure?.title ?? sorted.opening[0]), head);
  return make("details", { class: "card small" }, summary, body);
}

// Sorts lines by what they are; an aside right behind the working belongs to it.
function sort(lines) {
  const sorted = { opening: [], asides: [], conditions: [], working: [], unstated: [], note: [], source: [], ask: [] };
  let before = "";
  for (const { kind, text } of lines) {
    if (kind === "number") sorted.opening.push(text.replace(/^\d+．/, ""));
    else if (kind === "bullet") sorted.conditions.push(text.slice(2));
    else if (kind === "aside") sorted[before === "working" ? "working" : "asides"].push(text);
    else if (kind in sorted && kind !== "conditions") sorted[kind].push(kind === "unstated" || kind === "working" || kind === "note" ? text.slice(text.indexOf("：") + 1) : text);
    else if (kind !== "conditions") sorted.opening.push(text);
    if (kind !== "aside") before = kind;
  }
  return sorted;
}

// Returns the figure to show large: one that the opening says itself, worked out ones first; null when it says none.
function heroFigure({ title, figures, eligibility }, opening) {
  if (eligibility === "not_eligible") return null;
  const words = opening.join("");
  const worked = opening.some((line) => line.startsWith(`${title}：`)) ? figures.filter(({ computed }) => computed) : [];
  const rank = ({ label }) => ASKED_FIRST.includes(label) ? ASKED_FIRST.indexOf(label) : ASKED_FIRST.length;
  const candidates = [...worked.sort((one, other) => rank(one) - rank(other)), ...figures.filter(({ computed }) => !computed)];
  return candidates.find((figure) => saidIn(words, figure)) ?? null;
}

function saidIn(words, { value, unit, shown }) {
  if (words.includes(shown)) return true;
  const said = words.match(/\d+(\.\d+)?万?/g) ?? [];
  return unit !== "date" && said.some((number) => parseFloat(number) * (number.endsWith("万") ? 10000 : 1) === value) && words.includes(unit);
}

function large(figure, { title }) {
  const label = figure.label === title ? null : make("span", { class: "label" }, figure.label);
  const pieces = figure.shown.split(/(\d[\d.]*)/).filter(Boolean);
  return make("span", { class: "figure" }, label, pieces.map((piece) => /^\d/.test(piece) ? make("b", {}, piece) : piece));
}

// A first line that says only what stands large already is left out.
function opening(lines, measure, figure) {
  const large = figure && `${measure.title}：${figure.label}${figure.shown}。`;
  return lines.filter((line) => line !== large).map((line) => make("p", {}, line));
}

function ribbons(measure) {
  if (!measure) return null;
  const outcome = OUTCOME[measure.eligibility];
  const words = [
    STATUS[measure.status] && ["caution", STATUS[measure.status]],
    WORDING[measure.wording] && ["caution", WORDING[measure.wording]],
    measure.for_institutions && ["caution", `给${measure.for_institutions}的，不发给家长`],
    outcome && [measure.eligibility === "eligible" ? "good" : "bad", outcome],
  ];
  return words.filter(Boolean).map(([kind, text]) => make("span", { class: `ribbon ${kind}` }, text));
}

function conditions(lines) {
  if (!lines.length) return null;
  const items = lines.map((line) => {
    const met = line.endsWith(MET);
    return make("li", { class: met && "met" }, met ? line.slice(0, -MET.length) : line, met && make("span", { class: "mark" }, MET));
  });
  return [make("p", { class: "part" }, "条件"), make("ul", { class: "conditions" }, items)];
}

function folded(title, lines, open, picture = null) {
  if (!lines.length) return null;
  return make("details", { class: "fold", open }, make("summary", {}, title), picture, lines.map((line) => make("p", {}, line)));
}
