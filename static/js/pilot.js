// The pilots' pages: every part works on its own, and the pages work without all of them.
import { startLocate } from "./locate.js";
import { startOffline } from "./offline_start.js";
import { startShortlist } from "./shortlist.js";
import { startSmallThings } from "./small.js";
import { startSuggest } from "./suggest.js";

const parts = [startSuggest, startLocate, startSmallThings, startShortlist];

async function start() {
  await Promise.allSettled(parts.map(async (part) => part(document)));
  document.body.dataset.ready = "1";
}

start();
// What is kept for later must not keep anybody waiting now.
startOffline(document).catch(() => {});
