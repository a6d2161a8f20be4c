// The QR code of a slip leads here with its words behind the #, which no browser sends. They go into the field, and out
// of the address; the person still presses the button.
import { startSmallThings } from "./small.js";

export function startSlip(page) {
  const form = page.querySelector("[data-slip]");
  if (!/^#[a-z]+(-[a-z]+){5}$/i.test(location.hash)) {
    return;
  }
  const words = location.hash.slice(1).replaceAll("-", " ");
  history.replaceState(history.state, "", location.pathname + location.search);
  if (form) {
    form.elements.worte.value = words;
    form.querySelector("button:not([type=button])").focus();
  }
}

startSmallThings(document);
startSlip(document);
// A second slip, scanned while the page is open, loads nothing anew.
window.addEventListener("hashchange", () => startSlip(document));
document.body.dataset.ready = "1";
