// The sheet without a network: printed or as text, with slips that are handed in once there is a network again.

import { renderSVG } from "../vendor/uqr/index.mjs";
import { keepSlips } from "./handing_in.js";

const PARTS = ["offer", "code", "topic", "phase", "format", "language"];

export function showSheet(page, data, region, sent) {
  const of = (name) => sent.find(([one]) => one === name)?.[1] ?? "";
  const values = [...new Set(sent.filter(([name]) => name === "angebot").map(([, value]) => value))];
  const entries = values
    .map((value) => ({ value, ...Object.fromEntries(value.split("|").map((part, number) => [PARTS[number], part])) }))
    .map((entry) => ({ ...entry, found: data.offers.find((offer) => offer.key === entry.offer) }))
    .filter((entry) => entry.found && entry.code);
  const withSlip = of("schein") === "1" && data.institution !== "" && entries.length > 0;
  if (withSlip) {
    keepSlips(region, entries.map((entry) => slipOf(entry, of)));
  }
  page.querySelector("[data-questions]").hidden = true;
  page.querySelector("[data-sheet-page]").hidden = false;
  page.querySelector("[data-slips-kept]").hidden = !withSlip;
  const kind = ["a6", "text"].includes(of("art")) ? of("art") : "blatt";
  const name = of("sprache") in data.styles ? of("sprache") : page.documentElement.lang;
  fillChoice(page, sent, kind, name);
  const style = data.styles[name];
  const papers = page.querySelector("[data-papers]");
  papers.classList.add(`papers-${kind}`);
  papers.lang = style.lang;
  papers.hidden = kind === "text";
  papers.replaceChildren(...entries.map((entry) => slip(page, data, entry, name, withSlip)));
  showText(page, data, entries, name, withSlip, kind);
}

function slipOf(entry, of) {
  return {
    code: entry.code, offer: entry.offer, topic: entry.topic, phase: entry.phase, format: entry.format,
    language: entry.language, district: of("ortsteil"), why_not_nearest: of(`warum-${entry.offer}`),
    live_contact: of(`angerufen-${entry.offer}`) === "1",
  };
}

// The same places go along when the paper or the language is chosen anew.
function fillChoice(page, sent, kind, name) {
  const form = page.querySelector("[data-sheet]");
  const again = sent.filter(([one]) => !["art", "sprache", "_form"].includes(one));
  form.querySelector("[data-hidden]").replaceChildren(
    ...again.map(([one, value]) => Object.assign(document.createElement("input"), { type: "hidden", name: one, value })),
  );
  for (const field of form.querySelectorAll("input[type=radio]")) {
    field.checked = field.value === kind || field.value === name;
  }
}

function slip(page, data, entry, name, withSlip) {
  const node = page.querySelector("template[data-slip]").content.firstElementChild.cloneNode(true);
  const put = (selector, text) => Object.assign(node.querySelector(selector), { textContent: text });
  const style = data.styles[name];
  const { what, lines } = entry.found.sheets[name];
  put("[data-name]", entry.found.name);
  put("[data-provider]", entry.found.provider);
  put("[data-what]", what).hidden = !what;
  node.querySelector("dl").replaceChildren(...lines.map(([label, text]) => line(label, text)));
  node.querySelector("[data-code]").hidden = !withSlip;
  if (withSlip) {
    put("[data-slip-word]", style.slip);
    node.querySelector(".six-words").replaceChildren(...spoken(entry.code).map((word) => element("span", word)));
    put("[data-after]", style.after.replace("{where}", data.answer_at));
    const svg = renderSVG(`${data.answer_at}#${entry.code}`, { ecc: "M", border: 4, pixelSize: 4 });
    const picture = new DOMParser().parseFromString(svg, "image/svg+xml").documentElement;
    picture.setAttribute("class", "qr");
    node.querySelector("[data-qr]").replaceChildren(picture);
    node.querySelector("[data-qr]").setAttribute("aria-label", style.slip);
  }
  put(".paper-foot", style.foot.replace("{day}", data.made));
  return node;
}

function line(label, text) {
  const node = element("div");
  const value = element("dd", text);
  if (!text) {
    value.append(Object.assign(element("span"), { className: "blank" }));
  }
  node.append(element("dt", label), value);
  return node;
}

function showText(page, data, entries, name, withSlip, kind) {
  const style = data.styles[name];
  const short = style.short.split("|");
  const text = entries
    .map((entry) => {
      const lines = entry.found.sheets[name].lines.filter(([label, value]) => value && short.includes(label));
      return [
        `${entry.found.name} – ${entry.found.provider}`,
        ...lines.map(([label, value]) => `${label}: ${value}`),
        ...(entry.found.phone ? [`${style.phone}: ${entry.found.phone}`] : []),
        ...(withSlip ? [`${style.slip}: ${spoken(entry.code).join(" ")}`, style.after.replace("{where}", data.answer_at)] : []),
      ].join("\n");
    })
    .join("\n\n");
  page.querySelector("[data-text-block]").hidden = kind !== "text";
  page.querySelector("#text").value = text;
  page.querySelector("[data-sms]").href = `sms:?&body=${encodeURIComponent(text)}`;
  page.querySelector("[data-mail]").href = `mailto:?subject=${encodeURIComponent(style.head)}&body=${encodeURIComponent(text)}`;
}

function spoken(code) {
  return code.split("-").map((word) => word[0].toUpperCase() + word.slice(1));
}

function element(tag, text = "") {
  return Object.assign(document.createElement(tag), { textContent: text });
}
