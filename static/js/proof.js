// A small piece of work for whoever sends very much: find a number that makes a digest begin with zero bits.

const box = document.querySelector("[data-proof]");
document.getElementById("fehler")?.focus();
if (box && globalThis.crypto?.subtle) work(box).catch(() => (box.textContent = ""));

async function work(box) {
  const { proof, bits, working, done } = box.dataset;
  const button = document.querySelector("[data-proof-send]");
  document.querySelector("[data-proof-words]").hidden = true;
  box.textContent = working;
  const number = await find(proof, Number(bits));
  document.querySelector("[data-proof-field]").value = `${proof}:${number}`;
  box.textContent = done;
  button.hidden = false;
  button.focus();
}

// Many digests are asked for at once, because waiting for each costs more than making it.
async function find(proof, bits, batch = 500) {
  const encoder = new TextEncoder();
  for (let start = 0; ; start += batch) {
    const numbers = Array.from({ length: batch }, (_, index) => start + index);
    const digests = await Promise.all(
      numbers.map((number) => crypto.subtle.digest("SHA-256", encoder.encode(`${proof}:${number}`))),
    );
    const found = digests.findIndex((digest) => new DataView(digest).getUint32(0) >>> (32 - bits) === 0);
    if (found >= 0) return numbers[found];
  }
}
