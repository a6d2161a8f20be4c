// Long work: shows how far it is, and loads the page anew once it is over. Without this the page reloads by itself.

const PAUSE_MS = 1000;

async function look(box) {
  let state = null;
  try {
    const answer = await fetch(box.dataset.progress, { headers: { Accept: "application/json" } });
    if (answer.redirected) return location.reload();
    if (answer.ok) state = await answer.json();
  } catch {
    // The line is down for a moment; the work goes on all the same.
  }
  if (state?.over) return location.reload();
  if (state) show(box, state);
  setTimeout(look, PAUSE_MS, box);
}

function show(box, { done, total, words }) {
  const bar = box.querySelector("progress");
  const line = box.querySelector("[role=status]");
  if (total) {
    bar.max = total;
    bar.value = Math.min(done, total);
  } else {
    bar.removeAttribute("value");
  }
  // Whoever listens is told of what begins, not of every number.
  if (line.dataset.words !== words) line.textContent = line.dataset.words = words;
}

for (const box of document.querySelectorAll("[data-progress]")) setTimeout(look, PAUSE_MS, box);
