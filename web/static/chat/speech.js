// Reading aloud and speaking instead of typing, where the browser can.
import { spoken } from "./numerals.js";

const LANGUAGE = "zh-CN";
const Recognition = globalThis.SpeechRecognition ?? globalThis.webkitSpeechRecognition;

export const canRead = "speechSynthesis" in globalThis;
export const canListen = Boolean(Recognition);

// Reads a text line by line, for some browsers stop in the middle of a long one. A second call while it reads stops it.
export function readAloud(text, ended) {
  const { speechSynthesis } = globalThis;
  if (speechSynthesis.speaking || speechSynthesis.pending) {
    speechSynthesis.cancel();
    return false;
  }
  const utterances = text.split("\n").map((line) => Object.assign(new SpeechSynthesisUtterance(spoken(line)), { lang: LANGUAGE }));
  const last = utterances[utterances.length - 1];
  last.onend = last.onerror = ended;
  for (const utterance of utterances) speechSynthesis.speak(utterance);
  return true;
}

export function stopReading() {
  if (canRead) globalThis.speechSynthesis.cancel();
}

// Listens once: heard(text) comes again and again while people speak, ended(failed) once. Returns a function that stops.
export function listen(heard, ended) {
  const recognition = new Recognition();
  let failed = false;
  Object.assign(recognition, {
    lang: LANGUAGE,
    interimResults: true,
    onresult: ({ results }) => heard([...results].map(([best]) => best.transcript).join("")),
    onerror: ({ error }) => { failed = error !== "aborted"; },
    onend: () => ended(failed),
  });
  recognition.start();
  return () => recognition.stop();
}
