// Runs before the page is drawn: tells the styles that scripts work, so that nothing jumps when they have loaded.
if ("noModule" in HTMLScriptElement.prototype) {
  document.documentElement.classList.add("js");
}
