// A card in front of the map's lower edge: what stands at the spot that was pressed.

export function openCard(map, spot, content) {
  const section = map.getContainer().parentElement;
  section.querySelector(".map-card")?.remove();
  const before = document.activeElement;
  const card = document.createElement("div");
  card.className = "map-card";
  const close = document.createElement("button");
  close.type = "button";
  close.className = "button button-small close";
  close.textContent = section.dataset.close;
  close.addEventListener("click", () => {
    card.remove();
    map.invalidateSize();
    before?.focus();
  });
  // What a copy of a card cannot do, it does not offer.
  content.querySelectorAll("[data-save]").forEach((button) => button.remove());
  card.append(close, content);
  map.getContainer().after(card);
  map.invalidateSize();
  map.panTo(spot, { animate: false });
  close.focus();
}
