// Reads the text of a reply into parts: cards, each of one measure, and plain lines. Every line of the text comes back in
// exactly one part, so that what is shown can never say less than the text.

const KINDS = [
  ["part", /^[一二三四五六七八九十]、/],
  ["heading", /^【.+】/],
  ["subheading", /^◇ /],
  ["number", /^\d+．/],
  ["bullet", /^· /],
  ["conditions", /^条件：$/],
  ["working", /^算一下：/],
  ["unstated", /^文件没有写明：/],
  ["note", /^提醒：/],
  ["source", /^依据：/],
  ["ask", /^问谁：/],
  ["aside", /^（.*）$/],
];
const LEADS = new Set(["part", "heading", "subheading"]);

// Returns the parts of a text: {measure, lines} for a card, {lines} else; a line is {kind, text}.
export function partsOf(text, measures) {
  const lines = text.split("\n").filter(Boolean).map((line) => ({ kind: kindOf(line), text: line }));
  const parts = [];
  let begun = 0;
  lines.forEach(({ kind, text: source }, index) => {
    if (kind !== "source") return;
    const end = lines[index + 1]?.kind === "ask" ? index + 2 : index + 1;
    const start = begun + startOfCard(lines.slice(begun, index));
    if (start > begun) parts.push({ lines: lines.slice(begun, start) });
    parts.push({ measure: measures.find(({ title }) => source.includes(`（${title}）`)) ?? null, lines: lines.slice(start, end) });
    begun = end;
  });
  if (begun < lines.length) parts.push({ lines: lines.slice(begun) });
  return parts;
}

export function kindOf(line) {
  return KINDS.find(([, sign]) => sign.test(line))?.[0] ?? "plain";
}

// A card starts at the last number; else behind what only leads to it: a heading, or a line that ends with a colon.
function startOfCard(lines) {
  const number = lines.map(({ kind }) => kind).lastIndexOf("number");
  if (number >= 0) return number;
  return lines.reduce((start, { kind, text }, index) =>
    LEADS.has(kind) || (kind === "plain" && text.endsWith("：")) ? index + 1 : start, 0);
}
