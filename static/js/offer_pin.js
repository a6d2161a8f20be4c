// The point of an offer on a small map: dragged, tapped to, or moved with the arrow keys.

import { drawGround } from "./ground.js";
import { drawPoint, keepInView } from "./origin.js";
import { isArrow, stepped } from "./steps.js";

const CLOSE = 16;
const WORDS = { point: "Punkt des Angebots" };

// `moved` is told where the point was put by hand; `show` puts it where an address was found.
export function startPin(L, place, point, moved) {
  const box = place.querySelector("[data-point-map]");
  box.hidden = false;
  const [south, west, north, east] = JSON.parse(place.dataset.box);
  const map = L.map(box.querySelector("[data-map-area]"), {
    attributionControl: false,
    keyboard: false,
    scrollWheelZoom: false,
    zoomControl: false,
    zoomAnimation: !window.matchMedia("(prefers-reduced-motion: reduce)").matches,
    maxZoom: 19,
    minZoom: 7,
  });
  L.control.attribution({ prefix: false }).addTo(map);
  L.control.zoom({ position: "topright", zoomInTitle: "Näher heran", zoomOutTitle: "Weiter weg" }).addTo(map);
  if (point) {
    map.setView([point.lat, point.lon], CLOSE);
  } else {
    map.fitBounds([[south, west], [north, east]]);
  }
  const marker = drawPoint(L, map, map.getCenter(), WORDS);
  drawGround(L, map, place.dataset.borders, []);

  function put(latlng) {
    marker.setLatLng(latlng);
    keepInView(map, marker);
    moved(marker.getLatLng().lat, marker.getLatLng().lng);
  }

  marker.on("dragend", () => put(marker.getLatLng()));
  map.on("click", ({ latlng }) => put(latlng));
  marker.getElement().addEventListener("keydown", (event) => {
    if (isArrow(event.key)) {
      put(stepped(marker.getLatLng(), event, map.getZoom()));
    } else if (event.key === "+" || event.key === "-") {
      map.setZoom(map.getZoom() + (event.key === "+" ? 1 : -1), { animate: false });
    } else {
      return;
    }
    event.preventDefault();
    event.stopPropagation();
  });

  function show({ lat, lon }) {
    marker.setLatLng([lat, lon]);
    map.setView([lat, lon], CLOSE, { animate: false });
  }

  return { show };
}
