// What a large board costs in a real browser, beside the sample: opening from the device, a keystroke,
// a drag, an arrow key, others' work, another section. Figures, not tests: printed with the number of
// cores, to be read beside each other and never asserted. TABLEE_LARGE names the board's file,
// TABLEE_SHARE the share of a core that the measured browser has (all of the machine if unset).
import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { cpus, loadavg } from 'node:os';
import { createInterface } from 'node:readline';
import { arrive, leaveTown, openTown } from '../town.mjs';
import { goTo, join, shared, shows } from '../verbs.mjs';
import { CARD, openLarge } from './large_board.mjs';
import { chromiumWith } from './modest.mjs';

const OPENINGS = 5;
const KEYS = 40;
const STREAM_SECONDS = Number(process.env.TABLEE_STREAM_SECONDS ?? 60);
const STREAM_RATE = 50;
const READING_MS = 8_000;

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
  await page.evaluate(() => new Promise((drawn) => { requestAnimationFrame(() => setTimeout(drawn, 100)); }));
  return page.evaluate(() => window.longTasks);
}

/** Notes in each page when a card was first drawn, counted from the navigation. */
async function watchFirst(page) {
  await page.addInitScript((card) => {
    const look = () => {
      if (!document.querySelector(card)) return requestAnimationFrame(look);
      return requestAnimationFrame(() => { window.firstCard = performance.now(); });
    };
    look();
  }, CARD);
}

/** From the navigation to the first card on the screen, from the device alone. */
async function openings(page) {
  const times = [];
  for (let n = 0; n < OPENINGS; n += 1) {
    await page.reload({ waitUntil: 'commit' });
    await page.waitForFunction(() => window.firstCard !== undefined, undefined, { polling: 50 });
    times.push(await page.evaluate(() => window.firstCard));
    await page.getByRole('button', { name: /Enregistré ici/ }).waitFor();
    await page.locator('.banner', { hasText: 'dernière visite' }).waitFor({ state: 'detached' });
  }
  return times;
}

/** Memory of all processes that show pages in a person's browser, in MB: page and desk together. */
async function memory({ context }) {
  const session = await context.browser().newBrowserCDPSession();
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  await session.detach();
  const kilobytes = await Promise.all(processInfo.filter(({ type }) => type === 'renderer').map(async ({ id }) => {
    const status = await readFile(`/proc/${id}/status`, 'utf8').catch(() => '');
    return Number(status.match(/VmRSS:\s+(\d+)/)?.[1] ?? 0);
  }));
  return Math.round(kilobytes.reduce((sum, each) => sum + each, 0) / 1024);
}

const share = process.env.TABLEE_SHARE && Number(process.env.TABLEE_SHARE);
const measured = await chromiumWith(share || undefined);
const town = await openTown();
console.log(`${cpus().length} cores, ${cpus()[0].model}, load ${loadavg()[0].toFixed(1)} before; ${share ? `the browser has ${share} of a core` : 'the browser has all'}`);

const ana = await arrive(town, { program: measured.program });
ana.context.setDefaultTimeout(300_000);
await join(ana, town.links.partner[0], 'Ana');
await goTo(ana.page, 'Résultats');
await shared(ana.page);
await ana.page.evaluate(() => navigator.serviceWorker.ready.then(() => true));
await watchFirst(ana.page);
const small = await openings(ana.page);
console.log(`opening the sample's chain from the device: median ${median(small)} ms, worst ${most(small)} ms of ${OPENINGS}`);
await ana.page.close();

const sena = await arrive(town, { program: measured.program });
sena.context.setDefaultTimeout(300_000);
const { page } = sena;
await openLarge(sena, town);
await page.evaluate(() => navigator.serviceWorker.ready.then(() => true));
await watchFirst(page);
// What an opening shows first is kept some seconds after the last change.
await page.waitForTimeout(READING_MS);
const large = await openings(page);
console.log(`opening the large chain from the device: median ${median(large)} ms, worst ${most(large)} ms of ${OPENINGS} (${(median(large) / median(small)).toFixed(1)} times the sample)`);

// Writing before the document is there.
const title = page.locator('#panel h2 textarea');
await page.reload({ waitUntil: 'commit' });
await page.waitForFunction(() => window.firstCard !== undefined, undefined, { polling: 50 });
await page.locator('[data-card]').first().click();
await title.focus();
await page.keyboard.type('abc');
const isLoading = await page.locator('.banner', { hasText: 'dernière visite' }).count() > 0;
const at = await page.evaluate(() => Math.round(performance.now()));
await shows(title, (text) => text.includes('abc'));
console.log(`three letters typed ${at} ms after the navigation${isLoading ? ', while the document loads' : ''}`);
await page.getByRole('button', { name: /Enregistré ici/ }).waitFor();
await page.locator('.banner', { hasText: 'dernière visite' }).waitFor({ state: 'detached' });

// Typing in a card's title, as its panel shows it.
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

// From section to section, until something of it can be used; the first visit fetches its part.
const sections = [['Rôles', '.matrix tbody [role=gridcell]'], ['Contexte', '.pill, .list-row'], ['Vision', 'textarea'], ['Résultats', CARD]];
for (const which of ['first', 'second']) {
  for (const [name, selector] of sections) {
    const ms = await page.evaluate(([label, what]) => new Promise((shown) => {
      const link = [...document.querySelectorAll('nav a')].find((a) => a.textContent.trim().startsWith(label));
      const from = performance.now();
      link.click();
      const look = () => (document.querySelector(what) ? requestAnimationFrame(() => shown(performance.now() - from)) : requestAnimationFrame(look));
      look();
    }), [name, selector]);
    console.log(`to ${name}, ${which} time: ${Math.round(ms)} ms`);
  }
}

// The board goes to the server, and somebody else works on it, with a program that nobody holds back.
const from = Date.now();
await page.goto(await town.invite('--founder'));
await page.getByRole('button', { name: 'Grande table' }).click();
await page.waitForURL(/\/b\//);
await shared(page);
console.log(`sharing the large board for the first time: ${Math.round((Date.now() - from) / 1000)} s`);
await page.goto(`${town.url}/b/${sena.board}/membres`);
await page.locator('summary', { hasText: 'Autres programmes' }).click();
await page.getByRole('button', { name: 'Créer un ticket' }).click();
const ticket = await page.locator('#ticket').inputValue();
await goTo(page, 'Résultats');
await page.locator(CARD).first().waitFor();

// Others' edits while one types: how even the frames are, and what memory does.
await page.locator('[data-card]').first().click();
await title.focus();
const writer = spawn('node', ['stream.mjs', ticket, `automerge:${sena.board}`, String(STREAM_RATE), String(STREAM_SECONDS)], {
  cwd: new URL('../../interop', import.meta.url).pathname, stdio: ['pipe', 'pipe', 'inherit'],
});
const said = createInterface({ input: writer.stdout })[Symbol.asyncIterator]();
await said.next();
const before = await memory(sena);
await page.evaluate(() => {
  window.frames_ = [];
  let last = performance.now();
  const frame = (now) => { window.frames_.push(now - last); last = now; window.going = requestAnimationFrame(frame); };
  window.going = requestAnimationFrame(frame);
});
writer.stdin.write('go\n');
const until = Date.now() + STREAM_SECONDS * 1_000;
const readings = [];
while (Date.now() < until) {
  for (let n = 0; n < 10; n += 1) await page.keyboard.type('abcde ', { delay: 120 });
  readings.push(await memory(sena));
}
const sent = Number((await said.next()).value);
const frames = await page.evaluate(() => { cancelAnimationFrame(window.going); return window.frames_; });
const late = frames.filter((ms) => ms > 100).length;
console.log(`${(sent / STREAM_SECONDS).toFixed(0)} edits a second for ${STREAM_SECONDS} s while typing: ${(frames.length / STREAM_SECONDS).toFixed(0)} frames a second, ${late} over 100 ms, worst ${most(frames)} ms; memory ${before} MB before, then ${readings.join(', ')} MB`);
console.log(`load ${loadavg()[0].toFixed(1)} after`);

await town.close();
await leaveTown();
await measured.end();
