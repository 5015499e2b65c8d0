// Starts the page, and keeps its shell for opening without a network.
import init from './page.js';

init();

if (window.isSecureContext && 'serviceWorker' in navigator) {
  navigator.serviceWorker.register('/sw.js').catch(() => {
    // Without it the page works online; the page says so itself where nothing lasts.
  });
}
