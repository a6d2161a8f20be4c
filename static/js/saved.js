// Offers that this device has noted. They stay on the device; the server never learns of them.

const STORE = "gemerkt";

function read() {
  try {
    return JSON.parse(localStorage.getItem(STORE) ?? "[]");
  } catch {
    return [];
  }
}

function write(offers) {
  localStorage.setItem(STORE, JSON.stringify(offers));
}

export function startSaved(page) {
  if (!usable()) {
    return;
  }
  page.querySelectorAll("[data-save]").forEach((button) => startButton(page, button));
  const list = page.querySelector("[data-saved-list]");
  if (list) {
    page.querySelector("[data-saved-clear]").addEventListener("click", () => {
      write([]);
      showList(page, list);
    });
    showList(page, list);
  }
  showCount(page);
}

function usable() {
  try {
    localStorage.setItem(`${STORE}-test`, "1");
    localStorage.removeItem(`${STORE}-test`);
    return true;
  } catch {
    return false;
  }
}

function startButton(page, button) {
  const { save: key, name, provider, address, phone, url } = button.dataset;

  function show() {
    const kept = read().some((one) => one.key === key);
    button.setAttribute("aria-pressed", String(kept));
    button.querySelector("[data-save-word]").textContent = kept ? button.dataset.wordOn : button.dataset.word;
  }

  button.addEventListener("click", () => {
    const others = read().filter((one) => one.key !== key);
    const kept = others.length < read().length;
    write(kept ? others : [...others, { key, name, provider, address, phone, url: url || location.pathname }]);
    show();
    showCount(page);
  });
  button.hidden = false;
  show();
}

function showCount(page) {
  const link = page.querySelector("[data-saved-link]");
  const count = read().length;
  if (link) {
    link.hidden = count === 0;
    link.querySelector("[data-saved-count]").textContent = `(${count})`;
  }
}

function showList(page, list) {
  const offers = read();
  list.replaceChildren(...offers.map((offer) => card(page, list, offer)));
  page.querySelector("[data-saved-empty]").hidden = offers.length > 0;
  page.querySelector("[data-saved-tools]").hidden = offers.length === 0;
  showCount(page);
}

function card(page, list, offer) {
  const item = node("li", "card");
  const article = node("article");
  const title = node("h2");
  const link = node("a", "", offer.name);
  link.href = offer.url;
  title.append(link);
  article.append(title, node("p", "provider", offer.provider), node("p", "where", offer.address));
  const actions = node("p", "actions");
  if (offer.phone) {
    const call = node("a", "button button-main", `${list.dataset.wordCall}: ${offer.phone}`);
    call.href = `tel:${offer.phone.replace(/[^\d+]/g, "")}`;
    actions.append(call);
  }
  const remove = node("button", "button", list.dataset.wordRemove);
  remove.type = "button";
  remove.setAttribute("aria-label", `${list.dataset.wordRemove}: ${offer.name}`);
  remove.addEventListener("click", () => {
    write(read().filter((one) => one.key !== offer.key));
    showList(page, list);
    page.querySelector("h1").scrollIntoView();
  });
  actions.append(remove);
  article.append(actions);
  item.append(article);
  return item;
}

function node(tag, className = "", text = "") {
  return Object.assign(document.createElement(tag), { className, textContent: text });
}
