// Steps of a point over the ground: how long one is at a zoom, where it leads, and how far and which way in words.

const EARTH_M = 40_075_017;
const DEGREE_M = EARTH_M / 360;
const LENGTHS = [10, 20, 50, 100, 200, 500, 1000];
const SEEN_PX = 4;
const WAYS = { ArrowUp: [0, 1], ArrowRight: [1, 0], ArrowDown: [0, -1], ArrowLeft: [-1, 0] };
const FURTHER = 10;

export const isArrow = (key) => key in WAYS;

// The place one step from here: ten metres, or at a coarse zoom as many as can be seen; with Shift ten times that.
export function stepped({ lat, lng }, { key, shiftKey }, zoom) {
  const seen = (SEEN_PX * EARTH_M * shrink(lat)) / 2 ** (zoom + 8);
  const metres = (LENGTHS.find((length) => length >= seen) ?? LENGTHS.at(-1)) * (shiftKey ? FURTHER : 1);
  const [east, north] = WAYS[key];
  return { lat: lat + (north * metres) / DEGREE_M, lng: lng + (east * metres) / (DEGREE_M * shrink(lat)) };
}

// How far it is from one place to the other, and in which of eight directions, as a sentence.
export function toldWay(from, to, { words, lang, origin }) {
  const north = (to.lat - from.lat) * DEGREE_M;
  const east = (to.lng - from.lng) * DEGREE_M * shrink(from.lat);
  const metres = Math.hypot(north, east);
  if (metres < 1) {
    return origin ? words.unmoved : "";
  }
  const eighth = Math.round(Math.atan2(east, north) / (Math.PI / 4));
  const direction = words.directions[(eighth + 8) % 8];
  return words.moved.replace("{distance}", length(metres, lang)).replace("{direction}", direction);
}

function length(metres, lang) {
  if (metres < 995) {
    return `${Math.max(Math.round(metres / 10) * 10, 10)} m`;
  }
  return `${(metres / 1000).toLocaleString(lang, { minimumFractionDigits: 1, maximumFractionDigits: 1 })} km`;
}

function shrink(lat) {
  return Math.cos((lat * Math.PI) / 180);
}
