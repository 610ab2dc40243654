// How many people wait in web chats: beside the page's name in the bar, and in the tab's title, on every page.
"use strict";

import { post } from "./server.js";

const EVERY = 4000;
const link = document.querySelector('[data-page="staff.chats.page"]');
const title = document.title;

async function renew() {
  const { waiting } = await post("/chats/list", {});
  const count = link.querySelector(".count") ?? link.appendChild(Object.assign(document.createElement("span"), { className: "count" }));
  count.textContent = waiting;
  count.hidden = !waiting;
  document.title = waiting ? `（${waiting}人在等）${title}` : title;
}

const renewQuietly = () => renew().catch(() => {});
if (link) {
  setInterval(renewQuietly, EVERY);
  renewQuietly();
}
