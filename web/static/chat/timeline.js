// The family timeline as a picture: a list of all events in words, and under each its days as a bar on one common scale.
import { draw, make } from "./dom.js";

const DAY = 24 * 60 * 60 * 1000;
const ROOM_FOR_YEAR = 92; // percent of the width: a year behind it would not be seen whole
const [WHOLE, ABOVE, HIGH] = [100, 15, 70].map((share) => `${share}%`); // of a row
const NARROWEST = 1.5; // percent of the width: a single day is to be seen

// Returns the picture of an Answer's timeline; events of one measure that come back share one line.
export function timelinePicture(events, today) {
  const rows = [...grouped(events).values()];
  const [first, last] = extent(events.flatMap(daysOf).concat(time(today)));
  const scale = { share: (day) => (100 * (day - first)) / (last - first), years: yearsBetween(first, last), today: time(today) };
  return make("figure", { class: "timeline" },
    axis(scale),
    make("ol", {}, rows.map((row) => make("li", { class: row.every(({ past }) => past) && "past" }, words(row), bars(row, scale)))));
}

// Returns one span with its two ends in words, where a calculation goes from a day of the person to a last day; else null.
export function span(measure, calculation) {
  if (!calculation || calculation.name !== measure.title) return null;
  const start = Object.values(calculation.inputs).find(isDay);
  const end = calculation.results.find(({ unit, label }) => unit === "date" && label === "最后一天")?.value;
  if (!start || !end || start >= end) return null;
  const scale = { share: (day) => (100 * (day - time(start))) / (time(end) - time(start)), years: [], today: NaN };
  return make("figure", { class: "timeline span" },
    bars([{ date: start, until: end, kind: "window" }], scale),
    make("figcaption", {}, make("span", {}, inWords(start)), make("span", {}, inWords(end))));
}

export function inWords(day) {
  const [year, month, date] = day.split("-").map(Number);
  return `${year}年${month}月${date}日`;
}

function grouped(events) {
  const groups = new Map();
  for (const event of events) {
    const once = `${event.measure} ${event.title}`;
    groups.set(once, [...(groups.get(once) ?? []), event]);
  }
  return groups;
}

function words(row) {
  const { date, until, kind, title, estimated, status } = row[0];
  const day = kind === "deadline" ? `最晚${inWords(date)}` : until ? `${inWords(date)}～${inWords(until)}` : inWords(date) + (kind === "start" ? "起" : "");
  const more = row.length > 1 ? `，以后每年一次，共${row.length}次` : "";
  const marks = [estimated && "预计", row.every(({ past }) => past) && "已过", status !== "in_force" && "待核实或未印发"].filter(Boolean);
  return [
    make("span", { class: "when" }, day + more),
    make("span", { class: "what" }, title, marks.length > 0 && make("span", { class: "mark" }, `（${marks.join("，")}）`)),
  ];
}

function axis({ share, years, today }) {
  return draw("svg", { class: "axis", "aria-hidden": "true", focusable: "false" },
    years.map((year) => [year, share(time(`${year}-01-01`))]).filter(([, x]) => x < ROOM_FOR_YEAR)
      .map(([year, x]) => draw("text", { x: `${x}%`, y: "1em" }, year)),
    mark(share, today));
}

function bars(row, { share, years, today }) {
  const grid = years.map((year) => draw("line", { class: "grid", ...upright(share(time(`${year}-01-01`))) }));
  return draw("svg", { class: "bars", "aria-hidden": "true", focusable: "false" }, grid, mark(share, today), row.map((event) => {
    const [from, to] = daysOf(event).map(share);
    const width = Math.max(to - from, NARROWEST);
    return draw("rect", { class: event.kind, x: `${Math.min(from, 100 - width)}%`, width: `${width}%`, y: ABOVE, height: HIGH, rx: 3 });
  }));
}

function mark(share, today) {
  return Number.isNaN(today) ? null : draw("line", { class: "today", ...upright(share(today)) });
}

function upright(x) {
  return { x1: `${x}%`, x2: `${x}%`, y1: 0, y2: WHOLE };
}

function daysOf({ date, until }) {
  return [time(date), time(until ?? date) + DAY];
}

function extent(days) {
  return [Math.min(...days), Math.max(...days)];
}

function yearsBetween(first, last) {
  const from = new Date(first).getUTCFullYear() + 1;
  const count = new Date(last).getUTCFullYear() - from + 1;
  return Array.from({ length: Math.max(count, 0) }, (_, index) => from + index);
}

function time(day) {
  return Date.parse(`${day}T00:00:00Z`);
}

function isDay(value) {
  return typeof value === "string" && /^\d{4}-\d{2}-\d{2}$/.test(value);
}
