// List and map: side by side on a wide screen, one at a time on a phone, where "back" returns to the list.

const WIDE = "(min-width: 900px)";

export async function startViews(page) {
  const areas = [...page.querySelectorAll("[data-map]")];
  const section = page.querySelector(".split-map");
  for (const area of areas.filter((one) => !section?.contains(one))) {
    area.closest("[data-map-box]").hidden = false;
    await draw(area);
  }
  if (!section) {
    return;
  }
  const area = section.querySelector("[data-map]");
  const rest = [...page.querySelectorAll(".top, .split-list, .bottom, .skip")];
  let map = null;

  async function ready() {
    map ??= draw(area);
    (await map).invalidateSize();
  }

  function show(view) {
    const open = view === "map";
    document.body.classList.toggle("shows-map", open);
    rest.forEach((part) => part.toggleAttribute("inert", open));
    if (open) {
      ready();
      section.querySelector(".map-back").focus();
    } else {
      page.querySelector(".views [data-view=map]").focus();
    }
  }

  for (const button of page.querySelectorAll("[data-view]")) {
    button.addEventListener("click", () => {
      const open = document.body.classList.contains("shows-map");
      if (button.dataset.view === "map" && !open) {
        history.pushState({ ...history.state, map: true }, "");
        show("map");
      } else if (button.dataset.view === "list" && open) {
        history.back();
      }
    });
  }
  window.addEventListener("popstate", () => {
    if (document.body.classList.contains("shows-map")) {
      show("list");
    }
  });
  const wide = window.matchMedia(WIDE);
  wide.addEventListener("change", () => wide.matches && ready());
  if (wide.matches) {
    await ready();
  }
}

async function draw(area) {
  const { drawMap } = await import("./map.js");
  return drawMap(area, JSON.parse(document.getElementById(area.dataset.map).textContent));
}
