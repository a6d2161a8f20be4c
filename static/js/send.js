// Sends a place in the body of the search form, in place of what was typed.

export function searchFrom(form, { lat, lon, accuracy = "", byHand = false }) {
  const fields = form.elements;
  // Four decimals are about ten metres: near enough, and no more than is needed.
  fields.lat.value = lat.toFixed(4);
  fields.lon.value = lon.toFixed(4);
  fields.genau.value = accuracy;
  fields.punkt.value = byHand ? "1" : "";
  fields.adresse.value = "";
  form.requestSubmit();
}
