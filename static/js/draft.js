// Keeps what is typed: a draft on the server every few seconds, and a question before the page is left without saving.

const WAIT_MS = 3000;

for (const form of document.querySelectorAll("form[data-guard]")) {
  start(form);
}

function start(form) {
  const note = form.querySelector("[data-draft-note]");
  let dirty = form.hasAttribute("data-dirty");
  let timer = 0;
  let leaving = false;

  form.addEventListener("input", ({ target }) => {
    if (target.name) {
      dirty = true;
      clearTimeout(timer);
      timer = setTimeout(keep, WAIT_MS);
    }
  });
  // The preview opens beside the form, so the form stays unsaved.
  form.addEventListener("submit", ({ submitter }) => {
    clearTimeout(timer);
    leaving = !submitter?.hasAttribute("data-leaves-form");
  });
  window.addEventListener("pageshow", () => (leaving = false));
  window.addEventListener("beforeunload", (event) => {
    if (dirty && !leaving) {
      event.preventDefault();
    }
  });

  async function keep() {
    if (!form.dataset.draft || leaving) {
      return;
    }
    const body = new FormData(form);
    const token = body.get("_form");
    body.delete("_form");
    try {
      const answer = await fetch(form.dataset.draft, {
        method: "POST",
        headers: { "X-Form-Token": token, Accept: "application/json" },
        body,
      });
      note.textContent = answer.ok
        ? (await answer.json()).words
        : "Der Entwurf ließ sich nicht sichern. Bitte speichern Sie bald.";
    } catch {
      note.textContent = "Keine Verbindung. Der Entwurf ist noch nicht gesichert.";
    }
  }
}
