// The keys of a field with a list below it; whatever is not named here does what it does in every field.

export function startKeys(input, { arrow, enter, escape, unmark }) {
  const keys = {
    ArrowDown: (event) => arrow(1, event.altKey),
    ArrowUp: (event) => arrow(-1, event.altKey),
    Enter: enter,
    Escape: escape,
    Home: unmark,
    End: unmark,
    ArrowLeft: unmark,
    ArrowRight: unmark,
  };
  input.addEventListener("keydown", (event) => {
    // While a letter is being composed, its keys belong to the one who composes it.
    if (!event.isComposing && keys[event.key]?.(event)) {
      event.preventDefault();
    }
  });
}
