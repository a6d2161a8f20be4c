// Finds a place by its name among those that the device keeps: districts, postcodes, stops. Streets are not among them.

const AREA_M = { postcode: 1500, stop: 0, station: 0 };
const COARSE_M = 1000;
const NEAR_STOP_M = 150;

function plain(text) {
  const folded = text.toLowerCase().replaceAll("ß", "ss").normalize("NFD").replace(/\p{M}/gu, "");
  return folded.replace(/[^a-z0-9]+/g, " ").trim();
}

// What was typed as a place: { name, kind, point, doubt }; null if there is none. A name alone, or with the city before it.
export function findPlace(places, typed) {
  const wanted = plain(typed);
  if (!wanted) {
    return null;
  }
  const ways = [
    (name) => name === wanted,
    (name) => name.endsWith(` ${wanted}`) || wanted.endsWith(` ${name}`),
    (name) => name.startsWith(wanted),
  ];
  for (const way of ways) {
    const found = places.find(([name]) => way(plain(name)));
    if (found) {
      const [name, kind, lat, lon, radius] = found;
      const least = AREA_M[kind] ?? COARSE_M;
      return { name, kind, point: [lat, lon], doubt: least ? Math.max(radius, 1) || least : radius > NEAR_STOP_M ? radius : 0 };
    }
  }
  return null;
}

// A distance as exactly as it is known: "850 m", "1,2 km", "ungefähr 3 km".
export function distanceWords(metres, doubt, about, lang) {
  if (doubt <= 0) {
    return exact(metres, lang);
  }
  const length =
    doubt <= 500 && metres < 950
      ? `${Math.max(Math.round(metres / 100) * 100, 100)} m`
      : `${Math.max(Math.round(metres / 1000), 1)} km`;
  return about.replace("{length}", length);
}

function exact(metres, lang) {
  if (metres < 995) {
    return `${Math.max(Math.round(metres / 10) * 10, 10)} m`;
  }
  if (metres < 9950) {
    return `${(metres / 1000).toFixed(1).replace(".", lang === "de" ? "," : ".")} km`;
  }
  return `${Math.round(metres / 1000)} km`;
}
