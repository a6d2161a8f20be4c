// Which parts of a suggestion are what was typed, so that they can be shown in bold.

const WIDE = { ä: "ae", ö: "oe", ü: "ue" };

// The ranges [from, to) of the text that match: the whole of what was typed, or else each of its words.
export function matching(text, typed) {
  for (const wide of [false, true]) {
    const known = fold(text, wide);
    for (const wanted of [[typed], typed.split(/[\s,.-]+/)]) {
      const found = wanted.map((part) => rangeOf(known, fold(part, wide).letters)).filter(Boolean);
      if (found.length) {
        return merged(found);
      }
    }
  }
  return [];
}

// The same text as elements: what matches in bold, the rest as it is.
export function emphasised(text, typed) {
  const parts = [];
  let at = 0;
  for (const [from, to] of matching(text, typed)) {
    const bold = document.createElement("b");
    bold.textContent = text.slice(from, to);
    parts.push(text.slice(at, from), bold);
    at = to;
  }
  return [...parts, text.slice(at)].filter((part) => part !== "");
}

// Letters and digits alone, small and without marks; for each where it stands in the text, and where words begin.
function fold(text, wide) {
  const letters = [];
  const starts = new Set();
  let inside = false;
  let at = 0;
  for (const sign of text) {
    const small = sign.toLowerCase();
    const plain = (wide && WIDE[small]) || small.replace("ß", "ss").normalize("NFKD").replace(/[^\p{L}\p{N}]/gu, "");
    if (plain && !inside) {
      starts.add(letters.length);
    }
    // A mark that stands alone behind its letter ends no word.
    inside = plain !== "" || (inside && /\p{M}/u.test(sign));
    [...plain].forEach((letter) => letters.push({ letter, from: at, to: at + sign.length }));
    at += sign.length;
  }
  return { letters, starts };
}

function rangeOf({ letters, starts }, wanted) {
  const fits = (start) => wanted.every(({ letter }, i) => letters[start + i]?.letter === letter);
  const start = wanted.length ? [...starts].find(fits) : undefined;
  return start === undefined ? null : [letters[start].from, letters[start + wanted.length - 1].to];
}

function merged(ranges) {
  const sorted = ranges.sort(([a], [b]) => a - b);
  return sorted.filter(([from], i) => i === 0 || from >= sorted[i - 1][1]);
}
