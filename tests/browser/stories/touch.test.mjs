// Two fingers look nearer at the chain and at the network, about what lies between them. The touches
// are the browser's own, by its debugging protocol.
import { strict as assert } from 'node:assert';
import { after, afterEach, beforeEach, test } from 'node:test';
import { arrive, leaveTown, openTown } from '../town.mjs';
import { goTo, join, untroubled, until } from '../verbs.mjs';

let town;
beforeEach(async () => { town = await openTown(); });
afterEach(() => town.close());
after(leaveTown);

/** A partner with a tablet. */
async function withTablet(name) {
  const person = await arrive(town, { width: 1100, height: 800, hasTouch: true });
  await join(person, town.links.partner[0], name);
  person.touch = await person.context.newCDPSession(person.page);
  return person;
}

/** Two fingers go from these points to those, in steps. */
async function pinch({ touch }, from, to, steps = 24) {
  const points = (part) => from.map(([x, y], at) => ({ x: x + (to[at][0] - x) * part, y: y + (to[at][1] - y) * part, id: at }));
  const send = (type, touchPoints) => touch.send('Input.dispatchTouchEvent', { type, touchPoints });
  await send('touchStart', points(0));
  for (let step = 1; step <= steps; step += 1) await send('touchMove', points(step / steps));
  await send('touchEnd', []);
}

const scale = (canvas) => canvas.evaluate((element) => new DOMMatrix(getComputedStyle(element).transform).a);
const middle = async (found) => {
  const { x, y, width, height } = await found.boundingBox();
  return [x + width / 2, y + height / 2];
};

test('two fingers look nearer at the chain, and what lay between them stays there', async () => {
  const ana = await withTablet('Ana');
  const { page } = ana;
  await goTo(page, 'Résultats');
  const canvas = page.locator('.chain-canvas');
  const card = page.locator('[data-card]').nth(1);
  await card.waitFor();
  const before = await scale(canvas);
  const [x, y] = await middle(card);
  await pinch(ana, [[x - 40, y], [x + 40, y]], [[x - 60, y], [x + 60, y]]);
  const nearer = await until('a nearer look', async () => {
    const now = await scale(canvas);
    return now > before * 1.2 && now;
  });
  assert.ok(Math.abs(nearer / before - 1.5) < 0.1, `${before} to ${nearer}`);
  const [nowX, nowY] = await middle(card);
  assert.ok(Math.hypot(nowX - x, nowY - y) < 40, `the card went from ${x},${y} to ${nowX},${nowY}`);
  // Back together, and further than the chain can be seen.
  await pinch(ana, [[x - 150, y], [x + 150, y]], [[x - 20, y], [x + 20, y]]);
  await until('a look from further away', async () => (await scale(canvas)) <= 0.41);
  // No card was carried or opened on the way.
  assert.ok(!/nodes\./.test(page.url()));
  untroubled(ana);
});

test('two fingers look nearer at the network; keys do the same', async () => {
  const ana = await withTablet('Ana');
  const { page } = ana;
  await goTo(page, 'Contexte');
  await page.getByRole('radio', { name: /^Réseau/ }).or(page.getByRole('button', { name: /^Réseau/ })).or(page.getByRole('link', { name: /^Réseau/ })).first().click();
  const canvas = page.locator('.network-canvas');
  await canvas.waitFor();
  const [dot, x, y] = await until('an actor in sight', async () => {
    for (const found of await page.locator('.dot.outside').all()) {
      const [x, y] = await middle(found);
      if (x > 300 && x < 900 && y > 250 && y < 650) return [found, x, y];
    }
    return null;
  });
  await pinch(ana, [[x - 40, y], [x + 40, y]], [[x - 80, y], [x + 80, y]]);
  await until('twice as near', async () => Math.abs(await scale(canvas) - 2) < 0.1);
  const [nowX, nowY] = await middle(dot);
  assert.ok(Math.hypot(nowX - x, nowY - y) < 60, `the dot went from ${x},${y} to ${nowX},${nowY}`);
  await page.locator('[data-dot="0"]').focus();
  await page.keyboard.press('0');
  await until('as at first', async () => await scale(canvas) === 1);
  await page.keyboard.press('+');
  await until('a little nearer', async () => await scale(canvas) > 1);
  untroubled(ana);
});
