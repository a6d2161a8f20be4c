// Slips that were made without a network wait on this device, in codes only, and are handed in when there is one again.
// A slip that was handed in twice counts once.

const STORE = "lotse-scheine";
const MOST = 20;

export function waitingSlips() {
  try {
    return JSON.parse(localStorage.getItem(STORE) ?? "[]");
  } catch {
    return [];
  }
}

function write(slips) {
  localStorage.setItem(STORE, JSON.stringify(slips));
}

export function keepSlips(region, slips) {
  const known = new Set(waitingSlips().map((one) => one.code));
  write([...waitingSlips(), ...slips.filter((one) => !known.has(one.code)).map((one) => ({ ...one, region }))]);
}

// Hands in what waits for a region. Tells how many were taken, and what is wrong with those that never can be.
export async function handIn(region) {
  const slips = waitingSlips().filter((one) => one.region === region);
  let taken = 0;
  const problems = [];
  for (let start = 0; start < slips.length; start += MOST) {
    const some = slips.slice(start, start + MOST);
    const answer = await fetch(`/lotse/${region}/nachtragen`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ slips: some }),
    });
    if (!answer.ok) {
      break;
    }
    const told = (await answer.json()).slips;
    const done = new Set(told.map((one) => one.code));
    write(waitingSlips().filter((one) => !done.has(one.code)));
    taken += told.filter((one) => !one.problem).length;
    problems.push(...told.filter((one) => one.problem).map((one) => one.problem));
  }
  return { taken, problems };
}
