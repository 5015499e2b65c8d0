// Several tabs of one device.
import { strict as assert } from 'node:assert';
import { after, afterEach, beforeEach, test } from 'node:test';
import { leaveTown, openTown } from '../town.mjs';
import {
  seated, shared, shows, statement, typeAt, untroubled, visionOf, goTo,
} from '../verbs.mjs';

let town;
beforeEach(async () => { town = await openTown(); });
afterEach(() => town.close());
after(leaveTown);

test('a second tab writes too, and goes on sharing when the first is closed', async () => {
  const { ana, binta } = await seated(town, 'ana', 'binta');
  await goTo(ana.page, 'Vision');
  const before = await shows(statement(ana.page), (text) => text.length > 20);
  const second = await ana.tab();
  await second.goto(ana.page.url());
  await shows(statement(second), before);
  await typeAt(statement(second), before.length, ' Du second onglet.');
  await shows(statement(ana.page), `${before} Du second onglet.`);
  await ana.page.close();
  await typeAt(statement(second), 0, 'Seul : ');
  await shared(second);
  await goTo(binta.page, 'Vision');
  await shows(statement(binta.page), `Seul : ${before} Du second onglet.`);
  untroubled(ana, binta);
});

/** Stops a tab's worker, as a browser that freezes the tab does, for a while. */
function freeze(page, forMs) {
  return page.workers()[0].evaluate((ms) => {
    const { buffer } = new WebAssembly.Memory({ initial: 1, maximum: 1, shared: true });
    setTimeout(() => Atomics.wait(new Int32Array(buffer), 0, 0, ms));
  }, forMs);
}

test('the first tab is frozen: the second shares without it, and the first catches up when it thaws', async () => {
  const { ana, binta } = await seated(town, 'ana', 'binta');
  const before = await visionOf(ana.page);
  await shared(ana.page);
  const second = await ana.tab();
  await second.goto(ana.page.url());
  await shows(statement(second), before);
  await freeze(ana.page, 15_000);
  await typeAt(statement(second), before.length, ' Sans le premier onglet.');
  await visionOf(binta.page);
  await shows(statement(binta.page), `${before} Sans le premier onglet.`);
  await shared(second);
  await typeAt(statement(binta.page), 0, 'Binta : ');
  await shows(statement(second), `Binta : ${before} Sans le premier onglet.`);
  // Letters typed into the frozen tab are not lost either: here, after "En 2035,".
  const [start, rest] = [before.slice(0, 8), before.slice(8)];
  await typeAt(statement(ana.page), start.length, ' enfin,');
  for (const page of [ana.page, second, binta.page]) {
    await shows(statement(page), `Binta : ${start} enfin,${rest} Sans le premier onglet.`);
  }
  await shared(ana.page);
  untroubled(ana, binta);
});
