// What opening, typing and meeting cost in a real browser, on the demo board. Figures, not tests:
// printed with the number of cores, to be read beside each other and never asserted.
import { cpus } from 'node:os';
import { arrive, leaveTown, openTown } from '../town.mjs';
import { goTo, join, shared, shows, statement, typeAt } from '../verbs.mjs';

const OPENINGS = 7;
const EDITS = 20;
const LETTERS = 40;

const sorted = (figures) => [...figures].sort((a, b) => a - b);
const median = (figures) => Math.round(sorted(figures)[figures.length >> 1]);
const most = (figures) => Math.round(Math.max(...figures));

const town = await openTown();
const [ana, binta] = [await arrive(town), await arrive(town)];
await join(ana, town.links.partner[0], 'Ana');
await join(binta, town.links.partner[1], 'Binta');
for (const { page } of [ana, binta]) {
  await goTo(page, 'Vision');
  await shows(statement(page), (text) => text.length > 20);
  await shared(page);
}
await ana.page.evaluate(() => navigator.serviceWorker.ready.then(() => true));
console.log(`${cpus().length} cores, ${cpus()[0].model}`);

// From the reload to the vision's words on the screen, without the network's help.
const openings = [];
for (let n = 0; n < OPENINGS; n += 1) {
  const from = Date.now();
  await ana.page.reload({ waitUntil: 'commit' });
  await ana.page.waitForFunction(
    (name) => [...document.querySelectorAll('textarea')].some((area) => area.getAttribute('aria-label') === name && area.value.length > 20),
    'Énoncé de la vision',
    { polling: 10 },
  );
  openings.push(Date.now() - from);
}
console.log(`opening the demo board from the device: median ${median(openings)} ms, worst ${most(openings)} ms of ${OPENINGS}`);

// From a letter at one person to the same letter at the other (the desk gathers typing for some 200 ms).
const edits = [];
for (let n = 0; n < EDITS; n += 1) {
  const mark = `${n}·`;
  const seen = binta.page.waitForFunction(
    (start) => [...document.querySelectorAll('textarea')].some((area) => area.value.startsWith(start)),
    mark,
    { polling: 10 },
  );
  await typeAt(statement(ana.page), 0, '');
  const from = Date.now();
  await ana.page.keyboard.insertText(mark);
  await seen;
  edits.push(Date.now() - from);
}
console.log(`edit to the other's screen: median ${median(edits)} ms, worst ${most(edits)} ms of ${EDITS}`);

// Main-thread tasks over 50 ms while somebody types.
await ana.page.evaluate(() => {
  window.longTasks = [];
  new PerformanceObserver((list) => window.longTasks.push(...list.getEntries().map(({ duration }) => duration)))
    .observe({ entryTypes: ['longtask'] });
});
await typeAt(statement(ana.page), 0, 'x'.repeat(LETTERS));
await shared(ana.page);
const tasks = await ana.page.evaluate(() => window.longTasks);
console.log(`main-thread tasks over 50 ms while typing ${LETTERS} letters: ${tasks.length}${tasks.length ? `, worst ${most(tasks)} ms` : ''}`);

await town.close();
await leaveTown();
