// "Mein Standort": asks the device only after a click, and sends the place in the form's body.

import { searchFrom } from "./send.js";

export function startLocate(page) {
  const button = page.querySelector("[data-locate]");
  if (!button || !navigator.geolocation || !window.isSecureContext) {
    return;
  }
  const form = button.form;
  const word = button.querySelector("[data-locate-word]");
  const note = page.querySelector("[data-locate-note]");
  const label = word.textContent;
  button.hidden = false;

  function done(text) {
    button.disabled = false;
    word.textContent = label;
    note.textContent = text;
    note.hidden = !text;
  }

  button.addEventListener("click", () => {
    button.disabled = true;
    word.textContent = button.dataset.wait;
    note.hidden = true;
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        done("");
        searchFrom(form, { lat: coords.latitude, lon: coords.longitude, accuracy: Math.round(coords.accuracy) });
      },
      (error) => done(error.code === error.PERMISSION_DENIED ? button.dataset.denied : button.dataset.failed),
      { enableHighAccuracy: true, timeout: 12000, maximumAge: 60000 },
    );
  });
}
