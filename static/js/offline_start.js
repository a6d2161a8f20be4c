// With a network: lets the device keep what the desk needs without one, and hands in the slips that waited for it.

import { handIn, waitingSlips } from "./handing_in.js";

const CACHE = "lotse-1";
const STORE = "lotse-stand";
const AGAIN_MS = 600_000;

export async function startOffline(page) {
  const place = page.querySelector("[data-keep]");
  if (!place) {
    return;
  }
  await tellWaiting(page, place.dataset.region);
  if ("serviceWorker" in navigator && "caches" in window) {
    await navigator.serviceWorker.register("/lotse/sw.js", { scope: "/lotse/" });
    await keep(place);
    page.body.dataset.kept = "1";
  }
}

async function keep(place) {
  const { shell, data, assets } = JSON.parse(place.dataset.keep);
  const { access } = place.dataset;
  const last = JSON.parse(localStorage.getItem(STORE) ?? "{}");
  const cache = await caches.open(CACHE);
  const fresh = last.address === shell && last.access === access && Date.now() - last.at < AGAIN_MS;
  if (fresh && (await cache.match(shell)) && (await cache.match(data))) {
    return;
  }
  await cache.addAll([shell, data, ...assets]);
  localStorage.setItem(STORE, JSON.stringify({ address: shell, access, at: Date.now() }));
}

async function tellWaiting(page, region) {
  const note = page.querySelector("[data-handed-in]");
  if (!note || !waitingSlips().some((one) => one.region === region)) {
    return;
  }
  const { taken, problems } = await handIn(region);
  const left = waitingSlips().filter((one) => one.region === region).length;
  const parts = [
    taken ? note.dataset.taken.replace("{count}", taken) : "",
    left ? note.dataset.left.replace("{count}", left) : "",
    ...problems,
  ];
  note.querySelector("span").textContent = parts.filter(Boolean).join(" ");
  note.hidden = false;
}
