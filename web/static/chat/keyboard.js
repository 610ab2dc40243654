// Keeps the chat as high as what is to be seen: a phone's keyboard covers the page's lower part and tells only visualViewport.

// Sets --visible and --top on an element whenever that changes; changed() is called then. Zooming in is left alone.
export function fitTo(element, changed) {
  const view = window.visualViewport;
  if (!view) return;
  const fit = () => {
    if (Math.abs(view.scale - 1) > 0.01) return;
    element.style.setProperty("--visible", `${view.height}px`);
    element.style.setProperty("--top", `${view.offsetTop}px`);
  };
  let height = view.height;
  view.addEventListener("resize", () => {
    fit();
    if (view.height < height) changed();
    height = view.height;
  });
  view.addEventListener("scroll", fit);
  fit();
}
