// Starts what the page has use for; every part works on its own, and the page works without all of them.
import { startLocate } from "./locate.js";
import { startSaved } from "./saved.js";
import { startSmallThings } from "./small.js";
import { startSuggest } from "./suggest.js";
import { startViews } from "./views.js";

const parts = [startSuggest, startLocate, startViews, startSaved, startSmallThings];

async function start() {
  await Promise.allSettled(parts.map(async (part) => part(document)));
  document.body.dataset.ready = "1";
}

start();
