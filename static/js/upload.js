// Upload of a list: says at once that a file is too big, and that sending it takes a while.

const form = document.querySelector("[data-upload]");
const field = form.querySelector("input[type=file]");
const error = document.getElementById("datei-fehler");

function check() {
  const file = field.files[0];
  const wrong = Boolean(file) && file.size > Number(form.dataset.mostBytes);
  error.hidden = !wrong;
  error.textContent = wrong ? error.dataset.tooBig : "";
  field.toggleAttribute("aria-invalid", wrong);
  field.setAttribute("aria-describedby", wrong ? "datei-fehler datei-hilfe" : "datei-hilfe");
  return !wrong;
}

field.addEventListener("change", check);
form.addEventListener("submit", (event) => {
  if (!check()) {
    event.preventDefault();
    field.focus();
    return;
  }
  form.querySelector(".button-main span").textContent = "Wird hochgeladen …";
});
addEventListener("pageshow", () => { form.querySelector(".button-main span").textContent = "Hochladen und ansehen"; });
