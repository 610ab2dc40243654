// What a foreign page names: <script src="https://…/widget.js" data-region="420800" async></script>
// Loads the chat's own modules from where this script came from. Nothing else on the page is touched.
(() => {
  "use strict";
  const { src, dataset } = document.currentScript;
  import(new URL("widget/VERSION/chat/panel.js", src).href).then(({ offer }) => offer(new URL(src).origin, dataset.region));
})();
