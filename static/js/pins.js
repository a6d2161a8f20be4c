// Numbered pins for the offers of the list. Shape, tick and number tell them apart; colour only helps.
import { openCard } from "./mapcard.js";

const SIZE = 34;

export function face(L, { kind, neutral, number, count }) {
  const shape = count ? "cluster" : `number number-${kind}${number ? "" : " number-bare"}`;
  const tick = neutral ? " number-neutral" : "";
  return `<span class="${shape}${tick}" aria-hidden="true">${count ? `+${count}` : number || ""}</span>`;
}

export function nameOf(pin, words) {
  const kind = pin.kind === "learning" ? words.learning : pin.neutral ? words.neutral : words.counselling;
  const parts = [pin.number ? words.pin.replace("{number}", pin.number).replace("{name}", pin.name) : pin.name, kind];
  return (pin.doubt > 0 ? [...parts, words.coarse] : parts).join(", ");
}

export function drawPins(L, map, { pins, words }, small) {
  for (const ones of byPlace(pins).values()) {
    ones.forEach((pin, index) => {
      // Offers at the same spot stand side by side, so that each can be seen and reached.
      const shift = (index - (ones.length - 1) / 2) * (SIZE + 4);
      draw(L, map, pin, words, small, shift);
    });
  }
}

function draw(L, map, pin, words, small, shift) {
  const icon = L.divIcon({
    className: "pin",
    html: face(L, pin),
    iconSize: [SIZE, SIZE],
    iconAnchor: [SIZE / 2 - shift, SIZE / 2],
  });
  const name = nameOf(pin, words);
  const marker = L.marker([pin.lat, pin.lon], {
    icon,
    title: name,
    keyboard: !small,
    interactive: !small,
    riseOnHover: true,
    zIndexOffset: 1000 - (pin.number || 0) * 10,
  }).addTo(map);
  const element = marker.getElement();
  element.setAttribute("aria-label", name);
  const circle = L.circle([pin.lat, pin.lon], { radius: pin.doubt, className: "doubt", interactive: false });
  if (small) {
    element.setAttribute("role", "img");
    circle.addTo(map);
    return;
  }
  const card = document.getElementById(`treffer-${pin.number}`);
  pressed(marker, () => choose(map, marker, card));
  inStep(element, card, (on) => (on && pin.doubt > 0 ? circle.addTo(map) : circle.remove()));
}

export function pressed(marker, action) {
  marker.on("click", action);
  marker.getElement().addEventListener("keydown", (event) => {
    if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      action();
    }
  });
}

// A pin leads to its card: in the list beside the map, or in front of the map where the list is out of sight.
function choose(map, marker, card) {
  if (document.body.classList.contains("shows-map")) {
    openCard(map, marker.getLatLng(), card.querySelector("article").cloneNode(true));
    return;
  }
  const calm = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
  card.scrollIntoView({ block: "center", behavior: calm ? "auto" : "smooth" });
  card.querySelector("h3 a").focus({ preventScroll: true });
}

function inStep(pin, card, also) {
  const both = (on) => {
    [pin, card].forEach((one) => one.classList.toggle("is-active", on));
    also(on);
  };
  for (const one of [pin, card]) {
    one.addEventListener("pointerenter", () => both(true));
    one.addEventListener("pointerleave", () => both(false));
    one.addEventListener("focusin", () => both(true));
    one.addEventListener("focusout", () => both(false));
  }
}

function byPlace(pins) {
  const places = new Map();
  for (const pin of pins) {
    const place = `${pin.lat},${pin.lon}`;
    places.set(place, [...(places.get(place) ?? []), pin]);
  }
  return places;
}
