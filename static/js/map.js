// The map: a quiet ground with borders and names, the place searched from, pins, and the other offers in view.
import { startBackground } from "./background.js";
import { startClusters } from "./clusters.js";
import { drawGround } from "./ground.js";
import { leaflet } from "./leaflet.js";
import { startPoint } from "./movepoint.js";
import { drawOrigin, originBounds } from "./origin.js";
import { drawPins } from "./pins.js";

const CLOSEST = 18;
const NEAR_PINS = 3;

export async function drawMap(area, data) {
  const L = await leaflet();
  const small = area.classList.contains("map-small");
  const calm = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
  const map = L.map(area, {
    zoomControl: false,
    attributionControl: false,
    scrollWheelZoom: false,
    dragging: !small,
    touchZoom: !small,
    doubleClickZoom: !small,
    boxZoom: !small,
    keyboard: !small,
    zoomAnimation: !calm,
    fadeAnimation: !calm,
    markerZoomAnimation: !calm,
    inertia: !calm,
    maxZoom: CLOSEST,
    minZoom: 7,
    zoomSnap: 0.5,
  });
  L.control.attribution({ prefix: false }).addTo(map);
  if (!small) {
    L.control.zoom({ position: "topright", zoomInTitle: data.words.in, zoomOutTitle: data.words.out }).addTo(map);
    wheelAfterClick(map);
  }
  look(L, map, data, small);
  const origin = data.origin && drawOrigin(L, map, data);
  drawPins(L, map, data, small);
  startPoint(L, map, data, origin);
  const places = [...data.pins, ...(data.origin ? [data.origin] : [])].map(({ lat, lon }) => [lat, lon]);
  const ground = data.borders ? drawGround(L, map, data.borders, places) : Promise.resolve();
  const others = data.clusters ? startClusters(L, map, data) : Promise.resolve();
  startBackground(L, map, area, data.background);
  await Promise.allSettled([ground, others]);
  return map;
}

// The first view: the whole region, or the place searched from with what is nearest to it.
function look(L, map, data, small) {
  if (small) {
    const [pin] = data.pins;
    map.setView([pin.lat, pin.lon], pin.doubt > 500 ? 12 : 13);
    return;
  }
  const [west, south, east, north] = data.box;
  if (!data.origin) {
    map.fitBounds([[south, west], [north, east]]);
    return;
  }
  const near = data.pins.slice(0, NEAR_PINS).map((pin) => [pin.lat, pin.lon]);
  const shown = near.reduce((bounds, place) => bounds.extend(place), originBounds(L, data.origin));
  map.fitBounds(shown.pad(0.15), {
    maxZoom: 15,
    padding: [24, 24],
  });
}

// The wheel scrolls the page until somebody clicks into the map, and again once they leave it.
function wheelAfterClick(map) {
  map.on("click focus", () => map.scrollWheelZoom.enable());
  map.on("blur", () => map.scrollWheelZoom.disable());
  map.getContainer().addEventListener("mouseleave", () => map.scrollWheelZoom.disable());
}
