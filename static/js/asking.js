// Asks the server to complete what is typed; a newer question takes the place of an older one.

const MOST = 8;

export function asking(address, region) {
  let asked = null;

  function cancel() {
    asked?.abort();
    asked = null;
  }

  // The suggestions, or null where the answer is no longer wanted. Without a network there are none.
  async function ask(typed) {
    cancel();
    const mine = (asked = new AbortController());
    try {
      const answer = await fetch(address, {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify({ q: typed, limit: MOST, region }),
        signal: mine.signal,
      });
      const found = answer.ok ? (await answer.json()).suggestions : [];
      return asked === mine ? found : null;
    } catch {
      return asked === mine ? [] : null;
    } finally {
      asked = asked === mine ? null : asked;
    }
  }

  return { ask, cancel, isBusy: () => asked !== null };
}
