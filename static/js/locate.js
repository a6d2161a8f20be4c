// "Mein Standort": asks the device only after a click, and sends the place in the form's body.

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
        // Four decimals are about ten metres: near enough, and no more than is needed.
        form.elements.lat.value = coords.latitude.toFixed(4);
        form.elements.lon.value = coords.longitude.toFixed(4);
        form.elements.genau.value = Math.round(coords.accuracy);
        form.elements.adresse.value = "";
        done("");
        form.requestSubmit();
      },
      (error) => done(error.code === error.PERMISSION_DENIED ? button.dataset.denied : button.dataset.failed),
      { enableHighAccuracy: true, timeout: 12000, maximumAge: 60000 },
    );
  });
}
