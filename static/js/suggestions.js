// The list of suggestions: a list box with one group for each city, of which one line may be marked.

import { emphasised } from "./emphasis.js";

export function suggestionList(input, id, kinds) {
  const box = element("div", { id, className: "suggestions", hidden: true });
  box.setAttribute("role", "listbox");
  box.setAttribute("aria-label", input.labels[0]?.textContent ?? "");
  input.setAttribute("role", "combobox");
  input.setAttribute("aria-autocomplete", "list");
  input.setAttribute("aria-controls", id);
  const lines = new Map();

  function show(suggestions, typed) {
    const made = suggestions.map((one, number) => [line(one, typed, `${id}-${number + 1}`, kinds), one]);
    lines.clear();
    made.forEach(([option, one]) => lines.set(option, one));
    box.replaceChildren(...grouped(made));
    toggle(made.length > 0);
  }

  function toggle(open) {
    box.hidden = !open;
    input.setAttribute("aria-expanded", String(open));
    mark(null);
  }

  function mark(option) {
    marked()?.setAttribute("aria-selected", "false");
    if (!option) {
      input.removeAttribute("aria-activedescendant");
      return;
    }
    option.setAttribute("aria-selected", "true");
    option.scrollIntoView({ block: "nearest" });
    input.setAttribute("aria-activedescendant", option.id);
  }

  const marked = () => box.querySelector("[aria-selected=true]");
  const isOpen = () => !box.hidden;

  // One line down or up from the marked one; from the last on to the first, and back.
  function step(by) {
    const all = [...lines.keys()];
    const at = all.indexOf(marked());
    mark(at < 0 ? all.at(by > 0 ? 0 : -1) : all[(at + by + all.length) % all.length]);
  }

  toggle(false);
  return { box, show, toggle, step, mark, isOpen, marked, suggestionOf: (option) => lines.get(option) };
}

// Lines of one city stand together under its name; a town that is a line of its own needs no name above it.
function grouped(made) {
  const cities = new Map();
  for (const [option, { city, text }] of made) {
    const key = city && city !== text ? city : cities.has(city) ? city : option.id;
    cities.set(key, [...(cities.get(key) ?? []), option]);
  }
  return [...cities].flatMap(([city, options]) => (city === options[0].id ? options : [group(city, options)]));
}

function group(city, options) {
  const title = element("span", { className: "suggestions-city", textContent: city });
  title.setAttribute("aria-hidden", "true");
  const made = element("div", {});
  made.setAttribute("role", "group");
  made.setAttribute("aria-label", city);
  made.append(title, ...options);
  return made;
}

function line({ text, kind }, typed, id, kinds) {
  const option = element("div", { id });
  option.setAttribute("role", "option");
  option.setAttribute("aria-selected", "false");
  const name = element("span", {});
  name.append(...emphasised(text, typed));
  option.append(name);
  if (kinds[kind]) {
    option.append(" ", element("span", { className: "kind", textContent: kinds[kind] }));
  }
  return option;
}

export function element(tag, values) {
  return Object.assign(document.createElement(tag), values);
}
