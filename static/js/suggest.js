// Suggestions while typing: a combobox as ARIA 1.2 describes it. The field alone works just as well.

import { asking } from "./asking.js";
import { startKeys } from "./combokeys.js";
import { completed } from "./completed.js";
import { element, suggestionList } from "./suggestions.js";

const WAIT_MS = 150;
const FEWEST = 2;
let made = 0;

export function startSuggest(page) {
  for (const box of page.querySelectorAll("[data-suggest]")) {
    attach(box, box.querySelector("input"));
  }
}

function attach(box, input) {
  const list = suggestionList(input, `vorschlaege-${(made += 1)}`, JSON.parse(box.dataset.kinds));
  const question = asking(box.dataset.suggest, box.dataset.region);
  const status = element("p", { className: "visually-hidden" });
  status.setAttribute("role", "status");
  const hint = element("p", { className: "suggest-hint", hidden: true });
  hint.setAttribute("aria-hidden", "true");
  box.append(list.box, status);
  box.parentElement.append(hint);
  let timer = 0;
  let shownFor = "";

  function say(text, visible = "") {
    status.textContent = text;
    hint.textContent = visible;
    hint.hidden = !visible;
  }

  function close() {
    clearTimeout(timer);
    timer = 0;
    question.cancel();
    list.toggle(false);
  }

  async function ask(step = 0) {
    clearTimeout(timer);
    timer = 0;
    const typed = input.value.trim();
    if (typed.length < FEWEST) {
      close();
      return;
    }
    const suggestions = await question.ask(typed);
    if (suggestions && document.activeElement === input) {
      const { one, found, none } = box.dataset;
      list.show(suggestions, typed);
      shownFor = typed;
      open(step);
      say(suggestions.length > 1 ? found.replace("{count}", suggestions.length) : suggestions.length ? one : none);
    }
  }

  // Shows the suggestions for what is typed, and marks the first or the last one if a step was asked for.
  function open(step) {
    if (shownFor !== input.value.trim() || !list.box.hasChildNodes()) {
      return false;
    }
    list.toggle(true);
    if (step) {
      list.step(step);
    }
    return true;
  }

  function take(option) {
    const { text, caret, wantsNumber } = completed(list.suggestionOf(option), input.value);
    close();
    input.value = text;
    input.focus();
    input.setSelectionRange(caret, caret);
    const wanted = wantsNumber ? box.dataset.number : "";
    say(wanted, wanted);
    input.dispatchEvent(new Event("suggestion"));
  }

  // Down and up mark a line, and open the list where it is closed; with Alt they only open and close it.
  function arrow(step, alt) {
    if (alt && step < 0) {
      close();
    } else if (list.isOpen() && !alt) {
      list.step(step);
    } else if (!open(alt ? 0 : step)) {
      ask(alt ? 0 : step);
    }
    return true;
  }

  // First away with the list, even one that is still to come; then with what was typed.
  function escape() {
    const busy = list.isOpen() || timer || question.isBusy();
    close();
    if (!busy) {
      input.value = "";
    }
    say("");
    return true;
  }

  function enter() {
    const option = list.isOpen() && list.marked();
    if (option) {
      take(option);
    }
    return Boolean(option);
  }

  startKeys(input, { arrow, enter, escape, unmark: () => list.mark(null) });
  input.addEventListener("input", () => {
    list.mark(null);
    say("");
    clearTimeout(timer);
    timer = setTimeout(() => ask(), WAIT_MS);
  });
  input.addEventListener("blur", close);
  // A press on the list leaves the focus, and a phone's keyboard, in the field.
  list.box.addEventListener("mousedown", (event) => event.preventDefault());
  list.box.addEventListener("click", (event) => {
    const option = event.target.closest("[role=option]");
    if (option) {
      take(option);
    }
  });
}
