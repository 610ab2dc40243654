// What is seldom needed: how things look, what is kept, and having it deleted.
import { button, disclosure, icon, make } from "./dom.js";

const DOTS = "M5 10a2 2 0 110 4 2 2 0 010-4zm7 0a2 2 0 110 4 2 2 0 010-4zm7 0a2 2 0 110 4 2 2 0 010-4z";

export function menu(looks, origin, forget) {
  const opener = make("button", { type: "button", class: "quiet", "aria-label": "设置" }, icon(DOTS));
  const panel = make("div", { class: "panel menu", role: "group", "aria-label": "设置" });
  const { element, close } = disclosure(opener, panel);
  const clear = () => {
    close();
    opener.focus();
    forget();
  };
  panel.append(...looks.controls(), button("清除我的数据", clear, { class: "danger" }), make("a", { href: `${origin}/privacy`, target: "_blank", rel: "noopener" }, "隐私说明"));
  return element;
}
