// What stands in the field once a suggestion was taken, and where one goes on typing.

const HOUSE = /\d{1,4}(?:\s?[a-z](?![a-z]))?(?:\s?[-–/]\s?\d{1,4}(?:\s?[a-z](?![a-z]))?)?/giu;

// A street keeps the house number that was typed behind it; without one the caret stands where the number goes.
export function completed({ text, kind }, typed) {
  if (kind !== "street") {
    return { text, caret: text.length, wantsNumber: false };
  }
  const [street, ...town] = text.split(",");
  const number = numberIn(typed, street);
  const start = `${street.trim()} ${number}`;
  return { text: [start, ...town].join(","), caret: start.length, wantsNumber: number === "" };
}

// The first house number in a text that is neither part of the street's name nor of a postcode.
function numberIn(typed, street) {
  const named = new Set(street.match(/\d+/g));
  for (const { 0: found, index } of typed.matchAll(HOUSE)) {
    const before = typed[index - 1] ?? "";
    const after = typed[index + found.length] ?? "";
    const alone = /^[\s,.]$/.test(before) && /^[\s,]?$/.test(after);
    if (alone && !named.has(found.match(/\d+/)[0])) {
      return found;
    }
  }
  return "";
}
