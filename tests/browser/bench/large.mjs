// What a large board costs in a real browser, beside the sample: opening from the device, a keystroke,
// a drag, an arrow key, others' work, another section. Figures, not tests: printed with the number of
// cores, to be read beside each other and never asserted. TABLEE_LARGE names the board's file.
import { strict as assert } from 'node:assert';
import { cpus, loadavg } from 'node:os';
import { arrive, leaveTown, openTown } from '../town.mjs';
import { goTo, join, openFile, shared } from '../verbs.mjs';

const OPENINGS = 5;
const KEYS = 40;
const STREAM_SECONDS = Number(process.env.TABLEE_STREAM_SECONDS ?? 60);
const STREAM_EVERY_MS = 20;

const sorted = (figures) => [...figures].sort((a, b) => a - b);
const median = (figures) => Math.round(sorted(figures)[figures.length >> 1] ?? 0);
const most = (figures) => Math.round(Math.max(0, ...figures));
const told = (tasks) => `${tasks.length} over 50 ms${tasks.length ? `, worst ${most(tasks)} ms` : ''}`;

/** Main-thread tasks over 50 ms while something is done. */
async function longTasks(page, act) {
  await page.evaluate(() => {
    window.longTasks = [];
    window.watcher?.disconnect();
    window.watcher = new PerformanceObserver((list) => window.longTasks.push(...list.getEntries().map(({ duration }) => duration)));
    window.watcher.observe({ entryTypes: ['longtask'] });
  });
  await act();
  await page.evaluate(() => new Promise((drawn) => { requestAnimationFrame(() => setTimeout(drawn, 0)); }));
  return page.evaluate(() => window.longTasks);
}

/** From the reload to the first card on the screen, from the device alone. */
async function openings(page) {
  const times = [];
  for (let n = 0; n < OPENINGS; n += 1) {
    const from = Date.now();
    await page.reload({ waitUntil: 'commit' });
    await page.waitForFunction(() => document.querySelector('[data-card], .chain-stack') !== null, undefined, { polling: 10 });
    times.push(Date.now() - from);
    await page.getByRole('button', { name: /Enregistré ici/ }).waitFor();
  }
  return times;
}

assert.ok(process.env.TABLEE_LARGE, 'TABLEE_LARGE names the file of a large board');
const town = await openTown();
console.log(`${cpus().length} cores, ${cpus()[0].model}, load ${loadavg()[0].toFixed(1)} before`);

const ana = await arrive(town);
await join(ana, town.links.partner[0], 'Ana');
await goTo(ana.page, 'Résultats');
await shared(ana.page);
await ana.page.evaluate(() => navigator.serviceWorker.ready.then(() => true));
const small = await openings(ana.page);
console.log(`opening the sample's chain from the device: median ${median(small)} ms, worst ${most(small)} ms of ${OPENINGS}`);

const sena = await arrive(town);
await sena.page.goto(town.url);
await openFile(sena.page, process.env.TABLEE_LARGE);
await sena.page.waitForURL(/\/b\//);
const { page } = sena;
await goTo(page, 'Résultats');
await page.locator('[data-card], .chain-stack').first().waitFor();
await page.evaluate(() => navigator.serviceWorker.ready.then(() => true));
const large = await openings(page);
console.log(`opening the large chain from the device: median ${median(large)} ms, worst ${most(large)} ms of ${OPENINGS} (${(median(large) / median(small)).toFixed(1)} times the sample)`);

// Typing in a card's title, as its panel shows it.
await page.locator('[data-card]').first().click();
const title = page.locator('#panel h2 textarea');
await title.waitFor();
await title.focus();
console.log(`typing ${KEYS} letters in a title: ${told(await longTasks(page, () => title.pressSequentially('x'.repeat(KEYS), { delay: 60 })))}`);
await page.keyboard.press('Escape');

// Arrow keys from card to card.
await page.locator('[data-card][tabindex="0"]').first().focus();
console.log(`${KEYS} arrow keys: ${told(await longTasks(page, async () => {
  for (let n = 0; n < KEYS; n += 1) {
    await page.keyboard.press(n % 4 === 3 ? 'ArrowRight' : 'ArrowDown');
    await page.waitForTimeout(40);
  }
}))}`);

// A card carried across two columns, and left where it was.
const box = await page.locator('[data-card]').nth(2).boundingBox();
console.log(`a drag of ${KEYS} frames: ${told(await longTasks(page, async () => {
  await page.mouse.move(box.x + 20, box.y + 12);
  await page.mouse.down();
  for (let n = 0; n < KEYS; n += 1) {
    await page.mouse.move(box.x + 20 + n * 8, box.y + 12 + (n % 7) * 6);
    await page.waitForTimeout(16);
  }
  await page.keyboard.press('Escape');
  await page.mouse.up();
}))}`);

// From section to section, until something of it can be used.
const sections = [['Rôles', '.matrix tbody [role=gridcell]'], ['Contexte', '.pill, .list-row'], ['Vision', 'textarea'], ['Résultats', '[data-card], .chain-stack']];
for (const [name, selector] of sections) {
  const ms = await page.evaluate(([label, what]) => new Promise((shown) => {
    const link = [...document.querySelectorAll('nav a')].find((a) => a.textContent.trim().startsWith(label));
    const from = performance.now();
    link.click();
    const look = () => (document.querySelector(what) ? requestAnimationFrame(() => shown(performance.now() - from)) : requestAnimationFrame(look));
    look();
  }), [name, selector]);
  console.log(`to ${name}: ${Math.round(ms)} ms`);
}

// The board goes to the server, and somebody else works on it.
await page.goto(await town.invite('--founder'));
await page.getByRole('main').getByRole('button').filter({ hasText: /./ }).first().click();
await page.waitForURL(/\/b\//);
sena.board = page.url().match(/\/b\/([^/]+)/)[1];
await page.getByRole('button', { name: /Partagé avec la table/ }).waitFor({ timeout: 300_000 });
const jonas = await arrive(town);
await join(jonas, await town.invite('--board', sena.board, '--role', 'secretariat'), 'Jonas');
await goTo(jonas.page, 'Rôles');
await jonas.page.locator('.matrix [role=gridcell]').first().waitFor();
await goTo(page, 'Résultats');
await page.locator('[data-card], .chain-stack').first().waitFor();

/** Letters into cells, one change each. */
async function letters(person, count, every) {
  await person.page.locator('.matrix [role=gridcell]').first().focus();
  for (let n = 0; n < count; n += 1) {
    await person.page.keyboard.press('RACI'[n % 4].toLowerCase());
    await person.page.keyboard.press(n % 19 === 18 ? 'ArrowDown' : 'ArrowRight');
    if (every) await person.page.waitForTimeout(every);
  }
}

await jonas.goOffline();
await letters(jonas, 100, 0);
console.log(`a batch of 100 changes by somebody who comes back: ${told(await longTasks(page, async () => {
  await jonas.goOnline();
  await shared(jonas.page);
  await page.waitForTimeout(1_000);
}))}`);

// Others' edits while one types: how even the frames are, and what memory does.
await page.locator('[data-card]').first().click();
await page.locator('#panel h2 textarea').focus();
const heap = () => page.evaluate(() => performance.memory?.usedJSHeapSize ?? 0);
const before = await heap();
await page.evaluate(() => {
  window.frames_ = [];
  let last = performance.now();
  const frame = (now) => { window.frames_.push(now - last); last = now; window.going = requestAnimationFrame(frame); };
  window.going = requestAnimationFrame(frame);
});
const until = Date.now() + STREAM_SECONDS * 1_000;
const stream = (async () => {
  let sent = 0;
  while (Date.now() < until) {
    await letters(jonas, 25, Math.max(0, STREAM_EVERY_MS - 8));
    sent += 25;
  }
  return sent;
})();
while (Date.now() < until) await page.keyboard.type('abcde ', { delay: 120 });
const sent = await stream;
const frames = await page.evaluate(() => { cancelAnimationFrame(window.going); return window.frames_; });
const late = frames.filter((ms) => ms > 100).length;
console.log(`${(sent / STREAM_SECONDS).toFixed(0)} edits a second for ${STREAM_SECONDS} s while typing: ${(frames.length / STREAM_SECONDS).toFixed(0)} frames a second, ${late} over 100 ms, worst ${most(frames)} ms; page heap ${Math.round(before / 1e6)} → ${Math.round(await heap() / 1e6)} MB`);
console.log(`load ${loadavg()[0].toFixed(1)} after`);

await town.close();
await leaveTown();
