// Tells what the public would read while somebody fills in the facts; the button does the same without a script.

const form = document.querySelector("[data-neutrality]");
const shown = form?.querySelector("[data-outlook]");
const WAIT_MS = 400;
let timer = 0;
let asked = 0;

async function tell() {
  const number = (asked += 1);
  const fields = new FormData(form);
  for (const [name, value] of [...fields]) if (value instanceof File) fields.delete(name);
  try {
    const answer = await fetch(form.dataset.neutrality, {
      method: "POST",
      headers: { Accept: "application/json" },
      body: fields,
    });
    if (!answer.ok || number !== asked) return;
    const found = await answer.json();
    for (const part of ["grade", "evidence", "sentence", "mark"]) {
      const place = shown.querySelector(`[data-${part}]`);
      if (place.textContent !== found[part]) place.textContent = found[part];
    }
  } catch {
    // Without a connection the last answer stays; the form itself says so when it is sent.
  }
}

if (form && shown) {
  form.querySelector("[data-preview]").hidden = true;
  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(tell, WAIT_MS);
  });
  form.addEventListener("change", (event) => {
    const field = event.target;
    if (field.name?.startsWith("wert_") && field.value) field.closest("fieldset").querySelector("details").open = true;
  });
}
