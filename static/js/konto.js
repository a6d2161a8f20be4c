// Passwords can be looked at while typing: the button beside each field shows and hides it.

for (const button of document.querySelectorAll("[data-reveal]")) {
  const field = document.getElementById(button.dataset.reveal);
  button.hidden = false;
  button.addEventListener("click", () => {
    const shown = field.type === "password";
    field.type = shown ? "text" : "password";
    button.setAttribute("aria-pressed", String(shown));
    field.focus();
  });
  // A browser keeps what was typed in plain text, so the password is hidden again before it is sent.
  field.form.addEventListener("submit", () => {
    field.type = "password";
  });
}
