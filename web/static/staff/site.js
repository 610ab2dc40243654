// While the pages are being built, the page shows how far it is.
"use strict";

const EVERY = 1500;

setTimeout(() => location.reload(), EVERY);
