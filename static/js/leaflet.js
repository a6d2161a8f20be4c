// Fetches the map library when a map is about to be shown, not before.

let loading = null;

export function leaflet() {
  loading ??= new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = new URL("../vendor/leaflet/leaflet.js", import.meta.url);
    script.onload = () => resolve(window.L);
    script.onerror = () => reject(new Error("The map library cannot be loaded."));
    document.head.append(script);
  });
  return loading;
}
