// Which places fit best, by the same rules as the server (actions/advise.py, model/advice.py); a test compares the two.

const COUNTS = { yes: 0, unknown: 1, no: 4 };
const OTHERS = 2;
const EVERY_PHASE = "lebenslang";
const EARTH_M = 6_371_008.8;

// `wishes` holds what is wished by name; `near` is [lat, lon] or null. Answers options, best first, and what none offers.
export function advise(data, wishes, near) {
  const { rules } = data;
  const named = rules.wishes.filter((name) => wishes[name]);
  const options = data.offers.map((offer) => option(offer, wishes, named, near, rules));
  options.sort(byOrder);
  const neutral = options.filter((one) => one.offer.neutral);
  const chosen = withOneFromHome(best(options, rules.most), neutral, rules.most);
  const nearest = nearestOf(neutral);
  for (const one of chosen) {
    one.nearest = one.offer.key === nearest;
  }
  const givenUp = chosen.length ? named.filter((name) => chosen.every((one) => one.fit[name] !== "yes")) : [];
  return { options: chosen, givenUp };
}

function option(offer, wishes, named, near, rules) {
  const fit = Object.fromEntries(named.map((name) => [name, judged(offer, name, wishes)]));
  const metres = near && offer.point ? metresBetween(near, offer.point) : null;
  const penalty = named.reduce((sum, name) => sum + rules.weights[name] * COUNTS[fit[name]], 0);
  const inVain = rules.decisive.some((name) => fit[name] === "no");
  return { offer, fit, metres, penalty, inVain, times: wishes.language ? (offer.languages[wishes.language] ?? "") : "" };
}

function judged(offer, name, wishes) {
  if (name === "topic") {
    return among(wishes.topic, offer.topics);
  }
  if (name === "language") {
    return among(wishes.language, Object.keys(offer.languages));
  }
  if (name === "phase") {
    return offer.phases.includes(EVERY_PHASE) ? "yes" : among(wishes.phase, offer.phases);
  }
  return offer.fits[name];
}

function among(value, known) {
  if (known.length === 0) {
    return "unknown";
  }
  return known.includes(value) ? "yes" : "no";
}

function byOrder(a, b) {
  const far = (one) => one.metres ?? Infinity;
  const order = a.offer.faded - b.offer.faded || a.penalty - b.penalty;
  if (order || far(a) !== far(b)) {
    return order || far(a) - far(b);
  }
  return a.offer.key < b.offer.key ? -1 : 1;
}

// Neutral ones where nobody goes in vain, then a few others that fit, then neutral ones with a known lack.
function best(options, most) {
  const neutral = options.filter((one) => one.offer.neutral);
  const others = options.filter((one) => !one.offer.neutral && !Object.values(one.fit).includes("no"));
  const good = neutral.filter((one) => !one.inVain);
  const rest = neutral.filter((one) => one.inVain);
  return [...good, ...others.slice(0, OTHERS), ...rest].slice(0, most);
}

function withOneFromHome(chosen, neutral, most) {
  if (chosen.some((one) => one.offer.from_home)) {
    return chosen;
  }
  const found = neutral.find((one) => one.offer.from_home && !Object.values(one.fit).includes("no"));
  return found ? [...chosen.slice(0, most - 1), found] : chosen;
}

function nearestOf(neutral) {
  const near = neutral.filter((one) => one.metres !== null && one.fit.topic !== "no");
  return near.reduce((least, one) => (least && least.metres <= one.metres ? least : one), null)?.offer.key;
}

export function metresBetween([lat1, lon1], [lat2, lon2]) {
  const radians = Math.PI / 180;
  const north = Math.sin(((lat2 - lat1) * radians) / 2) ** 2;
  const east = Math.sin(((lon2 - lon1) * radians) / 2) ** 2;
  return 2 * EARTH_M * Math.asin(Math.sqrt(north + Math.cos(lat1 * radians) * Math.cos(lat2 * radians) * east));
}
