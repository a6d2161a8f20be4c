// Pictures of streets from a tile service: only after a click, because only then another host is asked.

export function startBackground(L, map, area, background) {
  const ask = area.parentElement.querySelector("[data-map-ask]");
  if (!background || !ask) {
    return;
  }
  ask.querySelector("[data-load-background]").addEventListener("click", () => {
    L.tileLayer(background.url, { attribution: background.attribution, maxZoom: 19 }).addTo(map);
    area.classList.add("has-background");
    if (area.classList.contains("map-small")) {
      map.setZoom(map.getZoom() + 3);
    }
    ask.remove();
    map.invalidateSize();
    area.focus();
  });
}
