// Starts the page, and keeps its shell for opening without a network.
import init from './page.js';

init();

if (window.isSecureContext && 'serviceWorker' in navigator) {
  navigator.serviceWorker.register('/sw.js').then(follow).catch(() => {
    // Without it the page works online; the page says so itself where nothing lasts.
  });
}

// A new version is told to the page, which shows it and asks for it when its person does
// (client/page/src/shell/banners.rs). It never comes by itself.
function follow(registration) {
  const tell = () => {
    document.documentElement.dataset.newVersion = '';
    window.dispatchEvent(new Event('tablee-new-version'));
  };
  // The first one of all replaces nothing. That is asked as it is found: a busy page of WebKit may hear that it is
  // installed when it is at work already.
  if (registration.waiting && registration.active) tell();
  registration.addEventListener('updatefound', () => {
    const next = registration.installing;
    const replaces = registration.active !== null;
    next?.addEventListener('statechange', () => {
      if (next.state === 'installed' && replaces) tell();
    });
  });
  window.addEventListener('tablee-take-new-version', () => {
    navigator.serviceWorker.addEventListener('controllerchange', () => window.location.reload(), { once: true });
    registration.waiting?.postMessage('take over');
  });
  // A tab that stays open for days looks whenever it comes to the front.
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible') registration.update().catch(() => {});
  });
}
