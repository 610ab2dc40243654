// A reply as people see it: cards for measures, the timeline as a picture, telephone numbers first in danger, else its text.
import { card } from "./card.js";
import { make } from "./dom.js";
import { callLinks, withPhones } from "./phones.js";
import { partsOf } from "./reading.js";
import { inWords, timelinePicture } from "./timeline.js";

const CLASSES = { heading: "list-heading", part: "list-heading", subheading: "list-subheading", bullet: "list-item", number: "list-item" };

// brief: few words, everything that can be folded is folded.
export function shownReply({ text, answer }, brief) {
  if (!answer) return [bubble(lines(text))];
  const contacts = answer.contacts ?? [];
  if (answer.kind === "emergency") return [callLinks(contacts), bubble(lines(text, contacts))];
  if (answer.timeline?.length) return [timelineCard(text, answer)];
  const parts = partsOf(text, answer.measures);
  return parts.map((part, index) => "measure" in part
    ? card(part, answer, { small: index > 0 && "measure" in parts[index - 1], brief })
    : bubble(part.lines.map(({ kind, text: line }) => make("p", { class: CLASSES[kind] }, withPhones(line, contacts)))));
}

export function bubble(content, className = "") {
  return make("div", { class: `bubble ${className}` }, content);
}

function lines(text, contacts = []) {
  return text.split("\n").map((line) => make("p", {}, withPhones(line, contacts)));
}

// The first two lines say for whom and what is next; the whole text, with conditions and sources, is folded under the picture.
function timelineCard(text, answer) {
  const [heading, next, ...rest] = text.split("\n");
  return make("article", { class: "card wide" },
    make("h2", {}, "家庭时间表"),
    [heading, next].filter(Boolean).map((line) => make("p", {}, line)),
    timelinePicture(answer.timeline, answer.as_of),
    make("p", { class: "legend" }, `竖线是${inWords(answer.as_of)}。`),
    make("details", { class: "fold" }, make("summary", {}, "全部文字、条件和依据"), rest.map((line) => make("p", {}, withPhones(line, answer.contacts ?? [])))));
}
