// Work lists by keyboard: J and K walk through the rows; the other keys do to the row that is chosen what its buttons do.
// They count only while a row or something in it has the focus, so that they disturb nobody who speaks to the page.

const list = document.querySelector("[data-findings]");
const KEYS = { b: "edit", s: "bureau.dismiss", z: "bureau.put_off" };

function chosen() {
  return document.activeElement?.closest("[data-findings] > li");
}

function walk(row, down) {
  const next = down ? row.nextElementSibling : row.previousElementSibling;
  if (!next) return;
  next.focus();
  next.scrollIntoView({ block: "nearest" });
}

function press(event) {
  const row = chosen();
  if (!row || event.ctrlKey || event.metaKey || event.altKey) return;
  const key = event.key.toLowerCase();
  if (key === "j" || key === "k") walk(row, key === "j");
  else if (KEYS[key]) row.querySelector(`[data-do="${KEYS[key]}"]`)?.click();
  else return;
  event.preventDefault();
}

function begin() {
  for (const help of document.querySelectorAll("[data-key-help]")) help.hidden = false;
  list.addEventListener("keydown", press);
  // After an answer the row that came next stands where the last one stood; the last row of all has none after it.
  const asked = document.getElementById(location.hash.slice(1));
  const wanted = asked || (location.hash.startsWith("#zeile-") ? list.lastElementChild : null);
  if (wanted) wanted.focus();
}

if (list) begin();
else document.getElementById("liste")?.focus();
