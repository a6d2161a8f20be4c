// The QR code of a slip leads here with its words behind the #, which no browser sends. They go into the field, and out
// of the address; the person still presses the button.
import { startSmallThings } from "./small.js";

export function startSlip(page) {
  const form = page.querySelector("[data-slip]");
  const words = decodeURIComponent(location.hash.slice(1)).replaceAll("-", " ").trim();
  if (!form || !/^[a-z ]{6,300}$/i.test(words)) {
    return;
  }
  history.replaceState(history.state, "", location.pathname + location.search);
  form.elements.worte.value = words;
  form.querySelector("button:not([type=button])").focus();
}

startSmallThings(document);
startSlip(document);
document.body.dataset.ready = "1";
