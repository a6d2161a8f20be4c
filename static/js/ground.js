// The quiet ground: borders, and the names of places as far as there is room for them.

const ROOM = { wide: 84, high: 26 };

export async function drawGround(L, map, address, places) {
  const answer = await fetch(address);
  if (!answer.ok) {
    return;
  }
  const ground = await answer.json();
  const areas = ground.features.filter((one) => one.geometry.type !== "Point");
  const style = ({ properties }) => ({ className: `border border-${properties.role}` });
  const layer = L.geoJSON({ type: "FeatureCollection", features: areas }, { style, interactive: false }).addTo(map);
  layer.bringToBack();
  map.attributionControl.addAttribution(ground.attribution);
  const names = ground.features.filter((one) => one.geometry.type === "Point").map((one) => nameMarker(L, one));
  const show = () => place(map, names, places);
  map.on("zoomend", show);
  show();
}

function nameMarker(L, { geometry, properties }) {
  const [lon, lat] = geometry.coordinates;
  const label = document.createElement("span");
  label.textContent = properties.name;
  const icon = L.divIcon({ className: `name name-${properties.role}`, html: label, iconSize: [160, 18] });
  const marker = L.marker([lat, lon], { icon, interactive: false, keyboard: false, zIndexOffset: -2000 });
  marker.on("add", () => marker.getElement().setAttribute("aria-hidden", "true"));
  return marker;
}

// The most important name first; the others only where they do not run into a pin or a name that stands already.
function place(map, names, places) {
  const taken = places.map((point) => map.latLngToLayerPoint(point));
  for (const name of names) {
    const here = map.latLngToLayerPoint(name.getLatLng());
    const free = taken.every((other) => Math.abs(other.x - here.x) > ROOM.wide || Math.abs(other.y - here.y) > ROOM.high);
    if (free) {
      taken.push(here);
      name.addTo(map);
    } else {
      name.remove();
    }
  }
}
