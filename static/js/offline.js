// The pilots' desk without a network. The form that could not be sent stands in the page; the answer is made here, from
// what the device keeps, and lives as long as the page.
import { handIn, waitingSlips } from "./handing_in.js";
import { fillForm, showOptions } from "./offline_ask.js";
import { showSheet } from "./offline_sheet.js";
import { startShortlist } from "./shortlist.js";
import { startSmallThings } from "./small.js";

async function start() {
  const place = document.querySelector("[data-offline]");
  const { path = "", sent = [] } = JSON.parse(document.getElementById("antworten").textContent);
  const form = document.getElementById("suche");
  try {
    const data = await (await fetch(place.dataset.offline)).json();
    document.querySelector("[data-made]").textContent = data.made;
    listPlaces(form, data);
    if (path.endsWith("/auswahl")) {
      fillForm(form, sent);
      showOptions(document, data, sent);
    } else if (path.endsWith("/zettel")) {
      showSheet(document, data, path.split("/")[2], sent);
    }
  } catch {
    fillForm(form, sent);
    document.querySelector("[data-nothing-kept]").hidden = false;
  }
  window.addEventListener("online", () => handInNow(place));
  startShortlist(document);
  startSmallThings(document);
  document.body.dataset.ready = "1";
}

// The network is back while the page is still open: slips go at once, and the page says so.
async function handInNow(place) {
  const { region } = place.dataset;
  const note = document.querySelector("[data-slips-kept] span");
  if (!waitingSlips().some((one) => one.region === region)) {
    return;
  }
  const { taken } = await handIn(region).catch(() => ({ taken: 0 }));
  if (taken) {
    note.textContent = place.dataset.taken.replace("{count}", taken);
    document.querySelector("[data-slips-kept]").hidden = false;
  }
}

function listPlaces(form, data) {
  const areas = data.places.filter(([, kind]) => kind !== "stop").map(([name]) => name);
  const names = [...new Set(areas)];
  document.getElementById("orte").replaceChildren(
    ...names.map((name) => Object.assign(document.createElement("option"), { value: name })),
  );
  form.elements.adresse.setAttribute("list", "orte");
}

start();
