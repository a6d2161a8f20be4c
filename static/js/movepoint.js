// Moving the point one searches from: by hand, with a tap on the map or with the arrow keys. It leaves the page only
// in the form's body, and only with "search here".

import { drawPoint, keepInView } from "./origin.js";
import { searchFrom } from "./send.js";
import { isArrow, stepped, toldWay } from "./steps.js";

const FRONT = 3000;
const BACK = -100;
const TELL_MS = 300;

export function startPoint(L, map, data, drawn) {
  const panel = map.getContainer().parentElement.querySelector("[data-point]");
  const form = document.getElementById("suche");
  if (!panel || !form) {
    return;
  }
  const part = (name) => panel.querySelector(`[data-point-${name}]`);
  const start = part("start");
  let marker = null;
  let home = null;
  let moving = false;
  let timer = 0;

  function watch(point) {
    marker = point;
    home = marker.getLatLng();
    marker.on("dragstart click", begin);
    marker.on("drag", tell);
    marker.on("dragend", () => turn(true));
    marker.getElement().addEventListener("keydown", pressed);
  }

  function begin(event) {
    if (moving) {
      return;
    }
    moving = true;
    if (!marker) {
      watch(drawPoint(L, map, map.getCenter(), data.words));
    }
    marker.setZIndexOffset(FRONT);
    marker.getElement().classList.add("is-moving");
    map.getContainer().classList.add("is-pointing");
    map.on("click", tapped);
    // The map must not jump away below a finger that drags.
    if (event?.type !== "dragstart") {
      turn(true);
    }
    tell();
  }

  function turn(on) {
    part("move").hidden = !on;
    start.parentElement.hidden = on;
    map.invalidateSize({ pan: false });
  }

  // Back where it lay; a point that was not there before goes away.
  function back() {
    moving = false;
    clearTimeout(timer);
    map.off("click", tapped);
    map.getContainer().classList.remove("is-pointing");
    turn(false);
    if (data.origin) {
      marker.setLatLng(home).setZIndexOffset(BACK).getElement().classList.remove("is-moving");
    } else {
      marker.remove();
      marker = null;
    }
    start.focus();
  }

  function put(place) {
    marker.setLatLng(place);
    keepInView(map, marker);
    tell();
  }

  function tapped({ latlng }) {
    put(latlng);
    marker.getElement().focus({ preventScroll: true });
  }

  // Once it lies still, for those who see it and those who hear it.
  function tell() {
    clearTimeout(timer);
    timer = setTimeout(() => {
      part("note").textContent = toldWay(home, marker.getLatLng(), data);
    }, TELL_MS);
  }

  function search() {
    const { lat, lng } = marker.getLatLng();
    searchFrom(form, { lat, lon: lng, byHand: true });
  }

  function pressed(event) {
    if (isArrow(event.key)) {
      begin();
      put(stepped(marker.getLatLng(), event, map.getZoom()));
    } else if (event.key === "Enter" || event.key === " ") {
      (moving ? search : begin)();
    } else if (event.key === "+" || event.key === "-") {
      map.setZoom(map.getZoom() + (event.key === "+" ? 1 : -1), { animate: false });
    } else {
      return;
    }
    event.preventDefault();
    event.stopPropagation();
  }

  if (drawn) {
    watch(drawn);
  }
  start.disabled = false;
  start.addEventListener("click", () => {
    begin();
    keepInView(map, marker);
    marker.getElement().focus({ preventScroll: true });
  });
  part("search").addEventListener("click", search);
  part("back").addEventListener("click", back);
  // Wherever in the map's section the focus is while the point moves, Escape puts it back.
  panel.parentElement.addEventListener("keydown", (event) => event.key === "Escape" && moving && back());
}
