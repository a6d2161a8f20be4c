// The shortlist for one person. It lives in this tab alone, and "next person" empties it; the server never keeps it.

const STORE = "lotse-zettel";
const NEXT_PERSON = "#naechste-person";

export function readShortlist() {
  try {
    return JSON.parse(sessionStorage.getItem(STORE) ?? "[]");
  } catch {
    return [];
  }
}

export function writeShortlist(entries) {
  try {
    sessionStorage.setItem(STORE, JSON.stringify(entries));
  } catch {
    // Without storage the ticks of this page alone are the shortlist.
  }
}

export function startShortlist(page) {
  if (location.hash === NEXT_PERSON) {
    // "Next person" was pressed before the page it stood on could listen.
    sessionStorage.removeItem(STORE);
    history.replaceState(null, "", location.pathname + location.search);
  }
  for (const tool of page.querySelectorAll("[data-next-person-tool]")) {
    tool.hidden = readShortlist().length === 0;
  }
  for (const link of page.querySelectorAll("[data-next-person]")) {
    link.addEventListener("click", (event) => nextPerson(event, link));
  }
  const form = page.querySelector("[data-shortlist]");
  if (form) {
    startForm(form);
  }
  for (const choice of page.querySelectorAll("[data-sheet] input[type=radio]")) {
    choice.addEventListener("change", () => choice.form.requestSubmit(choice.form.querySelector("button")));
  }
}

// Leaves nothing behind: the shortlist goes, and the page before is not the one to come back to.
function nextPerson(event, link) {
  event.preventDefault();
  sessionStorage.removeItem(STORE);
  location.replace(link.href.replace(NEXT_PERSON, ""));
}

function startForm(form) {
  const boxes = [...form.querySelectorAll("input[name=angebot]")];
  for (const box of boxes) {
    const kept = readShortlist().find((one) => one.key === box.dataset.key);
    if (kept) {
      // The same code as before: one place on the shortlist is one slip.
      box.value = kept.value;
      box.checked = true;
    }
    box.addEventListener("change", () => {
      const others = readShortlist().filter((one) => one.key !== box.dataset.key);
      const { key, name, provider } = box.dataset;
      writeShortlist(box.checked ? [...others, { key, name, provider, value: box.value }] : others);
      form.querySelector("[data-nothing-picked]").hidden = true;
    });
  }
  showElsewhere(form, boxes);
  form.addEventListener("submit", (event) => {
    if (form.querySelector("input[name=angebot]:checked, input[name=angebot][type=hidden]")) {
      return;
    }
    event.preventDefault();
    form.querySelector("[data-nothing-picked]").hidden = false;
    boxes[0].focus();
  });
}

// What was picked for other answers stays on the shortlist, and goes along with this form.
function showElsewhere(form, boxes) {
  const here = new Set(boxes.map((box) => box.dataset.key));
  const others = readShortlist().filter((one) => !here.has(one.key));
  const list = form.querySelector("[data-elsewhere-list]");
  list.replaceChildren(...others.map((one) => line(form, boxes, list.dataset.remove, one)));
  form.querySelector("[data-elsewhere]").hidden = others.length === 0;
}

function line(form, boxes, word, one) {
  const sent = Object.assign(document.createElement("input"), { type: "hidden", name: "angebot", value: one.value });
  const name = Object.assign(document.createElement("span"), { textContent: `${one.name} – ${one.provider}` });
  const remove = Object.assign(document.createElement("button"), {
    type: "button",
    className: "button button-small",
    textContent: word,
  });
  remove.setAttribute("aria-label", `${word}: ${one.name}`);
  remove.addEventListener("click", () => {
    writeShortlist(readShortlist().filter((other) => other.key !== one.key));
    showElsewhere(form, boxes);
    form.querySelector("button:not([type=button])").focus();
  });
  const item = document.createElement("li");
  item.append(sent, name, remove);
  return item;
}
