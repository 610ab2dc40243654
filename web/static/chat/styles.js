// Style sheets for a shadow root, as objects: a page that allows no foreign style sheets and no inline ones shows them all the same.

export async function addStyles(root, names) {
  const urls = names.map((name) => new URL(`../${name}`, import.meta.url).href);
  if (!("adoptedStyleSheets" in document)) {
    root.append(...urls.map((href) => Object.assign(document.createElement("link"), { rel: "stylesheet", href })));
    return;
  }
  const texts = await Promise.all(urls.map(async (url) => (await fetch(url, { credentials: "omit" })).text()));
  root.adoptedStyleSheets = texts.map((text) => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(text);
    return sheet;
  });
}
