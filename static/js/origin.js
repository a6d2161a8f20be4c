// The place searched from: a ring that can be moved, its name, and around it the circle in which it lies for certain.

const SIZE = 44;
// Below a smaller circle than this its name would stand on the ring.
const LARGE_M = 250;
const EDGE_PX = 80;

export function drawOrigin(L, map, { origin, words }) {
  const place = [origin.lat, origin.lon];
  if (origin.doubt > 0) {
    L.circle(place, { radius: origin.doubt, className: "doubt doubt-origin", interactive: false }).addTo(map);
  }
  const lines = [words.start.replace("{label}", origin.label), origin.within].filter(Boolean);
  const marker = drawPoint(L, map, place, words, lines);
  const below = origin.doubt > LARGE_M;
  const edge = below ? originBounds(L, origin).getSouth() : origin.lat;
  const label = drawLabel(L, map, [edge, origin.lon], lines, below ? "here-label below" : "here-label");
  marker.on("move", ({ latlng }) => (latlng.equals(place) ? label.addTo(map) : label.remove()));
  return marker;
}

// A point that can be moved. As an application, screen readers hand it the arrow keys instead of keeping them.
export function drawPoint(L, map, place, words, lines = []) {
  const icon = L.divIcon({ className: "pin pin-here", html: '<span class="here"></span>', iconSize: [SIZE, SIZE] });
  const marker = L.marker(place, { icon, draggable: true, autoPan: true, zIndexOffset: -100 }).addTo(map);
  const element = marker.getElement();
  element.setAttribute("role", "application");
  element.setAttribute("aria-label", [...lines, words.point].join(". "));
  element.setAttribute("aria-describedby", "punkt-hilfe");
  return marker;
}

// Its name stands below the ring or below the whole circle, so that it hides neither.
function drawLabel(L, map, place, lines, className) {
  const html = document.createElement("span");
  lines.forEach((line) => html.append(Object.assign(document.createElement("span"), { textContent: line })));
  const icon = L.divIcon({ className, html, iconSize: [0, 0] });
  const marker = L.marker(place, { icon, interactive: false, keyboard: false, zIndexOffset: -200 });
  marker.on("add", () => marker.getElement().setAttribute("aria-hidden", "true"));
  return marker.addTo(map);
}

export function keepInView(map, marker) {
  const { x, y } = map.getSize();
  const padding = [Math.min(EDGE_PX, x / 3), Math.min(EDGE_PX, y / 3)];
  map.panInside(marker.getLatLng(), { padding, animate: false });
}

// What the first view should show of it: the whole circle, or the point.
export function originBounds(L, { lat, lon, doubt }) {
  return doubt > 0 ? L.latLng(lat, lon).toBounds(2 * doubt) : L.latLngBounds([[lat, lon]]);
}
