// Keeps what the application is made of, so that it starts fast and says so when there is no connection. Only files whose names carry
// the hash of their content, and the page shown offline: nothing a person reads is ever kept here. BUILD is put in by the build.

const SHELL = 'kontor-BUILD';
const FIRST = ['/offline.html', '/assets/icon.svg'];

self.addEventListener('install', (event) => {
  event.waitUntil(caches.open(SHELL).then((cache) => cache.addAll(FIRST)));
});

self.addEventListener('activate', (event) => {
  event.waitUntil(
    caches
      .keys()
      .then((names) => Promise.all(names.filter((name) => name.startsWith('kontor-') && name !== SHELL).map((name) => caches.delete(name))))
      .then(() => self.clients.claim()),
  );
});

self.addEventListener('message', (event) => {
  if (event.data === 'take over') void self.skipWaiting();
});

self.addEventListener('fetch', (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== 'GET' || origin !== self.location.origin) return;
  if (request.mode === 'navigate' && !/^\/[^/]+\/api\//.test(pathname)) {
    event.respondWith(fetch(request).catch(() => caches.match('/offline.html')));
  } else if (/^\/assets\/.*-[\w-]{8}\.\w+$/.test(pathname)) {
    event.respondWith(fromShell(request));
  }
});

async function fromShell(request) {
  const known = await caches.match(request);
  if (known) return known;
  const answer = await fetch(request);
  if (answer.ok) {
    const copy = answer.clone();
    void caches.open(SHELL).then((cache) => cache.put(request, copy));
  }
  return answer;
}
