// The chat on a foreign page: a button, and a panel that loads the chat when it is first opened.
import { icon, make } from "./dom.js";
import { addStyles } from "./styles.js";

const NAME = "shanyutong-chat";
const BUBBLE = "M4 4h16v12H11l-5 5v-5H4z";
const STYLES = ["tokens.css", "chat/chat.css", "chat/card.css", "chat/panel.css"];

// Puts the button on the page, once, however often the script is named. region is the code of the page's place, or undefined.
export async function offer(origin, region) {
  if (document.getElementById(NAME)) return;
  const host = make("div", { id: NAME, lang: "zh-CN" });
  const root = host.attachShadow({ mode: "open" });
  const panel = make("div", { class: "chat window", role: "dialog", "aria-label": "善育通 · 生育与托育政策问答", tabindex: "-1", hidden: true });
  const opener = make("button", { type: "button", class: "opener", "aria-expanded": "false" }, icon(BUBBLE), make("span", {}, "政策问答"));
  const surface = make("div", { class: "surface", hidden: true }, panel, opener); // seen only in its own style
  root.append(surface);
  (document.body ?? document.documentElement).append(host); // at once, so that the script named twice finds it
  const [toggle, loading] = toggling(panel, opener, surface, origin, region);
  opener.addEventListener("click", () => toggle(true));
  opener.addEventListener("pointerenter", loading, { once: true });
  panel.addEventListener("keydown", ({ key }) => key === "Escape" && toggle(false));
  await addStyles(root, STYLES);
  surface.hidden = false;
}

function toggling(panel, opener, surface, origin, region) {
  let chat = null;
  const loading = () => import("./chat.js");
  const toggle = async (open) => {
    panel.hidden = !open;
    opener.hidden = open;
    opener.setAttribute("aria-expanded", String(open));
    if (!open) {
      opener.focus();
      return;
    }
    panel.focus(); // Escape is heard here from now on, also while the chat is being loaded
    const { Chat } = await loading();
    const first = !chat;
    chat ??= new Chat(panel, surface, origin, () => toggle(false));
    chat.composer.fit();
    if (!panel.hidden) chat.composer.focus();
    if (first) await chat.open(region, null);
  };
  return [toggle, loading];
}
