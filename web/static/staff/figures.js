// The page of figures on paper: the tables, folded away on the screen, are printed, too.

const folded = () => document.querySelectorAll(".chart details:not([open])");
let opened = [];

document.querySelector("#print").addEventListener("click", () => window.print());
addEventListener("beforeprint", () => {
  opened = [...folded()];
  for (const details of opened) details.open = true;
});
addEventListener("afterprint", () => {
  for (const details of opened) details.open = false;
});
