// Suggestions while typing, grouped by city; a list box as screen readers know it.

import { element, groups } from "./suggestions.js";

const WAIT_MS = 150;
let made = 0;

export function startSuggest(page) {
  for (const box of page.querySelectorAll("[data-suggest]")) {
    attach(box, box.querySelector("input"));
  }
}

function attach(box, input) {
  const list = element("div", { id: `vorschlaege-${(made += 1)}`, className: "suggestions", hidden: true });
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", input.labels[0]?.textContent ?? "");
  const status = element("p", { className: "visually-hidden" });
  status.setAttribute("role", "status");
  box.append(list, status);
  input.setAttribute("role", "combobox");
  input.setAttribute("aria-autocomplete", "list");
  input.setAttribute("aria-controls", list.id);
  let timer = 0;
  let asked = null;

  const options = () => [...list.querySelectorAll("[role=option]")];
  const current = () => list.querySelector("[aria-selected=true]");
  close();

  function close() {
    list.hidden = true;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  }

  function mark(option) {
    current()?.setAttribute("aria-selected", "false");
    if (option) {
      option.setAttribute("aria-selected", "true");
      option.scrollIntoView({ block: "nearest" });
      input.setAttribute("aria-activedescendant", option.id);
    } else {
      input.removeAttribute("aria-activedescendant");
    }
  }

  function take(option) {
    input.value = option.dataset.text;
    close();
    input.focus();
  }

  function show(suggestions) {
    list.replaceChildren(...groups(suggestions, list.id));
    list.hidden = suggestions.length === 0;
    input.setAttribute("aria-expanded", String(!list.hidden));
    input.removeAttribute("aria-activedescendant");
    status.textContent = suggestions.length ? box.dataset.found.replace("{count}", suggestions.length) : "";
  }

  async function ask() {
    asked?.abort();
    const typed = input.value.trim();
    if (typed.length < 2) {
      show([]);
      return;
    }
    asked = new AbortController();
    try {
      const answer = await fetch(box.dataset.suggest, {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify({ q: typed, limit: 8, region: box.dataset.region }),
        signal: asked.signal,
      });
      show(answer.ok && document.activeElement === input ? (await answer.json()).suggestions : []);
    } catch {
      // Typing on aborts the older question, and without a network there are no suggestions: the field still works.
    }
  }

  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, WAIT_MS);
  });
  input.addEventListener("blur", close);
  list.addEventListener("pointerdown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    const option = event.target.closest("[role=option]");
    if (option) {
      take(option);
    }
  });
  input.addEventListener("keydown", (event) => {
    const all = options();
    const index = all.indexOf(current());
    if (list.hidden || all.length === 0) {
      return;
    }
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      const step = event.key === "ArrowDown" ? 1 : -1;
      mark(all[(index + step + all.length + (index < 0 && step < 0 ? 1 : 0)) % all.length]);
    } else if (event.key === "Enter" && current()) {
      take(current());
    } else if (event.key === "Escape") {
      close();
    } else {
      return;
    }
    event.preventDefault();
  });
}
