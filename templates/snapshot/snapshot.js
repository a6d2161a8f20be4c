document.addEventListener("DOMContentLoaded", () => {
  const points = POINTS;
  const items = [...document.querySelectorAll(".offers > li")];
  const pins = new Map();
  for (const one of points) {
    const pin = L.circleMarker([one.lat, one.lon], {
      radius: 9, color: "#fff", weight: 2, fillColor: one.colour, fillOpacity: one.exact ? 1 : 0.6,
    });
    pin.bindPopup(() => items[one.number].querySelector("article").cloneNode(true));
    pin.bindTooltip(document.createTextNode(one.name).textContent.replace(/[&<>]/g, (c) => ({"&": "&amp;", "<": "&lt;", ">": "&gt;"})[c]));
    pin.addTo(MAP);
    pins.set(one.number, pin);
  }
  const words = items.map((item) => item.textContent.toLowerCase());
  const search = document.getElementById("suche"), kind = document.getElementById("art");
  const show = () => {
    const asked = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    let count = 0;
    items.forEach((item, number) => {
      const fits = asked.every((word) => words[number].includes(word))
        && (!kind.value || item.dataset.kind === kind.value || item.dataset.mark === kind.value);
      item.hidden = !fits;
      count += fits;
      const pin = pins.get(number);
      if (pin && fits !== MAP.hasLayer(pin)) fits ? pin.addTo(MAP) : pin.remove();
    });
    document.getElementById("zahl").textContent = `${count} ${count === 1 ? "Angebot" : "Angebote"}`;
  };
  for (const part of document.querySelectorAll(".find, .to-map")) part.hidden = false;
  search.addEventListener("input", show);
  kind.addEventListener("change", show);
});
