// The full page, also for a menu link or a QR code: /?region=420800&q=… opens with a place and a question.
import { Chat } from "./chat.js";

const address = new URL(location.href);
const region = address.searchParams.get("region");
const question = address.searchParams.get("q");

// The question leaves the address before it is asked: a reload does not ask it again.
if (question) {
  address.searchParams.delete("q");
  history.replaceState(null, "", address);
}

const chat = new Chat(document.getElementById("chat"), document.documentElement, location.origin);
chat.open(region, question);
