// Answers for the network where there is none, on the pilots' pages. It keeps what is public: a page with questions, the
// offers, and the files of the pages. What somebody asks, and what a page answers to it, is never kept.

const CACHE = "lotse-1";
const PATIENCE_MS = 10_000;

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (url.origin !== self.location.origin) {
    return;
  }
  if (request.mode === "navigate" && /^\/lotse\/[^/]+\//.test(url.pathname)) {
    event.respondWith(page(request, url));
  } else if (request.method === "GET" && (url.pathname.startsWith("/static/") || /\/daten\.json$/.test(url.pathname))) {
    event.respondWith(inTime(request).catch(() => kept(request)));
  }
});

async function kept(request) {
  return (await caches.match(request, { cacheName: CACHE })) ?? Response.error();
}

async function page(request, url) {
  const form = request.method === "POST" ? request.clone() : null;
  try {
    const answer = await inTime(request);
    return answer.status === 502 || answer.status === 503 || answer.status === 504 ? await alone(url, form, answer) : answer;
  } catch {
    return alone(url, form, Response.error());
  }
}

function inTime(request) {
  const late = new Promise((_, fail) => setTimeout(() => fail(new Error("late")), PATIENCE_MS));
  return Promise.race([fetch(request), late]);
}

// The kept page, with the form that could not be sent written into it. It is made for this one answer and kept nowhere.
async function alone(url, form, otherwise) {
  const region = url.pathname.split("/")[2];
  const lang = url.searchParams.get("lang");
  const address = `/lotse/${region}/ohne-netz${lang ? `?lang=${lang}` : ""}`;
  const shell = await caches.match(address, { cacheName: CACHE });
  if (!shell) {
    return otherwise;
  }
  const sent = form ? [...(await form.formData())].filter(([, value]) => typeof value === "string") : [];
  const answers = JSON.stringify({ path: url.pathname, sent }).replaceAll("<", "\\u003c");
  const empty = '<script type="application/json" id="antworten">[]<';
  const text = (await shell.text()).replace(empty, () => empty.replace("[]<", () => `${answers}<`));
  const headers = new Headers({ "Content-Type": "text/html; charset=utf-8", "Cache-Control": "no-store" });
  for (const name of ["Content-Security-Policy", "Referrer-Policy", "X-Content-Type-Options"]) {
    if (shell.headers.has(name)) {
      headers.set(name, shell.headers.get(name));
    }
  }
  return new Response(text, { headers });
}
