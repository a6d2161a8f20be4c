// The offers that fit but are not in the list: asked from the server for what is in view, grouped by it.
import { openCard } from "./mapcard.js";
import { face, nameOf, pressed } from "./pins.js";

const SIZE = 40;

export function startClusters(L, map, data) {
  const layer = L.layerGroup().addTo(map);
  const listed = new Set(data.pins.map((pin) => pin.key));
  let asked = null;

  async function refresh() {
    asked?.abort();
    asked = new AbortController();
    const view = map.getBounds().pad(0.1);
    const box = [view.getWest(), view.getSouth(), view.getEast(), view.getNorth()].map((edge) => edge.toFixed(5));
    const address = `${data.clusters}&bbox=${box}&zoom=${Math.round(map.getZoom())}`;
    try {
      const answer = await fetch(address, { signal: asked.signal });
      const { clusters } = answer.ok ? await answer.json() : { clusters: [] };
      layer.clearLayers();
      clusters.map((one) => unlisted(one, listed)).filter((one) => one.count > 0).forEach((one) => draw(one));
    } catch {
      // Moving on aborts the older question; without a network the pins of the list stay as they are.
    }
  }

  function draw(group) {
    const single = group.count === 1 && group.offers.length === 1 ? group.offers[0] : null;
    const [west, south, east, north] = group.bbox;
    const spread = east - west > 0.0003 || north - south > 0.0003;
    const words = spread ? data.words.group : data.words.place;
    const name = single
      ? nameOf({ ...single, neutral: group.neutral > 0, doubt: single.precision === "house" ? 0 : 1 }, data.words)
      : words.replace("{count}", group.count);
    const html = face(L, single ? { kind: single.kind, neutral: group.neutral > 0 } : { count: group.count });
    const icon = L.divIcon({ className: "pin", html, iconSize: [SIZE, SIZE] });
    const marker = L.marker([group.lat, group.lon], { icon, title: name, zIndexOffset: -500 }).addTo(layer);
    marker.getElement().setAttribute("aria-label", name);
    pressed(marker, () => {
      if (spread && map.getZoom() < map.getMaxZoom()) {
        map.fitBounds([[south, west], [north, east]], { padding: [40, 40] });
      } else {
        openCard(map, marker.getLatLng(), links(group.offers, data.lang));
      }
    });
  }

  map.on("moveend", refresh);
  return refresh();
}

// Without those that have a pin of their own. Large groups name no offers; their number stays as it is.
function unlisted(group, listed) {
  const offers = group.offers.filter((offer) => !listed.has(offer.key));
  return { ...group, offers, count: group.count - (group.offers.length - offers.length) };
}

function links(offers, lang) {
  const list = document.createElement("ul");
  list.className = "plain-list";
  for (const offer of offers) {
    const link = document.createElement("a");
    link.href = lang === "de" ? offer.url : `${offer.url}?lang=${lang}`;
    link.textContent = offer.name;
    const item = document.createElement("li");
    item.append(link);
    list.append(item);
  }
  return list;
}
