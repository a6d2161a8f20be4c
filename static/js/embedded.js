// In a frame on another page: draws the map where there is one, and tells that page how high everything is.
import { drawMap } from "./map.js";

const area = document.querySelector("[data-map]");
const tell = () => parent.postMessage({ bildungsberatung: document.documentElement.scrollHeight }, "*");

if (area) drawMap(area, JSON.parse(document.getElementById(area.dataset.map).textContent));
new ResizeObserver(tell).observe(document.body);
addEventListener("load", tell);
