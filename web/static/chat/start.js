// How a conversation begins: a greeting and the topics.
import { bubble } from "./answer.js";
import { icon, make } from "./dom.js";

const HELLO = "您好，我能查生育、托育和家庭方面的政策。写上地方和家里的情况，答案会更准。";
const PRIVATE = "不用写姓名、证件号和电话。";
const BASIS = "回答依据收录的政策文件，征求意见稿、送审稿会标明；怎么办理以当地部门答复为准，也可以打12345问。";
// title, what is asked, a drawing in a square of 24 by 24
const TOPICS = [
  ["产假护理假", "产假多少天", "M7 2h2v2h6V2h2v2h3v18H4V4h3zm11 8H6v10h12z"],
  ["生育补贴", "生孩子补多少钱", "M12 2a10 10 0 100 20 10 10 0 000-20zm1 16h-2v-3H8v-2h3v-1H8v-2h2.200L8 6h2.200L12 9l1.800-3H16l-2.200 4H16v2h-3v1h3v2h-3z"],
  ["托育", "上托有补贴吗", "M12 3l9 8h-3v9h-4v-6h-4v6H6v-9H3z"],
  ["上幼儿园上学", "幼儿园保教费减多少", "M12 3L1 9l11 6 9-4.900V17h2V9zM5 13.200V17c2 2 4.500 3 7 3s5-1 7-3v-3.800l-7 3.800z"],
  ["买房租房", "多孩家庭公积金有什么照顾", "M3 11h2v9h14v-9h2L12 2zm7 3h4v4h-4z"],
  ["医保津贴", "生育津贴怎么发", "M10 3h4v7h7v4h-7v7h-4v-7H3v-4h7z"],
  ["算一算我家", "我家能享受哪些", "M5 2h14v20H5zm2 2v4h10V4zm0 7v2h2v-2zm4 0v2h2v-2zm4 0v2h2v-2zm-8 4v2h2v-2zm4 0v2h2v-2zm4 0v5h2v-5z"],
  ["办事时间表", "帮我列个时间表", "M12 2a10 10 0 100 20 10 10 0 000-20zm-1 4h2v5.500l4 2.300-1 1.800-5-3z"],
];

// origin is where the privacy note stands; say(message) asks.
export function start(origin, say) {
  const note = make("a", { href: `${origin}/privacy`, target: "_blank", rel: "noopener" }, "隐私说明");
  const topics = TOPICS.map(([title, message, path]) => make("li", {}, make("button", { type: "button", on: { click: () => say(message) } }, icon(path), make("span", {}, title))));
  return [
    bubble([make("p", {}, HELLO), make("p", { class: "basis" }, BASIS), make("p", { class: "private" }, PRIVATE, note)]),
    make("ul", { class: "topics", "aria-label": "常问的事" }, topics),
  ];
}
