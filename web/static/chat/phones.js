// Text in which the telephone numbers of an Answer's contacts can be tapped.
import { make } from "./dom.js";

export function withPhones(text, contacts) {
  const phones = contacts.map(({ phone }) => phone);
  return text.split(/(\d+)/).map((piece) => phones.includes(piece) ? make("a", { href: `tel:${piece}`, class: "phone" }, piece) : piece);
}

// The numbers to call first, big enough for a shaking hand.
export function callLinks(contacts) {
  const links = contacts.filter(({ phone }) => phone).map(({ name, phone }) =>
    make("a", { class: "call", href: `tel:${phone}` }, `拨打 ${phone}（${name}）`));
  return links.length ? make("div", { class: "calls" }, links) : null;
}
