// Keeps the shell, so that a board opens without a network. Never touches boards or the API.
//
// A new version is fetched whole beside the old one and takes over when every tab of the old one is
// closed, or when a person asks for it: nothing reloads under anybody's hands.
const VERSION = 'tablee-{version}';
const SHELL = ["{files}"];

self.addEventListener('install', (event) => {
  event.waitUntil(
    caches.open(VERSION).then((cache) => cache.addAll(SHELL.map((path) => new Request(path, { cache: 'reload' })))),
  );
});

self.addEventListener('activate', (event) => {
  event.waitUntil(
    caches.keys()
      .then((names) => Promise.all(names.filter((name) => name !== VERSION).map((name) => caches.delete(name))))
      .then(() => self.clients.claim()),
  );
});

self.addEventListener('message', (event) => {
  if (event.data === 'take over') self.skipWaiting();
});

self.addEventListener('fetch', (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== 'GET' || url.origin !== self.location.origin) return;
  if (url.pathname.startsWith('/api/') || url.pathname === '/healthz' || url.pathname === '/sync') return;
  const wanted = request.mode === 'navigate' ? '/' : url.pathname;
  event.respondWith(
    caches.open(VERSION).then((cache) => cache.match(wanted)).then((found) => found ?? fetch(request)),
  );
});
