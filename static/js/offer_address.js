// The address of an offer: a suggestion fills its parts, the point is looked up, and may be put by hand on a map.

import { leaflet } from "./leaflet.js";
import { startPin } from "./offer_pin.js";

const WAIT_MS = 800;
const HOUSE = /^(.*\D)\s(\d{1,4}\s?[a-z]?)$/i;
const TOWN = /^(?:(\d{5})\s+)?(.*)$/;
const EXACT = {
  house: "auf das Haus genau",
  interpolated: "die Hausnummer ist geschätzt",
  street: "nur die Straße",
  postcode: "nur die Postleitzahl",
  district: "nur der Stadtteil",
  place: "nur der Ort",
};

export function startAddress(place) {
  const field = (part) => place.querySelector(`[name="place-${part}"]`);
  const note = place.querySelector("[data-place-note]");
  let timer = 0;
  let pin = null;
  let here = place.dataset.point ? JSON.parse(place.dataset.point) : null;

  // "Heerstraße 109, 47053 Duisburg" fills four fields.
  field("street").addEventListener("suggestion", () => {
    const [street, ...rest] = field("street").value.split(",").map((part) => part.trim());
    const split = HOUSE.exec(street);
    field("street").value = split ? split[1].trim() : street;
    field("number").value = split ? split[2] : field("number").value;
    const town = TOWN.exec(rest.at(-1) ?? field("city").value);
    field("postcode").value = town?.[1] ?? "";
    field("city").value = town?.[2] ?? "";
    field("district").value = "";
    field("number").focus();
    soon();
  });
  for (const part of ["street", "number", "postcode", "city", "district"]) {
    field(part).addEventListener("input", soon);
  }

  function soon() {
    clearTimeout(timer);
    timer = setTimeout(look, WAIT_MS);
  }

  // Where the address is, as far as we know; the server looks again when the form is sent.
  async function look() {
    const value = (part) => field(part).value.trim();
    const line = [`${value("street")} ${value("number")}`, `${value("postcode")} ${value("city")}`];
    const query = [line[0], value("postcode") ? "" : value("district"), line[1]].map((part) => part.trim());
    const q = query.filter(Boolean).join(", ");
    if (!q || value("lat")) {
      return;
    }
    const found = await asked(place.dataset.geocode, q, place.dataset.region);
    if (!found) {
      return;
    }
    here = found.lat === null || found.ambiguous ? null : { lat: found.lat, lon: found.lon };
    note.textContent = here ? `Gefunden: ${found.label} (${EXACT[found.precision]}).` : "Diese Adresse finden wir nicht.";
    if (here) {
      pin?.show(here);
    }
  }

  const fold = place.querySelector("[data-point-fold]");
  fold.addEventListener("toggle", open);
  if (fold.open) {
    open();
  }

  async function open() {
    if (!fold.open || pin) {
      return;
    }
    const L = await leaflet();
    pin ??= startPin(L, place, here, (lat, lon) => {
      field("lat").value = lat.toFixed(6);
      field("lon").value = lon.toFixed(6);
      field("lat").dispatchEvent(new Event("input", { bubbles: true }));
      note.textContent = "Der Punkt liegt da, wo Sie ihn gesetzt haben.";
    });
  }
}

async function asked(address, q, region) {
  try {
    const answer = await fetch(address, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ q, region }),
    });
    return answer.ok ? await answer.json() : null;
  } catch {
    return null;
  }
}
