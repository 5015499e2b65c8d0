// Starts the desk. Messages that arrive while it loads are kept in order.
import init from './desk.js';

const held = [];
self.onmessage = (event) => held.push(event);
await init();
for (const event of held) self.onmessage(event);
