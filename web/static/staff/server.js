// The one way to the server: JSON there and back, with the token against forged requests.
"use strict";

const csrf = document.querySelector('meta[name="csrf"]').content;
const NO_CONNECTION = "没有连上服务器，填的都还在，请再试一次。";

/** Post a body and return the answer's JSON; throws an Error with a sentence for people. */
export async function post(path, body, signal) {
  let response;
  try {
    response = await fetch(`/staff${path}`, {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-CSRFToken": csrf },
      body: JSON.stringify(body),
      signal,
    });
  } catch (error) {
    throw error.name === "AbortError" ? error : new Error(NO_CONNECTION);
  }
  if (response.status === 401) {
    dispatchEvent(new Event("logged-out"));  // whoever holds something unsaved puts it by
    location.reload();
  }
  const data = await response.json();
  if (!response.ok) throw new Error(data.error.message);
  return data;
}

/** Put HTML that our own server rendered and escaped into an element. */
export function fill(element, html) {
  element.replaceChildren(...new DOMParser().parseFromString(html, "text/html").body.childNodes);
}

let timer;

/** Say something in one line at the bottom of the page. */
export function say(text) {
  const toast = document.getElementById("toast");
  toast.textContent = text;
  toast.classList.add("shown");
  clearTimeout(timer);
  timer = setTimeout(() => toast.classList.remove("shown"), 3500);
}
