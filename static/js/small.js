// Small helps: print, copy, hand on, and the way back to the list one came from.

export function startSmallThings(page) {
  each(page, "[data-print]", (button) => on(button, () => window.print()));
  each(page, "[data-copy]", (button) => navigator.clipboard && on(button, () => copy(button, button.dataset.copy)));
  each(page, "[data-share]", startShare);
  each(page, "[data-focus]", (link) => {
    link.addEventListener("click", (event) => {
      const field = document.getElementById(link.dataset.focus);
      event.preventDefault();
      field.focus();
      field.select();
    });
  });
  if (/Android/.test(navigator.userAgent)) {
    each(page, "[data-maps-app]", (link) => (link.hidden = false));
  }
  startBack(page);
}

function each(page, selector, action) {
  page.querySelectorAll(selector).forEach(action);
}

function on(button, action) {
  button.hidden = false;
  button.addEventListener("click", action);
}

async function copy(button, text) {
  const word = button.querySelector("span");
  const label = word.textContent;
  await navigator.clipboard.writeText(text);
  word.textContent = button.dataset.done;
  setTimeout(() => (word.textContent = label), 3000);
}

function startShare(button) {
  const address = location.origin + location.pathname + location.search;
  if (navigator.share) {
    on(button, () => navigator.share({ title: button.dataset.title, url: address }).catch(() => {}));
  } else if (navigator.clipboard) {
    on(button, () => copy(button, address));
  }
}

// Going from the list to an offer leaves a note for the next page, so that its link can lead back to this very list.
function startBack(page) {
  each(page, ".cards a", (link) => link.addEventListener("click", () => sessionStorage.setItem("from-list", "1")));
  const link = page.querySelector("[data-back]");
  if (!link) {
    return;
  }
  if (sessionStorage.getItem("from-list")) {
    sessionStorage.removeItem("from-list");
    history.replaceState({ ...history.state, fromList: true }, "");
  }
  if (history.state?.fromList && history.length > 1) {
    link.addEventListener("click", (event) => {
      event.preventDefault();
      history.back();
    });
  }
}
