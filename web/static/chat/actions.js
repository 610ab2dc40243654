// What people can do with an answer: copy, share, hear, put into the calendar, and say whether it helped.
import { button, make } from "./dom.js";
import { canRead, readAloud } from "./speech.js";

const REASONS = ["没答到点上", "数字不对", "地方不对", "看不懂"];
const LONGEST_REASON = 200;
const TOLD = { useful: "谢谢，知道有用了。", useless: "谢谢，会有人看您说的。" };

// entry is the kept one of a reply: {reply, asked, verdict}.
export function actionsOf(entry, { origin, rate }) {
  const { reply, asked } = entry;
  const status = make("p", { class: "status", role: "status" });
  const say = (text) => { status.textContent = text; };
  const row = make("div", { class: "actions" },
    button("复制", () => copy(reply.text, say)),
    asked && button("分享", () => share(linkTo(origin, asked, reply.answer.region), asked, say)),
    canRead && reader(reply.text),
    calendarLink(origin, reply.answer.calendar_url));
  const feedback = reply.answer.answer_id ? feedbackOn(entry, rate, say) : null;
  return make("div", { class: "under" }, row, feedback, status);
}

// Returns the address that opens the full page with this question and its place.
export function linkTo(origin, asked, region) {
  const link = new URL("/", origin);
  if (region) link.searchParams.set("region", region.code);
  link.searchParams.set("q", asked);
  return link.href;
}

async function copy(text, say) {
  try {
    await navigator.clipboard.writeText(text);
    say("已复制。");
  } catch {
    say("浏览器不让复制，请长按文字自己选。");
  }
}

async function share(url, asked, say) {
  if (!navigator.share) {
    await copy(url, say);
    return;
  }
  try {
    await navigator.share({ title: `善育通：${asked}`, url });
  } catch { /* people changed their mind */ }
}

function reader(text) {
  const control = button("朗读", () => {
    control.textContent = readAloud(text, () => { control.textContent = "朗读"; }) ? "停止朗读" : "朗读";
  });
  return control;
}

// Only a path of our own server is linked, whatever an answer may hold.
function calendarLink(origin, url) {
  if (typeof url !== "string" || !url.startsWith("/api/calendar?")) return null;
  return make("a", { class: "action", href: origin + url }, "加入日历");
}

function feedbackOn(entry, rate, say) {
  const element = make("div", { class: "feedback" });
  const tell = async (verdict, reason = "") => {
    try {
      await rate(entry, verdict, reason);
      element.replaceChildren();
      say(TOLD[verdict]);
    } catch (error) {
      say(error.message);
    }
  };
  if (entry.verdict) return make("p", { class: "status" }, TOLD[entry.verdict]);
  element.append(
    make("span", {}, "这条回答"),
    button("有用", () => tell("useful")),
    button("没用", () => element.replaceChildren(reasonForm(tell))));
  return element;
}

function reasonForm(tell) {
  const box = make("input", { type: "text", maxlength: LONGEST_REASON, "aria-label": "哪里没用，可以不写", placeholder: "哪里没用？可以不写" });
  const reasons = REASONS.map((reason) => button(reason, () => tell("useless", reason)));
  const send = (event) => {
    event.preventDefault();
    tell("useless", box.value.trim());
  };
  return make("form", { class: "reasons", on: { submit: send } }, reasons, make("div", { class: "reason-line" }, box, make("button", { type: "submit" }, "提交")));
}
