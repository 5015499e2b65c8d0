// A new version of Tablée comes to a device where somebody is writing.
import { strict as assert } from 'node:assert';
import { after, afterEach, beforeEach, test } from 'node:test';
import { arrive, leaveTown, openTown } from '../town.mjs';
import { goTo, join, shared, shows, statement, typeAt, untroubled } from '../verbs.mjs';

let town;
beforeEach(async () => { town = await openTown(); });
afterEach(() => town.close());
after(leaveTown);

test('a new version waits until Ana asks for it, and nothing she wrote is gone', async () => {
  const ana = await arrive(town);
  await join(ana, town.links.partner[0], 'Ana');
  const { page } = ana;
  await goTo(page, 'Vision');
  const before = await shows(statement(page), (text) => text.length > 20);
  await page.evaluate(() => { window.isTheSamePage = true; });
  // The shell is kept by the first version; another one arrives for the same address.
  await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
  await page.evaluate(() => navigator.serviceWorker.register('/sw.js?newer').then(() => undefined));
  await page.getByText('Une nouvelle version de Tablée est prête.').waitFor();

  await typeAt(statement(page), 0, 'Encore : ');
  await shared(page);
  assert.equal(await page.evaluate(() => window.isTheSamePage), true);

  await page.getByRole('button', { name: 'Ouvrir maintenant' }).click();
  await page.waitForFunction(() => window.isTheSamePage === undefined);
  await shows(statement(page), `Encore : ${before}`);
  untroubled(ana);
});
