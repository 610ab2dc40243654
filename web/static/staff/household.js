// The pane of household facts: what is filled in by hand becomes a fact of the call.
"use strict";

import { post, say } from "./server.js";

const pane = document.getElementById("facts");

/** The household of this call, as the server takes it. */
export const household = { region: null, facts: {} };

/** Take over what the server knows of the household. */
export function takeOver(caller) {
  household.region = caller.region;
  household.facts = caller.facts;
}

/** Put the cursor into the field of a fact; false when the pane does not show it. */
export function focusFact(name) {
  const field = pane.querySelector(`[data-fact="${CSS.escape(name)}"]`);
  if (!field) return false;
  field.focus();
  if (field.select) field.select();
  return true;
}

/** Wire the pane; changed() is called when a fact has another value. */
export function wireHousehold(changed) {
  pane.addEventListener("change", async (event) => {
    const field = event.target;
    if (field.id === "more-facts") {
      await changed([field.value]);
      focusFact(field.value);
      return;
    }
    if (!field.dataset.fact) return;
    try {
      await note(field);
      field.removeAttribute("aria-invalid");
      await changed([]);
    } catch (error) {
      field.setAttribute("aria-invalid", "true");
      say(error.message);
    }
  });
  pane.addEventListener("submit", (event) => event.preventDefault());
}

async function note(field) {
  const { fact, kind } = field.dataset;
  const text = field.value.trim();
  const value = text === "" ? null : await valueOf(kind, text);
  if (fact === "region") household.region = value;
  else if (value === null) delete household.facts[fact];
  else household.facts[fact] = value;
}

async function valueOf(kind, text) {
  if (kind === "region") return (await post("/desk/place", { text })).code;
  if (kind === "boolean") return text === "true";
  if (kind === "integer" || kind === "number") {
    const number = Number(text);
    if (!Number.isFinite(number)) throw new Error("这里要填数字。");
    return number;
  }
  return kind === "date" ? asDate(text) : text;
}

/** 2024.5, 2024/5/6, 20240506 and 2024年5月 as the server takes them: 2024-05, 2024-05-06. */
function asDate(text) {
  const whole = text.match(/^(\d{4})(\d{2})(\d{2})$/);
  const parts = whole ? whole.slice(1) : text.split(/[^\d]+/).filter(Boolean);
  return [parts[0], ...parts.slice(1, 3).map((part) => part.padStart(2, "0"))].join("-");
}
