// Hours read back while they are typed, where the page says whom to ask.

const WAIT_MS = 500;

export function startHours(form) {
  const input = form.querySelector("#hours");
  const said = form.querySelector("[data-read-back]");
  if (!input || !said || !form.dataset.hours) {
    return;
  }
  let timer = 0;
  let asked = null;
  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, WAIT_MS);
  });

  async function ask() {
    asked?.abort();
    asked = new AbortController();
    const body = new FormData();
    body.set("hours", input.value);
    const token = input.form.elements.namedItem("_form").value;
    try {
      const answer = await fetch(form.dataset.hours, {
        method: "POST",
        headers: { "X-Form-Token": token },
        body,
        signal: asked.signal,
      });
      if (answer.ok) {
        said.textContent = (await answer.json()).words;
      }
    } catch {
      // The hours are read again when the form is sent.
    }
  }
}
