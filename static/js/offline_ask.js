// The answer to the three questions without a network: at most five places, each with what to know before.

import { distanceWords, findPlace } from "./offline_places.js";
import { advise } from "./offline_rank.js";

const MATTERS = { telefon: "phone", abend: "evening", rollstuhl: "wheelchair", "ohne-termin": "walk_in" };

// Puts the answers back into the form, so that nothing is lost.
export function fillForm(form, sent) {
  for (const [name, value] of sent) {
    for (const field of form.querySelectorAll(`[name="${CSS.escape(name)}"]`)) {
      if (field.type === "radio" || field.type === "checkbox") {
        field.checked = field.value === value || (field.checked && field.type === "checkbox");
      } else if (field.type !== "hidden") {
        field.value = value;
      }
    }
  }
}

export function showOptions(page, data, sent) {
  const wishes = wishesOf(sent, data);
  const typed = sent.find(([name]) => name === "adresse")?.[1] ?? "";
  const place = findPlace(data.places, typed);
  const { options, givenUp } = advise(data, wishes, place?.point ?? null);
  const view = page.querySelector("[data-answer]");
  view.hidden = false;
  page.querySelector("[data-questions]").open = options.length === 0;
  const origin = view.querySelector("[data-origin]");
  origin.hidden = !typed;
  origin.textContent = place ? data.words.near.replace("{place}", place.name) : data.words.no_place;
  const count = options.length === 1 ? data.words.one : data.words.many.replace("{num}", options.length);
  view.querySelector("[data-headline]").textContent = options.length ? count : data.words.none;
  const lost = view.querySelector("[data-given-up]");
  lost.hidden = givenUp.length === 0;
  lost.textContent = data.words.given_up.replace("{what}", givenUp.map((name) => word(name, wishes, data)).join(", "));
  view.querySelector("[data-with-slip]").hidden = !data.institution;
  const cards = options.map((one, number) => card(page, data, one, number + 1, wishes, place));
  view.querySelector("[data-cards]").replaceChildren(...cards);
}

function wishesOf(sent, data) {
  const of = (name) => sent.find(([one]) => one === name)?.[1] ?? "";
  const wishes = {
    topic: of("thema") in data.labels.topics ? of("thema") : "",
    phase: of("phase") in data.labels.phases ? of("phase") : "",
    language: of("sprache") in data.labels.languages && of("sprache") !== "de" ? of("sprache") : "",
  };
  for (const [name, value] of sent) {
    if (name === "wunsch" && MATTERS[value]) {
      wishes[MATTERS[value]] = true;
    }
  }
  return wishes;
}

function word(name, wishes, data) {
  const lists = { topic: "topics", phase: "phases", language: "languages" };
  return lists[name] ? data.labels[lists[name]][wishes[name]] : data.words[name];
}

function card(page, data, one, number, wishes, place) {
  const { offer } = one;
  const node = page.querySelector("template[data-card]").content.firstElementChild.cloneNode(true);
  const put = (selector, text) => Object.assign(node.querySelector(selector), { textContent: text });
  put("[data-number]", number);
  put("[data-name]", offer.name);
  put("[data-provider]", offer.provider);
  const lang = page.documentElement.lang;
  const doubt = Math.max(place?.doubt ?? 0, offer.doubt);
  const far = one.metres === null ? "" : distanceWords(one.metres, doubt, data.words.about, lang);
  const nearest = one.nearest ? data.words.nearest : "";
  const where = [far, offer.address || offer.formats.join(" · "), nearest];
  put("[data-where]", where.filter(Boolean).join(" · "));
  put("[data-hours]", offer.hours);
  put("[data-why]", offer.why);
  const mark = node.querySelector("[data-mark-line]");
  mark.classList.add(`mark-${offer.mark}`);
  mark.prepend(page.querySelector(`template[data-mark="${offer.mark}"]`).content.cloneNode(true));
  const good = Object.keys(one.fit).filter((name) => one.fit[name] === "yes");
  put("[data-good] span", data.words.good.replace("{what}", good.map((name) => word(name, wishes, data)).join(", ")));
  node.querySelector("[data-good]").hidden = good.length === 0;
  const list = node.querySelector("[data-warnings]");
  const lines = warnings(data, one, wishes);
  list.hidden = lines.length === 0;
  list.replaceChildren(...lines.map((text) => warning(page, text)));
  put("[data-pick-name]", `: ${offer.name}`);
  const call = node.querySelector("[data-call]");
  call.hidden = !offer.call;
  call.href = offer.call || "#";
  call.querySelector("span").textContent = offer.phone;
  const sent = [offer.key, freshCode(data.slip_words), wishes.topic, wishes.phase, wishes.phone ? "phone" : "", wishes.language];
  const box = node.querySelector("input[name=angebot]");
  box.value = sent.join("|");
  Object.assign(box.dataset, { key: offer.key, name: offer.name, provider: offer.provider });
  return node;
}

function warnings(data, one, wishes) {
  const names = Object.keys(one.fit);
  const no = names.filter((name) => one.fit[name] === "no").map((name) =>
    name === "language"
      ? data.words.no_language.replace("{language}", word(name, wishes, data))
      : data.words.no.replace("{what}", word(name, wishes, data)),
  );
  const unknown = names.filter((name) => one.fit[name] === "unknown").map((name) => word(name, wishes, data));
  const times = data.words.times.replace("{language}", wishes.language ? word("language", wishes, data) : "");
  return [
    ...one.offer.before,
    ...no,
    ...(unknown.length ? [data.words.unknown.replace("{what}", unknown.join(", "))] : []),
    ...(one.times ? [times.replace("{times}", one.times)] : []),
    ...(isClosedToday(data, one.offer) ? [data.words.closed] : []),
    ...one.offer.after,
  ];
}

// Known only for some weeks after the device was last in touch; after that nobody knows, and nothing is said.
function isClosedToday(data, offer) {
  const today = new Date();
  const days = Math.round((Date.UTC(today.getFullYear(), today.getMonth(), today.getDate()) - Date.parse(data.day)) / 86_400_000);
  return offer.closed[days] === "1";
}

function warning(page, text) {
  const node = page.querySelector("template[data-warning]").content.firstElementChild.cloneNode(true);
  node.querySelector("span").textContent = text;
  return node;
}

// Six words, each as likely as the others.
export function freshCode(words) {
  const most = Math.floor(2 ** 32 / words.length) * words.length;
  const code = [];
  while (code.length < 6) {
    const [number] = crypto.getRandomValues(new Uint32Array(1));
    if (number < most) {
      code.push(words[number % words.length]);
    }
  }
  return code.join("-");
}
