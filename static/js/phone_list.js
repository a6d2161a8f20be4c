// The phone list without page jumps: an answer is sent in the background, and the next entry gets the focus.
// Single keys work only while the focus is inside an entry, so they never get in the way elsewhere.

const list = document.querySelector("[data-calls]");
const told = document.querySelector("[data-told]");
const left = document.querySelector("[data-left]");

const calls = () => [...list.querySelectorAll("[data-call]")];
const callOf = (element) => element.closest?.("[data-call]");

function neighbour(call, step) {
  const all = calls();
  return all[all.indexOf(call) + step];
}

function remove(call) {
  const district = call.closest("[data-district]");
  call.remove();
  if (!district.querySelector("[data-call]")) district.remove();
}

async function send(form, button) {
  const call = callOf(form);
  const body = new FormData(form, button);
  form.inert = true;
  let answer;
  try {
    const response = await fetch(form.action, { method: "POST", body, headers: { Accept: "application/json" } });
    if (!response.ok) throw new Error(response.status);
    answer = await response.json();
  } catch {
    form.inert = false;
    told.textContent = "Das wurde nicht gespeichert. Bitte versuchen Sie es noch einmal.";
    call.focus();
    return;
  }
  form.inert = false;
  const next = neighbour(call, 1) ?? neighbour(call, -1);
  if (button.value !== "niemand") remove(call);
  told.textContent = answer.sentence;
  left.textContent = answer.left;
  if (next) next.focus();
  else if (!calls().length) location.reload();
}

function onKey(event) {
  const call = callOf(event.target);
  const typing = event.target.matches("input:not([type=checkbox]), textarea, select");
  if (!call || typing || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    const next = neighbour(call, event.key === "ArrowDown" ? 1 : -1);
    if (next) {
      event.preventDefault();
      next.focus();
    }
    return;
  }
  const button = call.querySelector(`[data-key="${CSS.escape(event.key.toLowerCase())}"]`);
  if (button) {
    event.preventDefault();
    button.click();
  }
}

if (list) {
  list.addEventListener("keydown", onKey);
  list.addEventListener("submit", (event) => {
    if (!event.submitter?.dataset.key) return;
    event.preventDefault();
    send(event.target, event.submitter);
  });
  document.querySelector("[data-keys-hint]").hidden = false;
  if (!location.hash) calls()[0]?.focus({ preventScroll: true });
}

const print = document.querySelector("[data-print]");
if (print) {
  print.hidden = false;
  print.addEventListener("click", () => window.print());
}
document.body.dataset.phoneList = "";
