// The back office: keyboard focus on the first error, and room for what single pages add.

const first = document.querySelector("[data-focus-first]");
if (first) first.focus();

document.body.dataset.ready = "";
