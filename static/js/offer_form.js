// The fields of an offer: the address completed while typing, more rows for lists, the point on the map, hours read back.

import { startAddress } from "./offer_address.js";
import { startHours } from "./offer_hours.js";
import { startSuggest } from "./suggest.js";

for (const form of document.querySelectorAll("[data-offer-form]")) {
  startSuggest(form);
  form.querySelectorAll("[data-add-row]").forEach(startRows);
  form.querySelectorAll("[data-place]").forEach(startAddress);
  startHours(form);
}
document.body.dataset.offerForm = "ready";

// One more row, empty, like the last one.
function startRows(button) {
  const rows = button.parentElement.querySelector("[data-rows]");
  button.hidden = false;
  button.addEventListener("click", () => {
    const row = rows.lastElementChild.cloneNode(true);
    const number = rows.children.length + 1;
    row.setAttribute("aria-label", row.getAttribute("aria-label").replace(/\d+$/, number));
    row.querySelectorAll("input").forEach((input) => (input.value = ""));
    row.querySelectorAll("select").forEach((select) => (select.selectedIndex = 0));
    rows.append(row);
    row.querySelector("select, input").focus();
  });
}
