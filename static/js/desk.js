// The back office: keyboard focus on the first error, and the room we are in within sight.

const first = document.querySelector("[data-focus-first]");
if (first) first.focus();

const here = document.querySelector(".desk-nav [aria-current]");
const line = here?.closest("nav");
if (line) line.scrollLeft = here.offsetLeft - (line.clientWidth - here.offsetWidth) / 2;

document.body.dataset.ready = "";
